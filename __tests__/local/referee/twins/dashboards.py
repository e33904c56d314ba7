import json

from twins import Request

METRIC = {
    "type": "metric",
    "x": 0,
    "y": 0,
    "width": 12,
    "height": 6,
    "properties": {
        "region": "us-east-1",
        "metrics": [
            ["AWS/SQS", "NumberOfMessagesSent", "QueueName", "jobs", {"id": "m1", "label": "sent"}],
            [{"expression": "m1 / 60", "label": "a second"}],
        ],
        "stat": "p99",
        "period": 60,
        "view": "timeSeries",
        "yAxis": {"left": {"min": 0, "max": 100}},
    },
}
WIDGETS = [
    METRIC,
    {"type": "text", "properties": {"markdown": "# api"}},
    {"type": "log", "properties": {"region": "us-east-1", "query": "SOURCE '/app' | fields @message"}},
    {"type": "alarm", "properties": {"alarms": ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors"]}},
]


def body(number: int = 0, **changes) -> dict:
    """A whole body in which the properties of one widget are changed, or all of them."""
    widget = WIDGETS[number] | {"properties": WIDGETS[number]["properties"] | changes}
    return {"DashboardBody": json.dumps({"widgets": [*WIDGETS[:number], widget, *WIDGETS[number + 1 :]]})}


def widget(number: int = 0, **changes) -> dict:
    return {
        "DashboardBody": json.dumps({"widgets": [*WIDGETS[:number], WIDGETS[number] | changes, *WIDGETS[number + 1 :]]})
    }


DASHBOARD = Request("cloudwatch", "PutDashboard", {"DashboardName": "api-production", **body()})
DASHBOARD.twin("dashboard_name_has_letters_digits_hyphens_and_underscores", {"DashboardName": "api production"})
DASHBOARD.twin("dashboard_body_has_widgets", {"DashboardBody": json.dumps({"widget": WIDGETS})})
DASHBOARD.twin("widget_has_a_known_type_and_properties", widget(type="metrics"))
DASHBOARD.twin("widget_is_on_the_grid", widget(x=24))
DASHBOARD.twin("text_widget_has_markdown", body(1, markdown=None))
DASHBOARD.twin("metric_widget_has_a_region_and_something_to_show", body(region=""))
DASHBOARD.twin("log_widget_has_a_region_and_a_query", body(2, query=""))
DASHBOARD.twin("alarm_widget_has_1_to_100_alarms", body(3, alarms=[]))
DASHBOARD.twin("widget_period_is_seconds_or_whole_minutes", body(period=45))
DASHBOARD.twin("widget_statistic_is_known", body(stat="Avg"))
DASHBOARD.twin("widget_view_is_known", body(view="timeseries"))
DASHBOARD.twin("widget_axis_has_its_least_below_its_most", body(yAxis={"left": {"min": 1, "max": 1}}))
DASHBOARD.twin("widget_metric_is_a_list_of_names", body(metrics=[["AWS/SQS", "NumberOfMessagesSent", "QueueName"]]))
