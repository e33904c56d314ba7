"""The account that a request is made in."""

import os
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

    def backend(self, service: str) -> Any:
        """moto's backend of the request's region, e.g. `account.backend("ecs").clusters`. IAM's is global."""
        from moto import backends

        regions = backends.get_backend(service)[ACCOUNT_ID]
        return regions["aws" if "aws" in regions else self.region]
