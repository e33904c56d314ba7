"""The documented rules that are not in an API model. They are checked after the request is valid by its model.

Each is one function in a module of this package:

    @rule("ecs", "RegisterTaskDefinition", source="Amazon ECS Developer Guide, Task definition parameters")
    def links_need_the_bridge(params, account):
        if ...:
            yield Refusal("ClientException", "...")
"""

from importlib import import_module
from pkgutil import iter_modules

from ..account import Account
from ..refusal import Refusal
from .table import RULES, refusals_of

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")


def check(service: str, operation: str, params: dict, account: Account) -> Refusal | None:
    """The first refusal of a documented rule. `service` is botocore's name, `params` have the names of its models."""
    for rule in RULES.get((service, operation), ()):
        for refusal in refusals_of(rule, params, account):
            return refusal
    return None
