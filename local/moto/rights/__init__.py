"""Refuses what the policies of a role do not allow, with AWS's text: WSGI middleware in front of moto.

It checks the requests that are signed with the session of a role that exists, from AssumeRole or
AssumeRoleWithWebIdentity. All others are those of the operator, who may do everything. It knows less than AWS: it does
not verify signatures, does not read the trust policy when a role is assumed, and evaluates no policy of a key or
bucket. What else it does not know is in `policies.py` and `operations.py`, which then refuse.
"""

import json
from typing import Any

from referee import request_of
from referee.errors import render
from referee.refusal import Refusal
from referee.requests import HttpRequest, parse

from . import operations
from .conditions import listed
from .policies import Ask, Statement, effect

# The code and the status of a denial, by protocol (the API reference of each service, Common Errors).
DENIALS = {
    "json": ("AccessDeniedException", 400),
    "rest-json": ("AccessDeniedException", 403),
    "smithy-rpc-v2-cbor": ("AccessDenied", 403),
    "query": ("AccessDenied", 403),
    "ec2": ("UnauthorizedOperation", 403),
    "rest-xml": ("AccessDenied", 403),
}

# The role of each access key that STS has given out.
sessions: dict[str, Any] = {}


class Rights:
    def __init__(self, aws: Any) -> None:
        self.aws = aws

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = request_of(environ)
        session = sessions.get(request.access_key or "")
        statements = statements_of(session.role_arn) if session else None
        if statements is None:
            return self.aws(environ, start_response)
        refused = denial(request, session, statements)
        if refused is None:
            return self.aws(environ, start_response)
        status, headers, body = refused
        start_response(f"{status} Denied", [*headers.items(), ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def denial(request: HttpRequest, session: Any, statements: list[Statement]):
    from moto.core.utils import utcnow

    parsed = parse(request)
    model = parsed.operation.service_model
    if session.expiration < utcnow():
        expired = Refusal("ExpiredTokenException", "The security token included in the request is expired", 403)
        return render(model, parsed.protocol, expired)
    region = request.signed_for[0] or "us-east-1"
    asked = operations.Request(model.signing_name, parsed.operation.name, parsed.params, region, session.account_id)
    for ask in asked.asks():
        if text := why_not(statements, ask):
            code, status = DENIALS[parsed.protocol]
            code = "AccessDenied" if model.service_name in ("sqs", "s3") else code
            return render(model, parsed.protocol, Refusal(code, f"User: {session.arn} is {text}", status))
    return None


def why_not(statements: list[Statement], ask: Ask) -> str | None:
    """"Access denied error message examples", IAM User Guide."""
    match effect(statements, ask):
        case "Allow":
            return None
        case "Deny":
            because = "with an explicit deny in an identity-based policy"
        case _:
            because = f"because no identity-based policy allows the {ask.action} action"
    return f"not authorized to perform: {ask.action} on resource: {ask.resource} {because}"


def role_at(role_arn: str) -> Any:
    from moto.iam.models import iam_backends

    account, name = role_arn.split(":")[4], role_arn.split("/")[-1]
    return next((each for each in list(iam_backends[account]["aws"].roles.values()) if each.name == name), None)


def statements_of(role_arn: str) -> list[Statement] | None:
    """The statements of a role's own and attached policies, or None if the role does not exist."""
    role = role_at(role_arn)
    if role is None:
        return None
    attached = [
        version.document
        for policy in role.managed_policies.values()
        for version in policy.versions
        if version.version_id == policy.default_version_id
    ]
    documents = [json.loads(each) for each in [*role.policies.values(), *attached]]
    return [statement for document in documents for statement in listed(document["Statement"])]


def role_may(role_arn: str, ask: Ask) -> bool:
    """For what a service of AWS does in a role's name within this process."""
    return effect(statements_of(role_arn) or [], ask) == "Allow"


def apply() -> None:
    from moto.sts.models import STSBackend

    assume_role = STSBackend.assume_role

    def assume_and_remember(self, *args, **kwargs):
        session = assume_role(self, *args, **kwargs)
        sessions[session.access_key_id] = session
        return session

    STSBackend.assume_role = assume_and_remember
