import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { notifierEvents } from "./notifier-events";
import type { NotifierProps } from "./notifier-function";
import { MAXIMUM_EVENT_AGE_SECONDS, notifierFunction } from "./notifier-function";
import { UndeliveredEvents } from "./undelivered-events";

/** The most retries of a delivery that EventBridge allows. */
const EVENTBRIDGE_RETRIES = 185;

/**
 * Posts to Slack what happened to the services, and why. EventBridge sends events to a Lambda function, which asks ECS and
 * the logs for details and posts one message.
 *
 * The webhook is an SSM parameter: an operator writes it, and the function reads it when it runs. Events that could not be
 * posted are in the dead-letter queue, unchanged.
 */
export class DeployNotifier extends Construct {
  constructor(scope: Construct, id: string, props: NotifierProps) {
    super(scope, id);

    const { names, settings, workers, copies } = props;
    const undelivered = new UndeliveredEvents(this, "undelivered", {
      queueName: names.undeliveredEvents.name,
    });
    const lambda = notifierFunction(this, props, undelivered);
    const rules = this.rules(
      props.name,
      notifierEvents(names, { progress: settings.progress, workers, copies }),
    );
    this.deliver(rules, lambda, undelivered);
  }

  private rules(name: string, events: ReturnType<typeof notifierEvents>): Map<string, CloudwatchEventRule> {
    return new Map(
      Object.entries(events).map(([kind, pattern]) => [
        kind,
        new CloudwatchEventRule(this, kind, {
          name: `${name}-notify-${kind}`,
          description: `Events of ${name} that are posted to Slack: ${kind}`,
          eventPattern: JSON.stringify(pattern),
        }),
      ]),
    );
  }

  private deliver(
    rules: Map<string, CloudwatchEventRule>,
    lambda: LambdaFunction,
    undelivered: UndeliveredEvents,
  ): void {
    const queuePolicy = undelivered.keepFor([...rules.values()].map(({ arn }) => arn));
    for (const [kind, rule] of rules) {
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
        retryPolicy: {
          maximumEventAgeInSeconds: MAXIMUM_EVENT_AGE_SECONDS,
          maximumRetryAttempts: EVENTBRIDGE_RETRIES,
        },
        deadLetterConfig: { arn: undelivered.arn },
        // EventBridge must be able to invoke the function, and to use the dead-letter queue, from the first event on.
        dependsOn: [permission, queuePolicy],
      });
    }
  }
}
