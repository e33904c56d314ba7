import type { Environment } from "../environment";
import { show } from "../messages/show";
import type { RISKS } from "../schema/schema";
import type { Check } from "./check";

type Risk = (typeof RISKS)[number];

/** A cheap choice of an environment. */
interface TakenRisk {
  readonly risk: Risk;
  readonly path: string;
  readonly got: string;
  readonly safe: string;

  /** @default "Set it to <safe>" */
  readonly fix?: string;
}

/** Both are a week: a mistake of Friday is found on Monday, and its cause is looked for after that. */
const LEAST_BACKUP_DAYS = 7;
const LEAST_LOG_DAYS = 7;

/** A choice is a risk unless the condition holds. */
const unless = (holds: boolean, risk: TakenRisk): TakenRisk[] => (holds ? [] : [risk]);

/** Something that is switched off, for which `true` is the safe choice. */
const off = (risk: Risk, path: string): TakenRisk => ({ risk, path, got: "false", safe: "true" });

const domainRisks = ({ domain }: Environment) =>
  unless(domain !== undefined, {
    risk: "plain-http",
    path: "domain",
    got: "nothing",
    safe: "a domain, which gives HTTPS",
  });

const logRisks = ({ logs: { retentionDays } }: Environment) =>
  unless(retentionDays >= LEAST_LOG_DAYS, {
    risk: "short-logs",
    path: "logs.retentionDays",
    got: show(retentionDays),
    safe: `${LEAST_LOG_DAYS} or more`,
  });

const alarmRisks = ({ alarms, slack }: Environment): TakenRisk[] => {
  if (!alarms.enabled) return [off("no-alarms", "alarms.enabled")];
  return unless(alarms.topic !== undefined || slack !== undefined, {
    risk: "no-alarms",
    path: "alarms.topic",
    got: "nothing, and no slack, so alarms reach no one",
    safe: "a topic (or slack)",
  });
};

const shellRisks = ({ shell }: Environment) =>
  unless(!shell, { risk: "shell-access", path: "shell", got: "true", safe: "false" });

const hostRisks = ({ hosts }: Environment) =>
  unless(hosts.purchase !== "spot", {
    risk: "spot-hosts",
    path: "hosts.purchase",
    got: show("spot"),
    safe: '"on-demand"',
  });

const databaseRisks = ({ database }: Environment): TakenRisk[] => [
  ...unless(database.backupRetentionDays >= LEAST_BACKUP_DAYS, {
    risk: "short-backups",
    path: "database.backupRetentionDays",
    got: show(database.backupRetentionDays),
    safe: `${LEAST_BACKUP_DAYS} or more`,
  }),
  ...unless(database.multiAz, off("single-az-database", "database.multiAz")),
  ...unless(database.deletionProtection, off("no-deletion-protection", "database.deletionProtection")),
  ...unless(database.finalSnapshot, off("no-final-snapshot", "database.finalSnapshot")),
];

const cacheRisks = ({ cache }: Environment) =>
  unless(cache.kind !== "valkey" || cache.multiAz, off("single-az-cache", "cache.multiAz"));

const loadBalancerRisks = ({ loadBalancer: { deletionProtection } }: Environment) =>
  unless(deletionProtection, off("no-deletion-protection", "loadBalancer.deletionProtection"));

const fileRisks = ({ files, env: { FILESYSTEM_DISK: disk = "" } }: Environment): TakenRisk[] =>
  files
    ? unless(
        files.kind !== "create" || files.deletionProtection,
        off("no-deletion-protection", "files.deletionProtection"),
      )
    : unless(!["local", "public"].includes(disk.toLowerCase()), {
        risk: "container-files",
        path: "env.FILESYSTEM_DISK",
        got: `${show(disk)}, so files are lost at each deployment`,
        safe: "a disk outside the containers",
        fix: 'Remove it and write files: { kind: "create" }',
      });

const RISKS_OF = [
  domainRisks,
  hostRisks,
  databaseRisks,
  cacheRisks,
  loadBalancerRisks,
  fileRisks,
  logRisks,
  alarmRisks,
  shellRisks,
];

/** The cheap choices of an environment. */
export const risksOf = (environment: Environment): Risk[] =>
  RISKS_OF.flatMap((risks) => risks(environment)).map(({ risk }) => risk);

const acceptedBy =
  (risks: (environment: Environment) => TakenRisk[]): Check =>
  (environment) =>
    risks(environment).map(
      ({ risk, path, got, safe, fix = `Set it to ${safe}` }) =>
        environment.production &&
        !environment.acceptedRisks.includes(risk) && {
          path,
          got,
          allowed: `${safe} in production, unless acceptedRisks names ${risk}`,
          fix: `${fix}, or add "${risk}" to acceptedRisks with the reason in a comment.`,
        },
    );

/** Names that say that customers depend on the environment. */
export const PRODUCTION_NAMES = ["production", "prod", "live"];

const productionIsMarked: Check = ({ environment, production }) =>
  !production &&
  PRODUCTION_NAMES.includes(environment) && {
    path: "production",
    got: `false, in an environment with the name ${show(environment)}`,
    allowed: "true, so that cheap choices must be named in acceptedRisks",
    fix: "Write true, or rename the environment.",
  };

/** An acceptance that is not needed hides a later change that takes the risk. */
const acceptancesAreNeeded: Check = (environment) => {
  const taken = risksOf(environment);
  return environment.acceptedRisks.flatMap(
    (risk, index) =>
      !taken.includes(risk) && {
        path: `acceptedRisks[${index}]`,
        got: show(risk),
        allowed: "risks that this environment takes",
        fix: "Remove it: it would hide a later change that takes the risk.",
      },
  );
};

export const riskChecks = [...RISKS_OF.map(acceptedBy), productionIsMarked, acceptancesAreNeeded];
