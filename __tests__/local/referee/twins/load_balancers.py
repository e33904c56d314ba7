import json

from twins import ABSENT, Named, Request

BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/1"
GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/{}/1"
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/{}"


def policy(service: str, resource: str) -> bytes:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "s3:PutObject", "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}).encode()


def network(account) -> None:
    ec2, elb, acm, s3 = (account.backend(name) for name in ("ec2", "elbv2", "acm", "s3"))
    for name, zone, vpc in (
        ("lb-a", "a", "vpc-1"), ("lb-b", "b", "vpc-1"), ("lb-b2", "b", "vpc-1"), ("lb-c", "a", "vpc-2"), ("lb-d", "b", "vpc-2"),
    ):  # fmt: skip
        ec2.subnets[name] = {name: Named(id=name, availability_zone=zone, vpc_id=vpc)}
    ec2.internet_gateways["igw-1"] = Named(vpc=Named(id="vpc-1"))
    elb.load_balancers[BALANCER] = Named(arn=BALANCER, vpc_id="vpc-1")
    for name, vpc in (("here", "vpc-1"), ("there", "vpc-2")):
        elb.target_groups[GROUP.format(name)] = Named(arn=GROUP.format(name), vpc_id=vpc, protocol="HTTP")
    for name, status in (("issued", "ISSUED"), ("pending", "PENDING_VALIDATION")):
        acm._certificates[CERTIFICATE.format(name)] = Named(status=status)
    elb_logs = "logdelivery.elasticloadbalancing.amazonaws.com"
    for name, service, encryption in (
        ("logs", elb_logs, None), ("closed", "cloudtrail.amazonaws.com", None), ("kms", elb_logs, "aws:kms"),
    ):  # fmt: skip
        document = policy(service, f"arn:aws:s3:::{name}/AWSLogs/123456789012/*")
        s3.buckets[name] = Named(policy=document, encryption=encryption)


CREATION = Request("elbv2", "CreateLoadBalancer", {"Name": "api-production", "Subnets": ["lb-a", "lb-b"]}, network)
CREATION.twin("load_balancer_name_has_32_letters_digits_and_hyphens", {"Name": "internal-api"})
CREATION.twin("application_load_balancer_has_two_zones", {"Subnets": ["lb-b"]})
CREATION.twin("load_balancer_has_one_subnet_in_a_zone", {"Subnets": ["lb-a", "lb-b", "lb-b2"]})
CREATION.twin("public_load_balancer_is_in_a_network_with_an_internet_gateway", {"Subnets": ["lb-c", "lb-d"]})


def listed(**attributes: str) -> list:
    return [{"Key": key.replace("__", "."), "Value": value} for key, value in attributes.items()]


LOGS = listed(access_logs__s3__enabled="true", access_logs__s3__bucket="logs")
SETTINGS = Request(
    "elbv2",
    "ModifyLoadBalancerAttributes",
    {"LoadBalancerArn": BALANCER, "Attributes": [*LOGS, {"Key": "idle_timeout.timeout_seconds", "Value": "60"}]},
    network,
)
SETTINGS.twin("load_balancer_attribute_is_known", {"Attributes.2.Key": "idle_timeout.seconds"})
SETTINGS.twin("load_balancer_attribute_has_a_valid_value", {"Attributes.2.Value": "4001"})
SETTINGS.twin("access_logs_have_a_bucket", {"Attributes.1": ABSENT})
SETTINGS.twin("logs_may_be_written_to_their_bucket", {"Attributes.1.Value": "closed"})
SETTINGS.twin("bucket_of_logs_is_encrypted_by_s3", {"Attributes.1.Value": "kms"})

TARGETS = Request(
    "elbv2",
    "CreateTargetGroup",
    {
        "Name": "web",
        "Protocol": "HTTP",
        "Port": 80,
        "VpcId": "vpc-1",
        "TargetType": "instance",
        "HealthCheckProtocol": "HTTP",
        "HealthCheckPort": "traffic-port",
        "HealthCheckPath": "/up",
        "HealthCheckIntervalSeconds": 15,
        "HealthCheckTimeoutSeconds": 10,
        "Matcher": {"HttpCode": "200,204-299"},
    },
)
TARGETS.twin("target_group_name_has_32_letters_digits_and_hyphens", {"Name": "web_targets"})
TARGETS.twin("health_check_times_out_before_the_next", {"HealthCheckTimeoutSeconds": 15})
TARGETS.twin("health_check_path_is_absolute", {"HealthCheckPath": "up"})
TARGETS.twin("health_check_codes_are_200_to_499", {"Matcher.HttpCode": "200-599"})
TARGETS.twin("health_check_port_is_a_port", {"HealthCheckPort": "http"})
TARGETS.twin("http_targets_are_checked_by_http", {"HealthCheckProtocol": "TCP"})
TARGETS.twin("targets_have_a_protocol_a_port_and_a_network", {"VpcId": ABSENT})

DRAINING = Request(
    "elbv2",
    "ModifyTargetGroupAttributes",
    {"TargetGroupArn": GROUP.format("here"), "Attributes": listed(deregistration_delay__timeout_seconds="30")},
    network,
)
DRAINING.twin("target_group_attribute_is_known", {"Attributes.0.Key": "deregistration_delay.seconds"})
DRAINING.twin("target_group_attribute_has_a_valid_value", {"Attributes.0.Value": "3601"})

HTTPS = Request(
    "elbv2",
    "CreateListener",
    {
        "LoadBalancerArn": BALANCER,
        "Protocol": "HTTPS",
        "Port": 443,
        "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "Certificates": [{"CertificateArn": CERTIFICATE.format("issued")}],
        "DefaultActions": [{"Type": "forward", "TargetGroupArn": GROUP.format("here")}],
    },
    network,
)
HTTPS.twin("secure_listener_has_one_certificate", {"Certificates": ABSENT})
HTTPS.twin("certificate_of_a_listener_is_issued", {"Certificates.0.CertificateArn": CERTIFICATE.format("pending")})
HTTPS.twin("security_policy_is_one_of_a_secure_listener", {"SslPolicy": "ELBSecurityPolicy-TLS13"})
HTTPS.twin(
    "target_group_is_in_the_network_of_its_load_balancer", {"DefaultActions.0.TargetGroupArn": GROUP.format("there")}
)

HTTP = Request(
    "elbv2",
    "CreateListener",
    {
        "LoadBalancerArn": BALANCER,
        "Protocol": "HTTP",
        "Port": 80,
        "DefaultActions": [
            {"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}
        ],
    },
)
HTTP.twin("listener_speaks_http", {"Protocol": "TCP"})
redirect = "DefaultActions.0.RedirectConfig"
HTTP.twin("redirect_changes_something", {redirect: {"Protocol": "HTTP", "Port": "80", "StatusCode": "HTTP_301"}})
HTTP.twin("redirect_goes_to_a_valid_place", {f"{redirect}.Path": "login"})
ANSWER = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/plain"}}
HTTP.twin(
    "fixed_response_has_a_code_and_a_type_of_the_lists",
    {"DefaultActions.0.FixedResponseConfig.StatusCode": "301"},
    given={"DefaultActions": [ANSWER]},
)
