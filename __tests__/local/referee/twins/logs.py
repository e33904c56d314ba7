from twins import Request

RETENTION = Request("logs", "PutRetentionPolicy", {"logGroupName": "/app", "retentionInDays": 30})
RETENTION.twin("events_are_kept_for_days_of_a_list", {"retentionInDays": 31})
GROUP = Request("logs", "CreateLogGroup", {"logGroupName": "/aws/app"})
GROUP.twin("group_name_is_not_reserved", {"logGroupName": "aws/app"})

FILTER = Request(
    "logs",
    "PutMetricFilter",
    {
        "logGroupName": "/app",
        "filterName": "runs",
        "filterPattern": '{ $.level = "ERROR" }',
        "metricTransformations": [{"metricName": "Runs", "metricNamespace": "api", "metricValue": "$.count"}],
    },
)
metric = "metricTransformations.0"
LEVEL = {f"{metric}.dimensions": {"level": "$.level"}}
FILTER.twin(
    "metric_has_at_most_three_dimensions", {f"{metric}.dimensions": {name: f"$.{name}" for name in "abcd"}}, given=LEVEL
)
FILTER.twin("metric_has_dimensions_or_a_default", {f"{metric}.defaultValue": 0}, given=LEVEL)
FILTER.twin("metric_value_is_a_number_or_a_field", {f"{metric}.metricValue": "one"})
FILTER.twin("dimensions_are_fields_of_the_pattern", {f"{metric}.dimensions.level": "error"}, given=LEVEL)
FILTER.twin("namespace_of_a_filter_is_not_of_aws", {f"{metric}.metricNamespace": "AWS/ECS"})
FILTER.twin("pattern_closes_what_it_opens", {"filterPattern": '{ $.level = "ERROR"'})
FILTER.twin(
    "term_with_other_characters_is_quoted",
    {"filterPattern": "scheduler: ran"},
    given={"filterPattern": '"scheduler: ran" ?ERROR -DEBUG', f"{metric}.metricValue": "1"},
)
