"""What exists in the account, for the rules that depend on it."""

import sys
from typing import Any

from .account import Account

# The modules of moto whose names are not those of their services.
MODULES = {"application-autoscaling": "applicationautoscaling"}


class Nothing:
    """A service without any resource: each of its collections is empty."""

    def __getattr__(self, name: str) -> dict[str, Any]:
        return {}


def held(account: Account, service: str) -> Any:
    """moto's backend of a service. A backend that is not loaded is empty, and stays so, because loading takes up to a second:
    in the process that judges the tests' doubles of AWS none is loaded."""
    loaded = f"moto.{MODULES.get(service, service)}.models" in sys.modules
    return account.backend(service) if loaded else Nothing()
