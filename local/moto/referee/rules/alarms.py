"""What CloudWatch refuses in an alarm, its metric maths included."""

import re
from functools import partial

from ..refusal import Refusal
from .table import rule

ALARM = "Amazon CloudWatch API Reference, PutMetricAlarm"
QUERY = "Amazon CloudWatch API Reference, MetricDataQuery"
MATHS = "Amazon CloudWatch User Guide, Using math expressions with CloudWatch metrics"
STATISTIC = "Amazon CloudWatch User Guide, CloudWatch statistics definitions"

STATISTICS = re.compile(
    r"SampleCount|Average|Sum|Minimum|Maximum|IQM|(p|tm|tc|ts|wm)(100|\d{1,2}(\.\d+)?)|(PR|TC|TM|TS|WM)\([^()]*:[^()]*\)"
)
SINGLE_METRIC = {"Namespace", "MetricName", "Dimensions", "Period", "Unit", "Statistic", "ExtendedStatistic"}
ACTIONS = re.compile(
    r"arn:aws[\w-]*:(sns:[a-z0-9-]+:\d{12}:.+|lambda:[a-z0-9-]+:\d{12}:function:.+|autoscaling:[a-z0-9-]+:\d{12}:scalingPolicy:.+"
    r"|automate:[a-z0-9-]+:ec2:(stop|terminate|reboot|recover)|swf:.+|ssm:.+|ssm-incidents:.+|aiops:.+)"
)
# The names in an expression that are not ids: the functions, and the words of its grammar.
WORD = re.compile(r"'[^']*'|\"[^\"]*\"|\b[A-Za-z_]\w*\b")

invalid = partial(Refusal, "ValidationError")


def queries(params: dict) -> list[dict]:
    return params.get("Metrics") or []


def periods(params: dict) -> list[int]:
    """The periods of an alarm: its own, or those of the metrics of its maths."""
    own = [params["Period"]] if params.get("Period") else []
    stats = [(each.get("MetricStat") or {}).get("Period") for each in queries(params)]
    return [*own, *(each for each in [*stats, *(each.get("Period") for each in queries(params))] if each)]


@rule("cloudwatch", "PutMetricAlarm", source=ALARM)
def period_is_10_20_30_or_whole_minutes(params, account):
    """Valid values are 10, 20, 30, and any multiple of 60."""
    if any(each not in (10, 20, 30) and each % 60 for each in periods(params)):
        return invalid("Period must be 10, 20, 30 or a multiple of 60")


@rule("cloudwatch", "PutMetricAlarm", source=ALARM)
def alarm_looks_back_a_day_or_a_week(params, account):
    """Period multiplied by EvaluationPeriods can't be more than 604,800 seconds; 86,400 for a period below an hour."""
    period = max(periods(params), default=60)
    span = period * params.get("EvaluationPeriods", 1)
    if period < 3600 and span > 86_400:
        return invalid(
            "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)."
        )
    if span > 604_800:
        return invalid(
            "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800) for "
            "alarms using period >= 3600"
        )


@rule("cloudwatch", "PutMetricAlarm", source=ALARM)
def data_points_are_among_the_periods(params, account):
    """An "M out of N" alarm: DatapointsToAlarm is the M, EvaluationPeriods the N."""
    if params.get("DatapointsToAlarm", 1) > params.get("EvaluationPeriods", 1):
        return invalid("DatapointsToAlarm must be less than or equal to EvaluationPeriods.")


@rule("cloudwatch", "PutMetricAlarm", source=ALARM)
def missing_data_are_treated_in_one_of_four_ways(params, account):
    """Valid Values: breaching | notBreaching | ignore | missing."""
    if params.get("TreatMissingData", "missing") not in ("breaching", "notBreaching", "ignore", "missing"):
        return invalid(
            f"Value {params['TreatMissingData']} is invalid for TreatMissingData: breaching, notBreaching, ignore "
            "or missing."
        )


@rule("cloudwatch", "PutMetricAlarm", source=ALARM)
def alarm_watches_a_metric_or_maths(params, account):
    """If you use the Metrics parameter, you cannot include Namespace, MetricName, Dimensions, Period, and so on."""
    both = sorted(SINGLE_METRIC & {name for name, value in params.items() if value})
    if queries(params) and both:
        return Refusal("InvalidParameterCombination", f"If Metrics is specified, {', '.join(both)} cannot be.")


@rule("cloudwatch", "PutMetricAlarm", source=ALARM)
def single_metric_has_a_statistic_and_a_period(params, account):
    """When you specify a MetricName, you must specify either Statistic or ExtendedStatistic but not both, and Period."""
    if params.get("MetricName"):
        if bool(params.get("Statistic")) == bool(params.get("ExtendedStatistic")):
            yield Refusal(
                "InvalidParameterCombination", "Either Statistic or ExtendedStatistic must be specified, not both."
            )
        if not params.get("Period") or not params.get("Namespace"):
            yield Refusal("MissingParameter", "Namespace and Period must be specified with MetricName.")


@rule("cloudwatch", "PutMetricAlarm", source=STATISTIC)
def statistic_of_an_alarm_is_known(params, account):
    """SampleCount, Average, Sum, Minimum, Maximum, percentiles (p0 to p100), trimmed means, and so on."""
    given = [params.get("ExtendedStatistic"), *((each.get("MetricStat") or {}).get("Stat") for each in queries(params))]
    for each in given:
        if each and not STATISTICS.fullmatch(each):
            yield invalid(f"Invalid statistic: {each}")


@rule("cloudwatch", "PutMetricAlarm", source=ALARM)
def low_samples_matter_for_percentiles(params, account):
    """Used only for alarms based on percentiles. Valid Values: evaluate | ignore."""
    given = params.get("EvaluateLowSampleCountPercentile")
    if given and (
        given not in ("evaluate", "ignore")
        or not str(params.get("ExtendedStatistic", "p")).startswith("p")
        or params.get("Statistic")
    ):
        return invalid("EvaluateLowSampleCountPercentile is evaluate or ignore, and only for percentile statistics.")


@rule("cloudwatch", "PutMetricAlarm", source=ALARM)
def alarm_has_a_threshold_of_its_operator(params, account):
    """Threshold: required for alarms based on static thresholds. ThresholdMetricId: for anomaly detection models."""
    anomaly = params.get("ComparisonOperator") in (
        "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold",
    )  # fmt: skip
    if params.get("ComparisonOperator") and ("Threshold" in params, "ThresholdMetricId" in params) != (
        not anomaly,
        anomaly,
    ):
        return invalid("Threshold is for a static threshold, ThresholdMetricId for an anomaly detection model.")


@rule("cloudwatch", "PutMetricAlarm", source=ALARM)
def alarm_action_is_one_of_cloudwatchs(params, account):
    """EC2, Auto Scaling, Lambda, SNS and Systems Manager actions, each specified as an Amazon Resource Name (ARN)."""
    for kind in ("AlarmActions", "OKActions", "InsufficientDataActions"):
        for arn in params.get(kind) or []:
            if not ACTIONS.fullmatch(arn):
                yield invalid(f"Invalid arn syntax: {arn}")


@rule("cloudwatch", "PutMetricAlarm", "GetMetricData", source=QUERY)
def query_id_begins_with_a_lowercase_letter(params, account):
    """The valid characters are letters, numbers, and underscore. The first character must be a lowercase letter."""
    for each in params.get("Metrics") or params.get("MetricDataQueries") or []:
        if not re.fullmatch(r"[a-z]\w*", each.get("Id", "")):
            yield invalid(
                f"The value {each.get('Id')} for parameter Metrics.member.Id is not matching the expected pattern "
                "^[a-z][a-zA-Z0-9_]*$."
            )


@rule("cloudwatch", "PutMetricAlarm", "GetMetricData", source=QUERY)
def query_ids_are_unique(params, account):
    """This name must be unique within a single call."""
    ids = [each.get("Id") for each in params.get("Metrics") or params.get("MetricDataQueries") or []]
    if len(ids) > len(set(ids)):
        return invalid("The values for parameter Id in Metrics are not unique.")


@rule("cloudwatch", "PutMetricAlarm", "GetMetricData", source=QUERY)
def query_is_a_metric_or_an_expression(params, account):
    """Within one MetricDataQuery object, you must specify either Expression or MetricStat but not both."""
    for each in params.get("Metrics") or params.get("MetricDataQueries") or []:
        if bool(each.get("Expression")) == bool(each.get("MetricStat")):
            yield invalid(f"Exactly one of MetricStat and Expression must be specified for the Id {each.get('Id')}.")


@rule("cloudwatch", "PutMetricAlarm", source=QUERY)
def one_query_returns_data(params, account):
    """Specify true for the one expression result to use as the alarm; for all others specify ReturnData as False."""
    returning = sum(each.get("ReturnData", True) for each in queries(params))
    wanted = 2 if params.get("ThresholdMetricId") else 1
    if queries(params) and returning != wanted:
        word = "two elements" if wanted == 2 else "one element"
        return invalid(f"Exactly {word} of the metrics list should return data.")


@rule("cloudwatch", "PutMetricAlarm", source=MATHS)
def expression_names_queries_of_the_request(params, account):
    """A math expression can use the Id of the other metrics or queries to refer to those metrics."""
    ids = {each.get("Id") for each in queries(params)}
    for each in queries(params):
        expression = each.get("Expression") or ""
        if re.match(r"\s*SELECT\b", expression, re.IGNORECASE):
            continue
        # Functions and constants of the grammar are in capitals.
        named = [word for word in WORD.findall(expression) if re.match(r"[a-z]", word)]
        for word in named:
            if word not in ids:
                yield invalid(f"Error in expression '{each.get('Id')}': Undefined variable {word}")


@rule("cloudwatch", "PutMetricAlarm", source=MATHS)
def alarm_has_no_search(params, account):
    """You can't use a SEARCH expression within an alarm: search expressions can return multiple time series."""
    if any(re.search(r"\bSEARCH\s*\(", each.get("Expression") or "") for each in queries(params)):
        return invalid("SEARCH expressions are not supported in alarms.")


@rule("cloudwatch", "PutMetricAlarm", source=ALARM)
def alarm_has_at_most_ten_metrics_and_expressions(params, account):
    """An alarm based on a math expression can have as many as 10 metrics, and 10 expressions."""
    for kind in ("MetricStat", "Expression"):
        if sum(bool(each.get(kind)) for each in queries(params)) > 10:
            yield invalid(f"The number of queries with {kind} must not be more than 10.")


@rule("cloudwatch", "PutMetricData", source="Amazon CloudWatch API Reference, PutMetricData")
def namespace_of_aws_is_for_aws(params, account):
    """Namespaces that begin with "AWS/" are for AWS products. A name has valid XML characters, and no colon at first."""
    if params.get("Namespace", "").startswith("AWS/"):
        return Refusal("InvalidParameterValue", "The value AWS/ for parameter Namespace is invalid.")
