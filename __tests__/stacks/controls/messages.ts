import { all, only, statements } from "../../helpers/stacks";
import type { Assertions } from "./production";
import { base, both, service } from "./production";

/** Jobs, events, alarms and logs. */
export const MESSAGES: Assertions = {
  "Queues are encrypted, have no public policy, and keep failed messages": () => {
    const queues = all(service, "aws_sqs_queue");
    for (const queue of queues) expect(queue.sqs_managed_sse_enabled).toBe(true);
    expect(queues.filter(({ redrive_policy }) => redrive_policy !== undefined)).toHaveLength(1);
    const tlsOnly = statements(service).filter(({ sid }) => sid === "TlsOnly");
    expect(tlsOnly.map(({ effect }) => effect)).toEqual(queues.map(() => "Deny"));
  },

  "The alarm topic is encrypted with a customer managed key, and only CloudWatch publishes to it, over TLS":
    () => {
      for (const stack of both) {
        for (const alarm of all(stack, "aws_cloudwatch_metric_alarm"))
          expect(alarm).not.toHaveProperty("actions_enabled");
      }
      expect(only(base, "aws_sns_topic").kms_master_key_id).toMatch(/^\$\{aws_kms_key\./);
      const onTheTopic = statements(base).filter(({ actions }) =>
        (actions as string[]).includes("sns:Publish"),
      );
      expect(onTheTopic.map(({ sid }) => sid)).toEqual(["AnnounceAlarms", "TlsOnly"]);
    },

  "Alarms that notify a topic": () => {
    for (const stack of both) {
      for (const alarm of all(stack, "aws_cloudwatch_metric_alarm"))
        expect(alarm.alarm_actions).toHaveLength(1);
    }
  },

  "The notifier has no secret, a supported runtime, and a dead-letter queue": () => {
    const notifier = only(service, "aws_lambda_function");
    expect(notifier.runtime).toBe("nodejs24.x");
    expect(notifier.dead_letter_config).toBeDefined();
    expect(JSON.stringify(notifier.environment)).not.toMatch(/hooks\.slack\.com/);
  },

  "Only the notifier's own rules can invoke it": () => {
    for (const permission of all(service, "aws_lambda_permission")) {
      expect(permission.principal).toBe("events.amazonaws.com");
      expect(permission.source_arn).toMatch(/^\$\{aws_cloudwatch_event_rule\./);
    }
  },

  "Log groups have a retention period": () => {
    for (const stack of both) {
      for (const group of all(stack, "aws_cloudwatch_log_group"))
        expect(group.retention_in_days).toBeGreaterThan(0);
    }
  },
};
