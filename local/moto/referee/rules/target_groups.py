"""What Elastic Load Balancing refuses of a target group."""

import re

from ..refusal import Refusal
from ..resources import held
from .load_balancers import SWITCH, attributes, fits, invalid
from .table import rule

GROUP = "Elastic Load Balancing API Reference, CreateTargetGroup"
GROUP_ATTRIBUTE = "Elastic Load Balancing API Reference, TargetGroupAttribute"
HEALTHY_SHARE = r"off|[1-9]\d?|100"
GROUP_ATTRIBUTES = {
    "deregistration_delay.timeout_seconds": range(0, 3_601),
    "load_balancing.algorithm.anomaly_mitigation": r"on|off",
    "load_balancing.algorithm.type": r"round_robin|least_outstanding_requests|weighted_random",
    "load_balancing.cross_zone.enabled": r"true|false|use_load_balancer_configuration",
    "slow_start.duration_seconds": [0, *range(30, 901)],
    "stickiness.app_cookie.cookie_name": r"(?!AWSALB).*",
    "stickiness.app_cookie.duration_seconds": range(1, 604_801),
    "stickiness.enabled": SWITCH,
    "stickiness.lb_cookie.duration_seconds": range(1, 604_801),
    "stickiness.type": r"lb_cookie|app_cookie",
    "target_group_health.dns_failover.minimum_healthy_targets.count": r"off|[1-9]\d*",
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": HEALTHY_SHARE,
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": r"[1-9]\d*",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": HEALTHY_SHARE,
}


@rule("elbv2", "CreateTargetGroup", source=GROUP)
def target_group_name_has_32_letters_digits_and_hyphens(params, account):
    """A maximum of 32 characters, alphanumeric or hyphens, and must not begin or end with a hyphen."""
    name = params.get("Name", "")
    if len(name) > 32 or not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?", name):
        return invalid(
            f"Target group name '{name}' can have at most 32 characters, only characters that are alphanumeric or "
            "hyphens(-), and no hyphen at its ends"
        )


@rule("elbv2", "CreateTargetGroup", source=GROUP)
def health_check_times_out_before_the_next(params, account):
    """The amount of time, in seconds, during which no response from a target means a failed health check."""
    interval = params.get("HealthCheckIntervalSeconds", 30)
    timeout = params.get("HealthCheckTimeoutSeconds", 0)
    if params.get("Protocol") in ("HTTP", "HTTPS") and timeout >= interval:
        return invalid(f"Health check timeout '{timeout}' must be smaller than the interval '{interval}'")


@rule("elbv2", "CreateTargetGroup", "ModifyTargetGroup", source=GROUP)
def health_check_path_is_absolute(params, account):
    """[HTTP/HTTPS health checks] The destination for health checks on the targets: it begins with "/"."""
    path = params.get("HealthCheckPath")
    if path is not None and not path.startswith("/"):
        return invalid(f"Health check path '{path}' must begin with a '/' character")


@rule("elbv2", "CreateTargetGroup", "ModifyTargetGroup", source=GROUP)
def health_check_codes_are_200_to_499(params, account):
    """For target groups with a protocol of HTTP or HTTPS, the range is 200-499."""
    codes = (params.get("Matcher") or {}).get("HttpCode")
    http = params.get("Protocol", params.get("HealthCheckProtocol", "HTTP")) in ("HTTP", "HTTPS")
    if codes is not None and http and not re.fullmatch(r"[234]\d\d([,-][234]\d\d)*", codes):
        return invalid(f"Health check matcher HTTP code '{codes}' must be within '200-499' inclusive")


@rule("elbv2", "CreateTargetGroup", "ModifyTargetGroup", source=GROUP)
def health_check_port_is_a_port(params, account):
    """The port the load balancer uses when performing health checks on targets: traffic-port, or a number."""
    port = params.get("HealthCheckPort", "traffic-port")
    if port != "traffic-port" and not (port.isdigit() and 1 <= int(port) <= 65535):
        return invalid(f"Health check port '{port}' is not valid")


@rule("elbv2", "CreateTargetGroup", source=GROUP)
def http_targets_are_checked_by_http(params, account):
    """The TCP protocol is not supported for health checks if the protocol of the target group is HTTP or HTTPS."""
    protocol = params.get("HealthCheckProtocol", "HTTP")
    if params.get("Protocol") in ("HTTP", "HTTPS") and protocol not in ("HTTP", "HTTPS"):
        return invalid(
            f"Health check protocol '{protocol}' is not supported for target groups with the protocol "
            f"'{params['Protocol']}'"
        )


@rule("elbv2", "CreateTargetGroup", source=GROUP)
def targets_have_a_protocol_a_port_and_a_network(params, account):
    """If the target is a Lambda function, these parameters do not apply. Otherwise, they are required."""
    needed = {"Protocol", "Port", "VpcId"}
    given = needed & params.keys()
    if params.get("TargetType") == "lambda":
        if given:
            return invalid(
                f"{', '.join(sorted(given))} cannot be specified for target groups with target type 'lambda'"
            )
    elif given != needed:
        return invalid(f"{', '.join(sorted(needed - given))} must be specified")


@rule("elbv2", "ModifyTargetGroupAttributes", source=GROUP_ATTRIBUTE)
def target_group_attribute_is_known(params, account):
    """The attributes that are supported by all load balancers, and by Application Load Balancers."""
    group = held(account, "elbv2").target_groups.get(params.get("TargetGroupArn"))
    for key in attributes(params) if group is not None and group.protocol in ("HTTP", "HTTPS") else ():
        if key not in GROUP_ATTRIBUTES:
            yield invalid(f"Target group attribute key '{key}' is not recognized")


@rule("elbv2", "ModifyTargetGroupAttributes", source=GROUP_ATTRIBUTE)
def target_group_attribute_has_a_valid_value(params, account):
    """deregistration_delay: 0-3600 seconds. slow_start: 0, or 30-900. Cookies last 1-604800 seconds. And so on."""
    group = held(account, "elbv2").target_groups.get(params.get("TargetGroupArn"))
    for key, value in attributes(params).items() if group is not None and group.protocol in ("HTTP", "HTTPS") else ():
        if not fits(value, GROUP_ATTRIBUTES.get(key, r".*")):
            yield invalid(f"Target group attribute value '{value}' is not valid for the key '{key}'")
