from twins import ABSENT, Request

TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
ALARM = {
    "AlarmName": "api/errors",
    "AlarmActions": [TOPIC],
    "EvaluationPeriods": 3,
    "Threshold": 1,
    "ComparisonOperator": "GreaterThanThreshold",
    "TreatMissingData": "notBreaching",
}
METRIC = Request(
    "cloudwatch",
    "PutMetricAlarm",
    ALARM
    | {
        "DatapointsToAlarm": 2,
        "Namespace": "AWS/ApplicationELB",
        "MetricName": "TargetResponseTime",
        "ExtendedStatistic": "p99",
        "EvaluateLowSampleCountPercentile": "ignore",
        "Period": 60,
    },
)
METRIC.twin("period_is_10_20_30_or_whole_minutes", {"Period": 45})
METRIC.twin("alarm_looks_back_a_day_or_a_week", {"EvaluationPeriods": 1441})
METRIC.twin("data_points_are_among_the_periods", {"DatapointsToAlarm": 4})
METRIC.twin("missing_data_are_treated_in_one_of_four_ways", {"TreatMissingData": "not_breaching"})
METRIC.twin(
    "single_metric_has_a_statistic_and_a_period",
    {"ExtendedStatistic": ABSENT},
    given={"EvaluateLowSampleCountPercentile": ABSENT},
)
METRIC.twin("statistic_of_an_alarm_is_known", {"ExtendedStatistic": "p101"})
METRIC.twin("low_samples_matter_for_percentiles", {"ExtendedStatistic": "tm99"})
METRIC.twin("alarm_has_a_threshold_of_its_operator", {"Threshold": ABSENT})
METRIC.twin("alarm_action_is_one_of_cloudwatchs", {"AlarmActions.0": "arn:aws:sqs:us-east-1:123456789012:alarms"})


def stat(name: str) -> dict:
    metric = {"Namespace": "AWS/SQS", "MetricName": "NumberOfMessagesReceived"}
    return {"Id": name, "MetricStat": {"Metric": metric, "Period": 300, "Stat": "Sum"}, "ReturnData": False}


MATHS = Request(
    "cloudwatch",
    "PutMetricAlarm",
    ALARM
    | {"Metrics": [stat("taken"), stat("empty"), {"Id": "asked", "Expression": "FILL(taken, 0) + FILL(empty, 0)"}]},
)
MATHS.twin("alarm_watches_a_metric_or_maths", {"Period": 60})
MATHS.twin("query_id_begins_with_a_lowercase_letter", {"Metrics.2.Id": "Asked"})
MATHS.twin("query_ids_are_unique", {"Metrics.1.Id": "taken", "Metrics.2.Expression": "FILL(taken, 0)"})
MATHS.twin("query_is_a_metric_or_an_expression", {"Metrics.1.Expression": "taken"})
MATHS.twin("one_query_returns_data", {"Metrics.0.ReturnData": True})
MATHS.twin("expression_names_queries_of_the_request", {"Metrics.2.Expression": "FILL(took, 0)"})
MATHS.twin("alarm_has_no_search", {"Metrics.2.Expression": "SUM(SEARCH('{AWS/SQS,QueueName} jobs', 'Sum', 300))"})
MATHS.twin(
    "alarm_has_at_most_ten_metrics_and_expressions",
    {"Metrics": [*(stat(f"m{number}") for number in range(11)), {"Id": "all", "Expression": "SUM(METRICS())"}]},
)
DATA = Request("cloudwatch", "PutMetricData", {"Namespace": "api", "MetricData": [{"MetricName": "Runs", "Value": 1}]})
DATA.twin("namespace_of_aws_is_for_aws", {"Namespace": "AWS/SQS"})
