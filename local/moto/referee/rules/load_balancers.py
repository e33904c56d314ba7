"""What Elastic Load Balancing refuses of an Application Load Balancer."""

import re
from functools import partial

from ..policies import allowing, matches, listed, parsed, principals
from ..refusal import Refusal
from ..resources import held
from .table import rule

BALANCER = "Elastic Load Balancing API Reference, CreateLoadBalancer"
BALANCER_ATTRIBUTE = "Elastic Load Balancing API Reference, LoadBalancerAttribute"
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
# The access logs of regions that opened before August 2022 may also be delivered by an account of AWS's.
LOG_DELIVERY = ("logdelivery.elasticloadbalancing.amazonaws.com", "delivery.logs.amazonaws.com")

invalid = partial(Refusal, "ValidationError")


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
