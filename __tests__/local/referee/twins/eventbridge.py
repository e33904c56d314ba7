import json

from twins import ABSENT, Request

PATTERN = {
    "source": ["aws.cloudwatch"],
    "detail": {
        "alarmName": [{"prefix": "api/"}],
        "$or": [{"state": {"value": ["ALARM"]}}, {"previousState": {"value": [{"exists": True}]}}],
    },
}


def pattern(**changes) -> dict:
    return {"EventPattern": json.dumps(PATTERN | changes)}


RULE = Request("events", "PutRule", {"Name": "alarms", **pattern()})
RULE.twin("rule_has_a_pattern_or_a_schedule", {"EventPattern": ABSENT})
RULE.twin("pattern_has_at_most_2048_characters", pattern(region=["x" * 2048]))
RULE.twin("pattern_is_an_object_with_fields", {"EventPattern": "{}"})
RULE.twin("field_of_a_pattern_has_a_list_of_values", pattern(source="aws.cloudwatch"))
RULE.twin("comparison_is_known", pattern(detail={"alarmName": [{"begins-with": "api/"}]}))
# `$or` needs two alternatives.
RULE.twin("comparison_is_known", pattern(detail={"$or": [{"state": ["ALARM"]}]}))
RULE.twin("comparison_has_a_value_of_its_type", pattern(detail={"reason": [{"exists": "true"}]}))
SCHEDULE = Request("events", "PutRule", {"Name": "nightly", "ScheduleExpression": "rate(5 minutes)"})
SCHEDULE.twin("schedule_is_on_the_default_bus", {"EventBusName": "jobs"})
SCHEDULE.twin("schedule_of_a_rule_is_a_rate_or_cron", {"ScheduleExpression": "rate(1 minutes)"})
SCHEDULE.twin("schedule_of_a_rule_is_a_rate_or_cron", {"ScheduleExpression": "cron(0 3 * * *)"})

TARGETS = Request(
    "events",
    "PutTargets",
    {
        "Rule": "alarms",
        "Targets": [
            {
                "Id": "notifier",
                "Arn": "arn:aws:lambda:us-east-1:123456789012:function:notifier",
                "InputTransformer": {"InputPathsMap": {"name": "$.detail.alarmName"}, "InputTemplate": '"<name>"'},
                "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:123456789012:undelivered"},
            },
            {
                "Id": "task",
                "Arn": "arn:aws:ecs:us-east-1:123456789012:cluster/main",
                "RoleArn": "arn:aws:iam::123456789012:role/events",
                "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:123456789012:task-definition/web"},
                "Input": "{}",
            },
        ],
    },
)
FUNCTION = TARGETS.params["Targets"][0]
TARGETS.twin("rule_has_at_most_five_targets", {"Targets": [FUNCTION | {"Id": str(number)} for number in range(6)]})
TARGETS.twin("target_ids_are_unique", {"Targets.1.Id": "notifier"})
TARGETS.twin("target_has_one_input", {"Targets.0.Input": "{}"})
TARGETS.twin("input_of_a_target_is_json", {"Targets.1.Input": "{containerOverrides: []}"})
TARGETS.twin("template_uses_its_paths", {"Targets.0.InputTransformer.InputTemplate": '"<state>"'})
TARGETS.twin("target_has_a_role_if_it_needs_one", {"Targets.1.RoleArn": ABSENT})
TARGETS.twin("target_has_the_parameters_of_its_kind", {"Targets.1.EcsParameters": ABSENT})
TARGETS.twin(
    "dead_letters_of_a_target_go_to_a_standard_queue",
    {"Targets.0.DeadLetterConfig.Arn": "arn:aws:sqs:us-east-1:123456789012:undelivered.fifo"},
)
