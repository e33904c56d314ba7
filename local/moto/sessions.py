"""What a service of AWS does in the name of a role: it calls AWS with a session of this role, so that `rights` applies."""

import json
import os
from typing import Any

from rights import role_at
from rights.policies import Ask, admits_service

DECADE_SECONDS = 315_360_000


def endpoint() -> str:
    return f"http://127.0.0.1:{os.environ['MOTO_PORT']}"


def assume(role_arn: str, session_name: str, service: str, context: dict[str, str] | None = None) -> Any:
    """A session that does not expire: AWS's services renew theirs.

    :raises PermissionError: if the trust policy of the role does not admit the service
    """
    from moto.sts.models import sts_backends

    account, role = role_arn.split(":")[4], role_at(role_arn)
    ask = Ask("sts:AssumeRole", role_arn, {"aws:SourceAccount": account, **(context or {})})
    if role is None or not admits_service(json.loads(role.assume_role_policy_document), service, ask):
        raise PermissionError(f"{service} may not assume {role_arn}.")
    return sts_backends[account]["aws"].assume_role(
        region_name="us-east-1",
        role_session_name=session_name,
        role_arn=role_arn,
        policy="",
        duration=DECADE_SECONDS,
        external_id="",
    )


def client(service: str, region: str, session: Any) -> Any:
    import boto3

    return boto3.client(
        service,
        region_name=region,
        endpoint_url=endpoint(),
        aws_access_key_id=session.access_key_id,
        aws_secret_access_key=session.secret_access_key,
        aws_session_token=session.session_token,
    )
