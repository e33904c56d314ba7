import json

from twins import ABSENT, Request


class Role:
    """A resource of moto, with the attributes that the rules read."""

    def __init__(self, name: str, service: str):
        statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        self.arn = f"arn:aws:iam::123456789012:role/{name}"
        self.assume_role_policy_document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def roles(account) -> None:
    for role in (Role("schedule", "scheduler.amazonaws.com"), Role("rule", "events.amazonaws.com")):
        account.backend("iam").roles[role.arn] = role


TASK = Request(
    "scheduler",
    "CreateSchedule",
    {
        "Name": "schedule",
        "ScheduleExpression": "rate(1 minute)",
        "ScheduleExpressionTimezone": "Asia/Tokyo",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "StartDate": 1_800_000_000,
        "EndDate": 1_900_000_000,
        "Target": {
            "Arn": "arn:aws:ecs:us-east-1:123456789012:cluster/main",
            "RoleArn": "arn:aws:iam::123456789012:role/schedule",
            "Input": "{}",
            "EcsParameters": {
                "TaskDefinitionArn": "arn:aws:ecs:us-east-1:123456789012:task-definition/web",
                "CapacityProviderStrategy": [{"capacityProvider": "hosts", "weight": 1}],
            },
        },
    },
    roles,
)
TASK.twin("schedule_is_a_rate_cron_or_time", {"ScheduleExpression": "cron(0 3 * * * *)"})
TASK.twin("flexible_window_has_minutes", {"FlexibleTimeWindow.Mode": "FLEXIBLE"})
TASK.twin("time_zone_is_one_of_iana", {"ScheduleExpressionTimezone": "Tokyo"})
TASK.twin("schedule_begins_before_it_ends", {"EndDate": 1_700_000_000})
TASK.twin("input_of_a_schedule_is_json", {"Target.Input": "{containerOverrides: []}"})
TASK.twin("scheduled_task_has_a_task_definition", {"Target.EcsParameters": ABSENT})
TASK.twin("scheduled_task_has_one_kind_of_capacity", {"Target.EcsParameters.LaunchType": "EC2"})
TASK.twin("scheduler_may_assume_the_role", {"Target.RoleArn": "arn:aws:iam::123456789012:role/rule"})
QUEUE = {
    "Arn": "arn:aws:sqs:us-east-1:123456789012:jobs",
    "RoleArn": "arn:aws:iam::123456789012:role/schedule",
}
TASK.twin(
    "fifo_queue_has_a_message_group",
    {"Target.Arn": "arn:aws:sqs:us-east-1:123456789012:jobs.fifo"},
    given={"Target": QUEUE},
)
