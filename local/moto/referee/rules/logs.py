"""What CloudWatch Logs refuses."""

import re
from functools import partial

from ..refusal import Refusal
from .table import rule

FILTERS = "Amazon CloudWatch Logs User Guide, Filter pattern syntax for metric filters"
TRANSFORMATION = "Amazon CloudWatch Logs API Reference, MetricTransformation"
DIMENSIONS = "Amazon CloudWatch Logs User Guide, Publishing dimensions with metrics from values in JSON or space-delimited log events"
KEPT = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)

invalid = partial(Refusal, "InvalidParameterException")


@rule("logs", "PutRetentionPolicy", source="Amazon CloudWatch Logs API Reference, PutRetentionPolicy")
def events_are_kept_for_days_of_a_list(params, account):
    """Possible values are: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, and so on."""
    if params["retentionInDays"] not in KEPT:
        return invalid(
            f"1 validation error detected: Value '{params['retentionInDays']}' at 'retentionInDays' failed to satisfy "
            f"constraint: Member must satisfy enum value set: {list(KEPT)}"
        )


@rule("logs", "CreateLogGroup", source="Amazon CloudWatch Logs API Reference, CreateLogGroup")
def group_name_is_not_reserved(params, account):
    """Log group names can't start with the string aws/."""
    if params.get("logGroupName", "").startswith("aws/"):
        return invalid("Log groups starting with AWS/ are reserved for AWS.")


def transformations(params: dict) -> list[dict]:
    return params.get("metricTransformations") or []


@rule("logs", "PutMetricFilter", source=TRANSFORMATION)
def metric_has_at_most_three_dimensions(params, account):
    """One metric filter can include as many as three dimensions."""
    if any(len(each.get("dimensions") or {}) > 3 for each in transformations(params)):
        return invalid("Invalid metric transformation: more than three dimensions.")


@rule("logs", "PutMetricFilter", source=DIMENSIONS)
def metric_has_dimensions_or_a_default(params, account):
    """If you assign dimensions to a metric created by a metric filter, you can't assign a default value for it."""
    if any(each.get("dimensions") and each.get("defaultValue") is not None for each in transformations(params)):
        return invalid("Invalid metric transformation: dimensions and default value are mutually exclusive properties.")


def kind(pattern: str) -> str:
    """JSON patterns are in braces, space-delimited ones in brackets; all others look for terms."""
    text = pattern.strip()
    return "json" if text.startswith("{") else "fields" if text.startswith("[") else "terms"


@rule("logs", "PutMetricFilter", source=TRANSFORMATION)
def metric_value_is_a_number_or_a_field(params, account):
    """The value to publish to the CloudWatch metric: a number, or a $ identifier of the filter's pattern."""
    for each in transformations(params):
        value = each.get("metricValue", "")
        if not re.fullmatch(r"-?\d+(\.\d+)?|\$[\w.\[\]\"'-]+", value):
            yield invalid(f"Invalid metric transformation: {value} is not a valid metric value.")
        elif value.startswith("$") and kind(params.get("filterPattern", "")) == "terms":
            yield invalid("Invalid metric transformation: the metric value names a field, and the pattern has none.")


@rule("logs", "PutMetricFilter", source=TRANSFORMATION)
def dimensions_are_fields_of_the_pattern(params, account):
    """The fields to use as dimensions for the metric: JSON or space-delimited filters only."""
    for each in transformations(params):
        values = (each.get("dimensions") or {}).values()
        if values and (kind(params.get("filterPattern", "")) == "terms" or not all(v.startswith("$") for v in values)):
            yield invalid("Invalid metric transformation: dimensions are fields of a JSON or space-delimited pattern.")


@rule("logs", "PutMetricFilter", source=TRANSFORMATION)
def namespace_of_a_filter_is_not_of_aws(params, account):
    """A custom namespace to contain your metric in CloudWatch. Not AWS/, which is for the metrics of AWS."""
    for each in transformations(params):
        if re.search(r"^:|[*:$]", each.get("metricNamespace", "")) or each.get("metricNamespace", "").startswith(
            "AWS/"
        ):
            yield invalid(f"Invalid metric namespace '{each['metricNamespace']}'.")


@rule("logs", "PutMetricFilter", "PutSubscriptionFilter", "FilterLogEvents", source=FILTERS)
def pattern_closes_what_it_opens(params, account):
    """JSON patterns begin and end with braces, space-delimited ones with brackets. Quotation marks enclose terms."""
    text = re.sub(r'"(\\.|[^"\\])*"|%[^%]*%', "", params.get("filterPattern") or "").strip()
    closed = {"json": text.endswith("}"), "fields": text.endswith("]"), "terms": True}[kind(text)]
    if not closed or '"' in text:
        return invalid("Invalid filter pattern")


@rule("logs", "PutMetricFilter", "PutSubscriptionFilter", "FilterLogEvents", source=FILTERS)
def term_with_other_characters_is_quoted(params, account):
    """You must enclose terms that include characters other than alphanumerics or underscores in double quotes."""
    pattern = re.sub(r'"(\\.|[^"\\])*"|%[^%]*%', " ", params.get("filterPattern") or "")
    for term in pattern.split() if kind(pattern) == "terms" and '"' not in pattern else []:
        # A term may begin with ? (one of several) or - (none of these).
        if re.search(r"[^\w]", term.lstrip("?-")):
            yield invalid(f"Invalid character(s) in term '{term}'")
