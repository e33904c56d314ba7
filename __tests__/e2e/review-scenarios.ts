import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { EnvironmentInput } from "../../config/schema/schema";
import { staging } from "../environments/staging";
import type { Part } from "../../stacks/environment-stack";
import type { Sandbox } from "./sandbox";

type Body = Record<string, unknown>;

/** A synthesized stack that a scenario changes like a change of the constructs. */
export interface EditableStack {
  readonly resource: Record<string, Record<string, Body>>;
  readonly data: Record<string, Record<string, Body>>;
  readonly provider: { readonly aws: [{ default_tags: [{ tags: Record<string, string> }] }] };
  moved?: object[];
  import?: object[];
  variable?: Record<string, Body>;
}

/** One change, by a pull request or outside of Terraform, and how it is made. */
export interface Scenario {
  readonly part: Part;

  /** The environment as the pull request has it. */
  readonly input?: Partial<EnvironmentInput>;

  /** The stack as the pull request has it. */
  readonly edit?: (stack: EditableStack) => void;

  /** Whether it is planned only for the record: other scenarios cover it, or it does not need a current plan. */
  readonly onlyRecorded?: true;

  /** The changes of the account before the plan. */
  readonly before?: (sandbox: Sandbox) => Promise<void>;
}

/** The name of the only resource of a type whose name begins so. */
export function nameOf(blocks: Record<string, Record<string, Body>>, type: string, start: string): string {
  const [name, ...more] = Object.keys(blocks[type] ?? {}).filter((each) => each.startsWith(start));
  if (name === undefined || more.length > 0)
    throw new Error(`not one ${type} whose name begins with ${start}`);
  return name;
}

/** Gives a resource another name, and everything that refers to it. */
function rename(stack: EditableStack, type: string, start: string, name: string): string {
  const old = nameOf(stack.resource, type, start);
  const text = JSON.stringify(stack).replaceAll(`${type}.${old}.`, `${type}.${name}.`);
  Object.assign(stack, JSON.parse(text) as EditableStack);
  const { [old]: resource = {}, ...others } = stack.resource[type] ?? {};
  stack.resource[type] = { ...others, [name]: resource };
  return old;
}

const logs = (sandbox: Sandbox) => new CloudWatchLogsClient(sandbox.clients);

/** The changes a reviewer must understand, by the names of their recorded plans. */
export const SCENARIOS: Record<string, Scenario> = {
  nothing: { part: "base" },
  "replace the database": {
    part: "base",
    input: { database: { ...staging.database, username: "other" } },
  },
  "a larger database": {
    part: "base",
    onlyRecorded: true,
    input: { database: { ...staging.database, instanceClass: "db.t4g.small" } },
  },
  "rotate the password": {
    part: "base",
    onlyRecorded: true,
    input: { database: { ...staging.database, password: { source: "generated", version: 2 } } },
  },
  "replace the only host": {
    part: "base",
    input: { hosts: { ...staging.hosts, instanceType: "t3.medium" } },
  },
  "widen IAM": {
    part: "base",
    edit: ({ data }) => {
      const document =
        data.aws_iam_policy_document?.[nameOf(data, "aws_iam_policy_document", "hosts_role_perm")];
      (document?.statement as object[]).push({ effect: "Allow", actions: ["s3:*"], resources: ["*"] });
    },
  },
  "open a security group": {
    part: "base",
    edit: ({ resource }) => {
      const type = "aws_vpc_security_group_ingress_rule";
      const rule = resource[type]?.[nameOf(resource, type, "database_")] ?? {};
      delete rule.referenced_security_group_id;
      rule.cidr_ipv4 = "0.0.0.0/0";
    },
  },
  "only tags": {
    part: "base",
    edit: ({ provider }) => {
      provider.aws[0].default_tags[0].tags.team = "api";
    },
  },
  "only a move": {
    part: "base",
    edit: (stack) => {
      const from = rename(stack, "aws_db_parameter_group", "database", "database_settings");
      stack.moved = [
        { from: `aws_db_parameter_group.${from}`, to: "aws_db_parameter_group.database_settings" },
      ];
    },
  },
  "another name": {
    part: "base",
    edit: (stack) => void rename(stack, "aws_s3_bucket", "settings", "renamed"),
  },
  "one setting": {
    part: "service",
    input: { env: { ...staging.env, APP_NAME: "other" } },
  },
  "an import": {
    part: "service",
    before: async (sandbox) => {
      await logs(sandbox).send(new CreateLogGroupCommand({ logGroupName: "/by-hand" }));
    },
    edit: (stack) => {
      stack.resource.aws_cloudwatch_log_group = {
        ...stack.resource.aws_cloudwatch_log_group,
        "by-hand": { name: "/by-hand", retention_in_days: 14 },
      };
      stack.import = [{ to: "aws_cloudwatch_log_group.by-hand", id: "/by-hand" }];
    },
  },
  drift: {
    part: "service",
    before: async (sandbox) => {
      const retention = { logGroupName: "/api-staging/nginx", retentionInDays: 3 };
      await logs(sandbox).send(new PutRetentionPolicyCommand(retention));
    },
  },
};
