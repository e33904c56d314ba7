"""What CloudWatch refuses in the body of a dashboard."""

import json
import re
from collections.abc import Iterator

from ..refusal import Refusal
from .alarms import STATISTICS
from .table import rule

BODY = "Amazon CloudWatch API Reference, Dashboard Body Structure and Syntax"
TYPES = {"alarm", "custom", "explorer", "log", "metric", "text"}
VIEWS = {"bar", "gauge", "pie", "singleValue", "table", "timeSeries"}


def refused(path: str, message: str) -> Refusal:
    error = json.dumps([{"dataPath": path, "message": message}])
    return Refusal("InvalidParameterInput", f"The dashboard body is invalid, there are 1 validation errors: {error}")


def body(params: dict) -> dict | None:
    try:
        parsed = json.loads(params.get("DashboardBody", ""))
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def widgets(params: dict, *types: str) -> Iterator[tuple[str, dict, dict]]:
    """The path, the widget and its properties of each widget of these types, or of all."""
    found = (body(params) or {}).get("widgets")
    for number, widget in enumerate(found if isinstance(found, list) else []):
        if isinstance(widget, dict) and (not types or widget.get("type") in types):
            properties = widget.get("properties")
            yield f"/widgets/{number}", widget, properties if isinstance(properties, dict) else {}


@rule("cloudwatch", "PutDashboard", source="Amazon CloudWatch API Reference, PutDashboard")
def dashboard_name_has_letters_digits_hyphens_and_underscores(params, account):
    """The maximum length is 255, and valid characters are A-Z, a-z, 0-9, "-", and "_"."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,255}", params.get("DashboardName", "")):
        return Refusal(
            "InvalidParameterValue",
            f"The value {params.get('DashboardName')} for field DashboardName contains "
            "invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).",
        )


@rule("cloudwatch", "PutDashboard", source=BODY)
def dashboard_body_has_widgets(params, account):
    """A string in JSON format, whose widgets array has 0 to 500 widgets."""
    found = (body(params) or {}).get("widgets")
    if not isinstance(found, list) or len(found) > 500:
        return refused("", "Should have required property 'widgets', an array of at most 500")


@rule("cloudwatch", "PutDashboard", source=BODY)
def widget_has_a_known_type_and_properties(params, account):
    """Each widget has a type: metric, text, log, alarm, custom or explorer, and properties of that type."""
    for path, widget, _ in widgets(params):
        if widget.get("type") not in TYPES:
            yield refused(f"{path}/type", f"Should be equal to one of the allowed values: {', '.join(sorted(TYPES))}")
        if not isinstance(widget.get("properties"), dict):
            yield refused(path, "Should have required property 'properties'")


@rule("cloudwatch", "PutDashboard", source=BODY)
def widget_is_on_the_grid(params, account):
    """x: 0 to 23. y: 0 or more. width: 1 to 24. height: 1 to 1000."""
    for path, widget, _ in widgets(params):
        for key, low, high in (("x", 0, 23), ("y", 0, None), ("width", 1, 24), ("height", 1, 1000)):
            value = widget.get(key, low)
            if not isinstance(value, int) or value < low:
                yield refused(f"{path}/{key}", f"Should be >= {low}")
            elif high is not None and value > high:
                yield refused(f"{path}/{key}", f"Should be <= {high}")


@rule("cloudwatch", "PutDashboard", source=BODY)
def text_widget_has_markdown(params, account):
    """markdown: the text to be displayed by the widget. Required: yes."""
    for path, _, properties in widgets(params, "text"):
        if not isinstance(properties.get("markdown"), str):
            yield refused(f"{path}/properties", "Should have required property 'markdown'")


@rule("cloudwatch", "PutDashboard", source=BODY)
def metric_widget_has_a_region_and_something_to_show(params, account):
    """region: the region of the metric. Required: yes. metrics is required, unless annotations has an alarm."""
    for path, _, properties in widgets(params, "metric"):
        alarm = (properties.get("annotations") or {}).get("alarms")
        if not properties.get("region") or not (properties.get("metrics") or alarm):
            yield refused(
                f"{path}/properties",
                "The metric widget should have specified a region and a data source or an alarm annotation",
            )


@rule("cloudwatch", "PutDashboard", source=BODY)
def log_widget_has_a_region_and_a_query(params, account):
    """query and region: Required: yes."""
    for path, _, properties in widgets(params, "log"):
        for key in ("query", "region"):
            if not properties.get(key):
                yield refused(f"{path}/properties", f"Should have required property '{key}'")


@rule("cloudwatch", "PutDashboard", source=BODY)
def alarm_widget_has_1_to_100_alarms(params, account):
    """alarms: an array of alarm ARNs to include in the widget. The array can have 1-100 ARNs. Required: yes."""
    for path, _, properties in widgets(params, "alarm"):
        alarms = properties.get("alarms")
        if not isinstance(alarms, list) or not 1 <= len(alarms) <= 100:
            yield refused(f"{path}/properties", "Should have required property 'alarms', an array of 1 to 100")


@rule("cloudwatch", "PutDashboard", source=BODY)
def widget_period_is_seconds_or_whole_minutes(params, account):
    """period: the default period, in seconds, for all metrics: 1, 5, 10, 20, 30, or a multiple of 60."""
    for path, _, properties in widgets(params, "metric"):
        period = properties.get("period", 300)
        if period not in (1, 5, 10, 20, 30) and (not isinstance(period, int) or period < 60 or period % 60):
            yield refused(f"{path}/properties/period", "Should be multiple of 60")


@rule("cloudwatch", "PutDashboard", source=BODY)
def widget_statistic_is_known(params, account):
    """stat: the default statistic to be displayed for each metric: SampleCount, Average, Sum, p99, and so on."""
    for path, _, properties in widgets(params, "metric"):
        if not STATISTICS.fullmatch(str(properties.get("stat", "Average"))):
            yield refused(f"{path}/properties/stat", f"Invalid statistic: {properties['stat']}")


@rule("cloudwatch", "PutDashboard", source=BODY)
def widget_view_is_known(params, account):
    """view: timeSeries | singleValue | gauge | bar | pie | table."""
    for path, _, properties in widgets(params, "metric"):
        if properties.get("view", "timeSeries") not in VIEWS:
            yield refused(f"{path}/properties/view", f"Should be equal to one of the allowed values: {sorted(VIEWS)}")


@rule("cloudwatch", "PutDashboard", source=BODY)
def widget_axis_has_its_least_below_its_most(params, account):
    """yAxis: limits for the minimums and maximums of the y-axis, left and right. A gauge needs both of the left."""
    for path, _, properties in widgets(params, "metric"):
        for side, axis in (properties.get("yAxis") or {}).items():
            low, high = axis.get("min"), axis.get("max")
            if low is not None and high is not None and low >= high:
                yield refused(f"{path}/properties/yAxis/{side}", "The min value should be less than the max value")


@rule("cloudwatch", "PutDashboard", source=BODY)
def widget_metric_is_a_list_of_names(params, account):
    """[Namespace, MetricName, Dimension1Name, Dimension1Value... , {Options}], or [{expression and its options}]."""
    for path, _, properties in widgets(params, "metric"):
        for number, metric in enumerate(properties.get("metrics") or []):
            names = [each for each in metric if isinstance(each, str)] if isinstance(metric, list) else None
            options = [each for each in metric if isinstance(each, dict)] if isinstance(metric, list) else []
            maths = not names and len(options) == 1 and "expression" in options[0]
            # Three dots repeat any number of the names of the metric before.
            paired = names is not None and (len(names) % 2 == 0 or "..." in names)
            whole = names and paired and len(options) <= 1
            if not (maths or whole):
                yield refused(
                    f"{path}/properties/metrics/{number}", "Invalid metric field type or number of dimensions"
                )
