"""The account that a request is made in."""

import os
import sys
from dataclasses import dataclass
from typing import Any, Literal, get_args

# The variable is moto's own, with moto's default.
ACCOUNT_ID = os.environ.get("MOTO_ACCOUNT_ID", "123456789012")

Profile = Literal["grown", "fresh"]
PROFILES: tuple[Profile, ...] = get_args(Profile)


@dataclass(frozen=True)
class Account:
    """The kind of an account, and access to what exists in it."""

    profile: Profile = "grown"
    region: str = "us-east-1"
    id: str = ACCOUNT_ID

    def backend(self, service: str) -> Any:
        """moto's backend of the request's region, e.g. `account.backend("ecs").clusters`. IAM's is global."""
        from moto import backends

        regions = backends.get_backend(service)[self.id]
        return regions["aws" if "aws" in regions else self.region]


def account_id_of(access_key: str | None) -> str:
    """As moto decides it. Only the sessions of IAM, once it is loaded, may be those of another account."""
    if "MOTO_ACCOUNT_ID" in os.environ or not access_key or "moto.iam.models" not in sys.modules:
        return ACCOUNT_ID
    from moto.iam.models import get_account_id_from

    return get_account_id_from(access_key)
