import { DataArchiveFile } from "@cdktf/provider-archive/lib/data-archive-file";
import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { TerraformAsset } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentValues } from "../../config/schema/schema";
import type { Names, WorkerName } from "../../facts/names";
import { exempt } from "../../policies/exceptions";
import { Role, trustService } from "../aws/role";
import { bundleFile } from "./lambda-bundle";
import { notifierPermissions } from "./notifier-permissions";
import type { UndeliveredEvents } from "./undelivered-events";

export interface NotifierProps {
  /** Prefix of every physical name, e.g. `api-production`. */
  readonly name: string;
  readonly names: Names;
  readonly accountId: string;
  readonly region: string;

  /** The KMS key of the webhook's parameter. */
  readonly keyArn: string;
  readonly logRetentionDays: number;

  /** The workers that there are or can be. */
  readonly workers: readonly WorkerName[];

  /** Whether the data is copied to another region or account. */
  readonly copies: boolean;
  readonly settings: NonNullable<EnvironmentValues["slack"]>;
}

/** Time for the requests to AWS, and for a few seconds of waiting where Slack answers "rate limited". */
const TIMEOUT_SECONDS = 15;

/**
 * How long EventBridge and Lambda retry an event before it goes to the dead-letter queue. It is the longest that Lambda
 * keeps an event (6 hours; AWS Lambda API, PutFunctionEventInvokeConfig).
 */
export const MAXIMUM_EVENT_AGE_SECONDS = 6 * 60 * 60;

/** The most retries of a failed invocation that Lambda allows (same page). */
const LAMBDA_RETRIES = 2;

/** The function of the deploy notifier, in the notifier's own scope: its role, log group, code and retries. */
export function notifierFunction(
  scope: Construct,
  props: NotifierProps,
  undelivered: UndeliveredEvents,
): LambdaFunction {
  const { name, names, accountId, settings } = props;
  const log = new CloudwatchLogGroup(scope, "log", {
    name: `/aws/lambda/${names.notifier.name}`,
    retentionInDays: props.logRetentionDays,
  });
  const role = new Role(scope, "role", {
    name: names.notifierRole.name,
    description: `Posts to Slack what happens in ${name}`,
    trust: trustService("lambda.amazonaws.com", accountId),
    statements: [
      ...notifierPermissions(props),
      {
        sid: "WriteItsLog",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [`${log.arn}:*`],
      },
      undelivered.keepStatement(),
    ],
  });
  const lambda = new LambdaFunction(scope, "function", {
    functionName: names.notifier.name,
    description: `Posts to Slack what happens in ${name}`,
    role: role.arn,
    ...code(scope),
    handler: "index.handler",
    runtime: "nodejs24.x",
    architectures: ["arm64"],
    memorySize: 256,
    timeout: TIMEOUT_SECONDS,
    // One at a time: Slack accepts one message a second, and only one instance knows which events it has posted.
    ...(settings.reserveConcurrency ? { reservedConcurrentExecutions: 1 } : {}),
    deadLetterConfig: { targetArn: undelivered.arn },
    environment: { variables: variables(props) },
    // At creation, Lambda checks that the role can write to the dead-letter queue. It would create a missing log group
    // itself, without a retention.
    dependsOn: [log, ...role.permissions],
  });
  if (!settings.reserveConcurrency) {
    exempt(
      lambda,
      "function-limits",
      "slack.reserveConcurrency is false, because Lambda rejects a reservation in a new account.",
    );
  }
  new LambdaFunctionEventInvokeConfig(scope, "retries", {
    functionName: lambda.functionName,
    maximumRetryAttempts: LAMBDA_RETRIES,
    maximumEventAgeInSeconds: MAXIMUM_EVENT_AGE_SECONDS,
  });
  return lambda;
}

function variables({ name, names, settings }: NotifierProps): Record<string, string> {
  const { channel, icon, username } = settings;
  return {
    ENVIRONMENT_NAME: name,
    SLACK_PARAMETER: names.slackWebhook.name,
    ...(channel === undefined ? {} : { SLACK_CHANNEL: channel }),
    ...(icon === undefined ? {} : { SLACK_ICON: icon }),
    ...(username === undefined ? {} : { SLACK_USERNAME: username }),
  };
}

/** The bundle as a zip. The same bundle gives the same zip: entries have no time stamp, and this file mode. */
function code(scope: Construct) {
  new ArchiveProvider(scope, "archive");
  // The hash of the zip shows a change. A hash in the path would change every golden file with it.
  const bundle = new TerraformAsset(scope, "bundle", {
    path: bundleFile(scope, "deploy-notifier"),
    assetHash: "code",
  });
  const zip = new DataArchiveFile(scope, "zip", {
    type: "zip",
    sourceFile: bundle.path,
    outputPath: "deploy-notifier.zip",
    outputFileMode: "0644",
  });
  return { filename: zip.outputPath, sourceCodeHash: zip.outputBase64Sha256 };
}
