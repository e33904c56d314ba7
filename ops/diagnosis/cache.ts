import type { Environment } from "../../config/environment";
import { awsLine } from "../../facts/shell-words";
import { applyLine } from "../cli/command-line";
import type { DiagnosisRule } from "./rule";

/** The states without a server, and the fix of each. */
const FIXES: Readonly<Record<string, (environment: Environment) => string>> = {
  missing: (environment) => `Run: ${applyLine(environment, "base")}`,
  deleting: (environment) => `When it is deleted, run: ${applyLine(environment, "base")}`,
  "create-failed": (environment) =>
    `Read the reason: ${awsLine(environment, "elasticache", "describe-events", "--source-type", "replication-group", "--source-identifier", environment.name, "--duration", "1440")}`,
};

/** Whether ElastiCache has no server for a cache in this state. */
export const isUnusable = (state: string): boolean => state in FIXES;

/** A Valkey that does not exist, or will not. One that is changed or fails over answers again by itself, within seconds. */
export const cacheProblem: DiagnosisRule = (environment, { cache }) => {
  const fix = cache && FIXES[cache.state];
  if (!fix) return [];
  return [
    {
      cause: "cache-unusable",
      what: `cache: the replication group ${environment.name} ${cache.state === "missing" ? "does not exist" : `is in the state ${cache.state}`}`,
      why: "The environment keeps its cache and sessions in it. Requests that use them fail, and workers end.",
      next: fix(environment),
    },
  ];
};
