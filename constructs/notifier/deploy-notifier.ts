import { DataArchiveFile } from "@cdktf/provider-archive/lib/data-archive-file";
import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { namesOf } from "../../facts/names";
import type { EnvironmentValues } from "../../config/schema/schema";
import { bundleFile } from "./lambda-bundle";
import { notifierEvents } from "./notifier-events";
import { notifierPermissions } from "./notifier-permissions";
import { Role, trustService } from "../aws/role";
import { UndeliveredEvents } from "./undelivered-events";
import { except } from "../../policies/exceptions";

/** Enough to ask AWS, and to outwait a Slack that says "later" for a few seconds. */
const TIMEOUT_SECONDS = 15;

/**
 * How long an event is tried, by EventBridge and by Lambda, before it goes to the dead letters: the longest that Lambda
 * keeps one (6 hours; AWS Lambda API, PutFunctionEventInvokeConfig).
 */
const LONGEST_TRIED_SECONDS = 6 * 60 * 60;

/** The most that Lambda repeats an invocation that failed (same page). */
const LAMBDA_RETRIES = 2;

export interface DeployNotifierProps {
  readonly environment: Environment;
  readonly settings: NonNullable<EnvironmentValues["slack"]>;
  readonly keyArn: string;
}

/**
 * Tells in Slack what happened to the services, and why: events of EventBridge, a function that asks ECS and the logs for
 * the rest, a message.
 *
 * The webhook is a parameter that an operator fills and the function reads when it runs. What could not be told waits in
 * the dead letters, as the event it was.
 */
export class DeployNotifier extends Construct {
  constructor(scope: Construct, id: string, props: DeployNotifierProps) {
    super(scope, id);

    const { environment, settings, keyArn } = props;
    const { name, accountId, logs } = environment;
    const names = namesOf(environment);

    const undelivered = new UndeliveredEvents(this, "undelivered", {
      queueName: names.undeliveredEvents.name,
    });
    const log = new CloudwatchLogGroup(this, "log", {
      name: `/aws/lambda/${names.notifier.name}`,
      retentionInDays: logs.retentionDays,
    });
    const role = new Role(this, "role", {
      name: names.notifierRole.name,
      description: `Tells in Slack what happens in ${name}`,
      trust: trustService("lambda.amazonaws.com", accountId),
      statements: [
        ...notifierPermissions(environment, keyArn),
        {
          sid: "WriteItsLog",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`${log.arn}:*`],
        },
        undelivered.keepStatement(),
      ],
    });

    const lambda = new LambdaFunction(this, "function", {
      functionName: names.notifier.name,
      description: `Tells in Slack what happens in ${name}`,
      role: role.arn,
      ...this.code(),
      handler: "index.handler",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      memorySize: 256,
      timeout: TIMEOUT_SECONDS,
      // One at a time: Slack takes one message a second, and what was told is known to one instance only.
      ...(settings.reserveConcurrency ? { reservedConcurrentExecutions: 1 } : {}),
      deadLetterConfig: { targetArn: undelivered.arn },
      environment: {
        variables: {
          ENVIRONMENT_NAME: name,
          SLACK_PARAMETER: names.slackWebhook.name,
          ...(settings.channel === undefined ? {} : { SLACK_CHANNEL: settings.channel }),
          ...(settings.icon === undefined ? {} : { SLACK_ICON: settings.icon }),
          ...(settings.username === undefined ? {} : { SLACK_USERNAME: settings.username }),
        },
      },
      // Lambda checks at creation that the role may write to the dead-letter queue, and creates a missing log group itself,
      // without a retention.
      dependsOn: [log, ...role.permissions],
    });
    if (!settings.reserveConcurrency) {
      except(
        lambda,
        "function-limits",
        "slack.reserveConcurrency is false, as Lambda refuses a reservation in a new account.",
      );
    }
    new LambdaFunctionEventInvokeConfig(this, "retries", {
      functionName: lambda.functionName,
      maximumRetryAttempts: LAMBDA_RETRIES,
      maximumEventAgeInSeconds: LONGEST_TRIED_SECONDS,
    });

    const rules = Object.entries(notifierEvents(environment)).map(([kind, pattern]) => {
      const rule = new CloudwatchEventRule(this, kind, {
        name: `${name}-notify-${kind}`,
        description: `What Slack is told of ${name}: ${kind}`,
        eventPattern: JSON.stringify(pattern),
      });
      return { kind, rule };
    });
    const queuePolicy = undelivered.keepFor(rules.map(({ rule }) => rule.arn));

    for (const { kind, rule } of rules) {
      const permission = new LambdaPermission(this, `${kind}-permission`, {
        statementId: kind,
        functionName: lambda.functionName,
        action: "lambda:InvokeFunction",
        principal: "events.amazonaws.com",
        sourceArn: rule.arn,
      });
      new CloudwatchEventTarget(this, `${kind}-target`, {
        rule: rule.name,
        targetId: "deploy-notifier",
        arn: lambda.arn,
        retryPolicy: { maximumEventAgeInSeconds: LONGEST_TRIED_SECONDS, maximumRetryAttempts: 185 },
        deadLetterConfig: { arn: undelivered.arn },
        // From the first event on EventBridge may call the function, and keep what it could not deliver.
        dependsOn: [permission, queuePolicy],
      });
    }
  }

  /** The bundle as a zip. The same bundle makes the same zip: entries have no time and the mode given here. */
  private code() {
    new ArchiveProvider(this, "archive");
    // The zip's own hash tells of a change; one in the path would make every golden file change with it.
    const bundle = new TerraformAsset(this, "bundle", {
      path: bundleFile("deploy-notifier"),
      assetHash: "code",
    });
    const zip = new DataArchiveFile(this, "zip", {
      type: "zip",
      sourceFile: bundle.path,
      outputPath: "deploy-notifier.zip",
      outputFileMode: "0644",
    });
    return { filename: zip.outputPath, sourceCodeHash: zip.outputBase64Sha256 };
  }
}
