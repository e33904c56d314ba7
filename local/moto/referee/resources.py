"""What exists in the account, for the rules that ask."""

import sys
from typing import Any

from .account import Account

# Where moto keeps a service whose name is not its module's.
MODULES = {"application-autoscaling": "applicationautoscaling"}


class Nothing:
    """A service that was never asked for anything: each of its collections is empty."""

    def __getattr__(self, name: str) -> dict[str, Any]:
        return {}


def held(account: Account, service: str) -> Any:
    """moto's backend of a service. It is not loaded to find it empty, which takes up to a second: tests' doubles of AWS
    are refereed, too, and hold nothing."""
    loaded = f"moto.{MODULES.get(service, service)}.models" in sys.modules
    return account.backend(service) if loaded else Nothing()
