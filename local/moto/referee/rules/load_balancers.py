"""What Elastic Load Balancing refuses of Application Load Balancers, their listeners and target groups."""

import re

from ..policies import allowing, matches, listed, parsed, principals
from ..refusal import Refusal
from ..resources import held
from .table import rule

BALANCER = "Elastic Load Balancing API Reference, CreateLoadBalancer"
BALANCER_ATTRIBUTE = "Elastic Load Balancing API Reference, LoadBalancerAttribute"
GROUP = "Elastic Load Balancing API Reference, CreateTargetGroup"
GROUP_ATTRIBUTE = "Elastic Load Balancing API Reference, TargetGroupAttribute"
LISTENER = "Elastic Load Balancing API Reference, CreateListener"
ACCESS_LOGS = "User Guide for Application Load Balancers, Enable access logs for your Application Load Balancer"

SWITCH = r"true|false"
BALANCER_ATTRIBUTES = {
    "access_logs.s3.bucket": r".*",
    "access_logs.s3.enabled": SWITCH,
    "access_logs.s3.prefix": r".*",
    "client_keep_alive.seconds": range(60, 604_801),
    "connection_logs.s3.bucket": r".*",
    "connection_logs.s3.enabled": SWITCH,
    "connection_logs.s3.prefix": r".*",
    "deletion_protection.enabled": SWITCH,
    "health_check_logs.s3.bucket": r".*",
    "health_check_logs.s3.enabled": SWITCH,
    "health_check_logs.s3.prefix": r".*",
    "idle_timeout.timeout_seconds": range(1, 4_001),
    "ipv6.deny_all_igw_traffic": SWITCH,
    # Cannot be turned off for an Application Load Balancer.
    "load_balancing.cross_zone.enabled": r"true",
    "routing.http.desync_mitigation_mode": r"monitor|defensive|strictest",
    "routing.http.drop_invalid_header_fields.enabled": SWITCH,
    "routing.http.preserve_host_header.enabled": SWITCH,
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": SWITCH,
    "routing.http.xff_client_port.enabled": SWITCH,
    "routing.http.xff_header_processing.mode": r"append|preserve|remove",
    "routing.http2.enabled": SWITCH,
    "waf.fail_open.enabled": SWITCH,
    "zonal_shift.config.enabled": SWITCH,
}
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
# The access logs of regions that opened before August 2022 may also be delivered by an account of AWS's.
LOG_DELIVERY = ("logdelivery.elasticloadbalancing.amazonaws.com", "delivery.logs.amazonaws.com")


def invalid(message: str) -> Refusal:
    return Refusal("ValidationError", message)


def attributes(params: dict) -> dict[str, str]:
    return {each.get("Key", ""): each.get("Value", "") for each in params.get("Attributes") or []}


def fits(value: str, allowed) -> bool:
    if isinstance(allowed, str):
        return re.fullmatch(allowed, value) is not None
    return value.isdigit() and int(value) in allowed


def is_application(arn: str | None) -> bool:
    return ":loadbalancer/app/" in (arn or "")


def subnets(params: dict, account) -> list:
    named = [*(params.get("Subnets") or []), *(each.get("SubnetId") for each in params.get("SubnetMappings") or [])]
    return [subnet for zone in held(account, "ec2").subnets.values() for subnet in zone.values() if subnet.id in named]


@rule("elbv2", "CreateLoadBalancer", source=BALANCER)
def load_balancer_name_has_32_letters_digits_and_hyphens(params, account):
    """A maximum of 32 alphanumeric characters or hyphens, must not begin or end with a hyphen or begin with "internal-"."""
    name = params.get("Name", "")
    if (
        len(name) > 32
        or not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?", name)
        or name.startswith("internal-")
    ):
        return invalid(
            f"The load balancer name '{name}' is not valid: at most 32 alphanumeric characters or hyphens, no hyphen "
            "at its ends, not beginning with 'internal-'."
        )


@rule("elbv2", "CreateLoadBalancer", source=BALANCER)
def application_load_balancer_has_two_zones(params, account):
    """[Application Load Balancers] You must specify subnets from at least two Availability Zones."""
    found = subnets(params, account)
    zones = {subnet.availability_zone for subnet in found}
    if params.get("Type", "application") == "application" and found and len(zones) < 2:
        return invalid("At least two subnets in two different Availability Zones must be specified")


@rule("elbv2", "CreateLoadBalancer", source=BALANCER)
def load_balancer_has_one_subnet_in_a_zone(params, account):
    """You can specify only one subnet per Availability Zone."""
    zones = [subnet.availability_zone for subnet in subnets(params, account)]
    if len(zones) > len(set(zones)):
        return Refusal(
            "InvalidConfigurationRequest",
            "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        )


@rule("elbv2", "CreateLoadBalancer", source="User Guide for Application Load Balancers, Subnets for your load balancer")
def public_load_balancer_is_in_a_network_with_an_internet_gateway(params, account):
    """An internet-facing load balancer needs public subnets: a VPC with an internet gateway attached to it."""
    if params.get("Scheme", "internet-facing") != "internet-facing":
        return
    attached = {each.vpc.id for each in held(account, "ec2").internet_gateways.values() if getattr(each, "vpc", None)}
    for network in sorted({subnet.vpc_id for subnet in subnets(params, account)} - attached):
        yield Refusal("InvalidSubnet", f"VPC {network} has no internet gateway")


@rule("elbv2", "ModifyLoadBalancerAttributes", source=BALANCER_ATTRIBUTE)
def load_balancer_attribute_is_known(params, account):
    """The attributes that are supported by all load balancers, and by Application Load Balancers."""
    for key in attributes(params) if is_application(params.get("LoadBalancerArn")) else ():
        if key not in BALANCER_ATTRIBUTES:
            yield invalid(f"Load balancer attribute key '{key}' is not recognized")


@rule("elbv2", "ModifyLoadBalancerAttributes", source=BALANCER_ATTRIBUTE)
def load_balancer_attribute_has_a_valid_value(params, account):
    """idle_timeout: 1-4000 seconds. client_keep_alive: 60-604800. desync_mitigation_mode: monitor and so on."""
    for key, value in attributes(params).items() if is_application(params.get("LoadBalancerArn")) else ():
        if not fits(value, BALANCER_ATTRIBUTES.get(key, r".*")):
            yield invalid(f"Load balancer attribute value '{value}' is not valid for the key '{key}'")


@rule("elbv2", "ModifyLoadBalancerAttributes", source=ACCESS_LOGS)
def access_logs_have_a_bucket(params, account):
    """access_logs.s3.bucket: this attribute is required if access logs are enabled."""
    given = attributes(params)
    for kind in ("access_logs", "connection_logs", "health_check_logs"):
        if given.get(f"{kind}.s3.enabled") == "true" and not given.get(f"{kind}.s3.bucket"):
            yield invalid(f"The value of '{kind}.s3.bucket' cannot be empty")


def log_buckets(params: dict, account):
    """The existing buckets that a request sends logs to, each with its prefix."""
    given = attributes(params)
    for kind in ("access_logs", "connection_logs", "health_check_logs"):
        name = given.get(f"{kind}.s3.bucket")
        bucket = held(account, "s3").buckets.get(name)
        if given.get(f"{kind}.s3.enabled") == "true" and name:
            yield name, bucket, given.get(f"{kind}.s3.prefix", "")


def denied(name: str) -> Refusal:
    return Refusal("InvalidConfigurationRequest", f"Access Denied for bucket: {name}. Please check S3bucket permission")


@rule("elbv2", "ModifyLoadBalancerAttributes", source=ACCESS_LOGS)
def logs_may_be_written_to_their_bucket(params, account):
    """The bucket must exist and have a bucket policy that grants Elastic Load Balancing permission to write to it."""
    for name, bucket, prefix in log_buckets(params, account):
        written = f"arn:aws:s3:::{name}/{prefix + '/' if prefix else ''}AWSLogs/"
        policy = (
            parsed(bucket.policy.decode() if isinstance(bucket.policy, bytes) else bucket.policy) if bucket else None
        )
        able = any(
            str(resource).lower().startswith(written.lower()) or matches(str(resource), f"{written}x")
            for statement in allowing(policy, "s3:PutObject")
            for resource in listed(statement.get("Resource"))
            if [
                *(each for each in principals(statement, "Service") if each in LOG_DELIVERY),
                *principals(statement, "AWS"),
            ]
        )
        if not able:
            yield denied(name)


@rule("elbv2", "ModifyLoadBalancerAttributes", source=ACCESS_LOGS)
def bucket_of_logs_is_encrypted_by_s3(params, account):
    """The only server-side encryption option that's supported is Amazon S3-managed keys (SSE-S3)."""
    for name, bucket, _ in log_buckets(params, account):
        if bucket is not None and "aws:kms" in str(bucket.encryption or ""):
            yield denied(name)


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


def is_secure(params: dict) -> bool:
    return params.get("Protocol") in ("HTTPS", "TLS")


@rule("elbv2", "CreateListener", source=LISTENER)
def listener_speaks_http(params, account):
    """For Application Load Balancers, the supported protocols are HTTP and HTTPS."""
    if is_application(params.get("LoadBalancerArn")) and params.get("Protocol") not in ("HTTP", "HTTPS"):
        return invalid("Listener protocol must be one of 'HTTP, HTTPS' for Application Load Balancers")


@rule("elbv2", "CreateListener", source=LISTENER)
def secure_listener_has_one_certificate(params, account):
    """[HTTPS and TLS listeners] The default certificate for the listener. You must provide exactly one certificate."""
    count = len(params.get("Certificates") or [])
    if is_secure(params) and count != 1:
        return invalid(f"A certificate must be specified for {params['Protocol']} listeners: exactly one, not {count}")
    if not is_secure(params) and count:
        return invalid(f"You cannot specify a certificate for {params.get('Protocol')} listeners")


@rule(
    "elbv2",
    "CreateListener",
    "ModifyListener",
    source="User Guide for Application Load Balancers, Prerequisites for a certificate",
)
def certificate_of_a_listener_is_issued(params, account):
    """You must provide an ACM certificate that is issued: its validation was completed."""
    for certificate in params.get("Certificates") or []:
        arn = certificate.get("CertificateArn", "")
        bundle = held(account, "acm")._certificates.get(arn)
        if arn.startswith("arn:aws:acm:") and (bundle is None or bundle.status != "ISSUED"):
            yield Refusal(
                "UnsupportedCertificate",
                f"The certificate '{arn}' must have a fully-qualified domain name, a supported signature, and a supported key "
                "size.",
            )


@rule(
    "elbv2", "CreateListener", "ModifyListener", source="User Guide for Application Load Balancers, Security policies"
)
def security_policy_is_one_of_a_secure_listener(params, account):
    """[HTTPS and TLS listeners] The security policy that defines which protocols and ciphers are supported."""
    policy = params.get("SslPolicy")
    if policy is None:
        return None
    if params.get("Protocol") and not is_secure(params):
        return invalid(f"SSL policies are not supported for {params['Protocol']} listeners")
    if not re.fullmatch(
        r"ELBSecurityPolicy-(\d{4}-\d\d|TLS-1-\d-(Ext-)?\d{4}-\d\d|TLS13-1-\d-[A-Za-z0-9-]*20\d\d-\d\d|"
        r"FS-[A-Za-z0-9-]*20\d\d-\d\d)",
        policy,
    ):
        return Refusal("SSLPolicyNotFound", f"SSL policy '{policy}' not found")


def actions(params: dict) -> list[dict]:
    return [*(params.get("DefaultActions") or []), *(params.get("Actions") or [])]


@rule(
    "elbv2",
    "CreateListener",
    "ModifyListener",
    "CreateRule",
    source="Elastic Load Balancing API Reference, RedirectActionConfig",
)
def redirect_changes_something(params, account):
    """To avoid a redirect loop, you must modify at least one of: protocol, port, hostname, path."""
    for action in actions(params):
        redirect = action.get("RedirectConfig")
        if redirect is None:
            continue
        protocol, port = params.get("Protocol"), str(params.get("Port", ""))
        same = (
            redirect.get("Protocol", "#{protocol}") in ("#{protocol}", protocol)
            and redirect.get("Port", "#{port}") in ("#{port}", port)
            and redirect.get("Host", "#{host}") == "#{host}"
            and redirect.get("Path", "/#{path}") == "/#{path}"
        )
        if same:
            yield Refusal(
                "InvalidLoadBalancerAction", "The redirect configuration is not valid because it creates a loop."
            )


@rule(
    "elbv2",
    "CreateListener",
    "ModifyListener",
    "CreateRule",
    source="Elastic Load Balancing API Reference, RedirectActionConfig",
)
def redirect_goes_to_a_valid_place(params, account):
    """Port: 1 to 65535 or #{port}. Path: starting with the leading "/". You can't redirect HTTPS to HTTP."""
    for action in actions(params):
        redirect = action.get("RedirectConfig") or {}
        port, path = redirect.get("Port", "#{port}"), redirect.get("Path", "/")
        if port != "#{port}" and not (port.isdigit() and 1 <= int(port) <= 65535):
            yield Refusal("InvalidLoadBalancerAction", f"The redirect port '{port}' is not valid")
        if not path.startswith("/"):
            yield Refusal(
                "InvalidLoadBalancerAction", "The Path parameter must be a valid path, should start with a '/'"
            )
        if params.get("Protocol") == "HTTPS" and redirect.get("Protocol") == "HTTP":
            yield Refusal("InvalidLoadBalancerAction", "A redirect from HTTPS to HTTP is not supported")


@rule(
    "elbv2",
    "CreateListener",
    "ModifyListener",
    "CreateRule",
    source="Elastic Load Balancing API Reference, FixedResponseActionConfig",
)
def fixed_response_has_a_code_and_a_type_of_the_lists(params, account):
    """The HTTP response code (2XX, 4XX, or 5XX). text/plain, text/css, text/html, application/javascript or /json."""
    types = ("text/plain", "text/css", "text/html", "application/javascript", "application/json")
    for action in actions(params):
        response = action.get("FixedResponseConfig")
        if response is None:
            continue
        if not re.fullmatch(r"[245]\d\d", response.get("StatusCode", "")):
            yield invalid(f"Fixed response code '{response.get('StatusCode')}' is not valid: 2XX, 4XX or 5XX")
        if response.get("ContentType", "text/plain") not in types:
            yield invalid(f"Fixed response content type '{response['ContentType']}' is not valid: {', '.join(types)}")


@rule("elbv2", "CreateListener", "ModifyListener", source="Elastic Load Balancing API Reference, CreateListener")
def target_group_is_in_the_network_of_its_load_balancer(params, account):
    """The target group must be in the VPC of the load balancer."""
    balancer = held(account, "elbv2").load_balancers.get(params.get("LoadBalancerArn"))
    for action in actions(params):
        group = held(account, "elbv2").target_groups.get(action.get("TargetGroupArn"))
        if balancer is not None and group is not None and group.vpc_id not in (None, balancer.vpc_id):
            yield invalid(
                f"The target group '{group.arn}' is not in the same VPC as the load balancer '{balancer.arn}'"
            )
