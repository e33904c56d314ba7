"""What Elastic Load Balancing refuses of a listener."""

import re

from ..refusal import Refusal
from ..resources import held
from .load_balancers import invalid, is_application
from .table import rule

LISTENER = "Elastic Load Balancing API Reference, CreateListener"
LISTENERS = ("CreateListener", "ModifyListener")
REDIRECT = "Elastic Load Balancing API Reference, RedirectActionConfig"


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


@rule("elbv2", *LISTENERS, source="User Guide for Application Load Balancers, Prerequisites for a certificate")
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


@rule("elbv2", *LISTENERS, source="User Guide for Application Load Balancers, Security policies")
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


@rule("elbv2", *LISTENERS, "CreateRule", source=REDIRECT)
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


@rule("elbv2", *LISTENERS, "CreateRule", source=REDIRECT)
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


@rule("elbv2", *LISTENERS, "CreateRule", source="Elastic Load Balancing API Reference, FixedResponseActionConfig")
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


@rule("elbv2", *LISTENERS, source="Elastic Load Balancing API Reference, CreateListener")
def target_group_is_in_the_network_of_its_load_balancer(params, account):
    """The target group must be in the VPC of the load balancer."""
    balancer = held(account, "elbv2").load_balancers.get(params.get("LoadBalancerArn"))
    for action in actions(params):
        group = held(account, "elbv2").target_groups.get(action.get("TargetGroupArn"))
        if balancer is not None and group is not None and group.vpc_id not in (None, balancer.vpc_id):
            yield invalid(
                f"The target group '{group.arn}' is not in the same VPC as the load balancer '{balancer.arn}'"
            )
