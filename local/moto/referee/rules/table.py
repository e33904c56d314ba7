"""The table of documented rules, and the decorator that registers a rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..account import Account
from ..refusal import Refusal

Judgement = Iterator[Refusal] | Refusal | None
Judge = Callable[[dict[str, Any], Account], Judgement]


@dataclass(frozen=True)
class Rule:
    service: str
    operation: str
    source: str
    judge: Judge


RULES: dict[tuple[str, str], list[Rule]] = {}


def rule(service: str, *operations: str, source: str) -> Callable[[Judge], Judge]:
    """Registers a rule for operations of a service. `source` is the title of the AWS document that has it."""

    def register(judge: Judge) -> Judge:
        for operation in operations:
            RULES.setdefault((service, operation), []).append(Rule(service, operation, source, judge))
        return judge

    return register


def refusals_of(rule: Rule, params: dict[str, Any], account: Account) -> list[Refusal]:
    judgement = rule.judge(params, account)
    if judgement is None:
        return []
    return [judgement] if isinstance(judgement, Refusal) else list(judgement)
