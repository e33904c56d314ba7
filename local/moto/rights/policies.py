"""Evaluates IAM policies ("Policy evaluation logic", IAM User Guide): an explicit deny wins, then an allow is needed.

It knows the condition operators below. A statement with another one, or with a policy variable in it, allows nothing;
if it denies, it denies. Permissions boundaries, session policies and organizations' policies are not evaluated.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fnmatch import translate
from functools import cache
from typing import Any

Statement = dict[str, Any]


@dataclass(frozen=True)
class Ask:
    """One action on one resource, with its context. Without a resource only a statement for all resources fits."""

    action: str
    resource: str = "*"
    context: dict[str, str | list[str]] = field(default_factory=dict)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@cache
def pattern(text: str, ignore_case: bool = False) -> re.Pattern[str]:
    # Brackets have no meaning in IAM.
    return re.compile(translate(text.replace("[", "[[]")), re.IGNORECASE if ignore_case else 0)


def like(expected: str, actual: str) -> bool:
    return bool(pattern(expected).match(actual))


OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda expected, actual: expected == actual,
    "StringLike": like,
    "ArnEquals": like,
    "ArnLike": like,
    "Bool": lambda expected, actual: expected.lower() == actual.lower(),
}


# Of a key with several values each must match ("Multivalued context keys", IAM User Guide).
FOR_ALL = "ForAllValues:"


def condition_holds(statement: Statement, context: dict[str, str | list[str]], if_unknown: bool) -> bool:
    """A key that the request does not have fulfils only negated operators, those with IfExists, and ForAllValues."""
    actual = {key.lower(): value for key, value in context.items()}
    for operator, keys in statement.get("Condition", {}).items():
        for_all, name = operator.startswith(FOR_ALL), operator.removeprefix(FOR_ALL).removesuffix("IfExists")
        compare = OPERATORS.get(name.replace("Not", "", 1))
        for key, values in keys.items():
            value = actual.get(key.lower())
            expected = [str(each) for each in listed(values)]
            if operator == "Null":
                if (value is None) != (expected[0].lower() == "true"):
                    return False
            elif compare is None or isinstance(value, list) != for_all and value is not None or any("${" in each for each in expected):
                if not if_unknown:
                    return False
            elif value is None:
                if name == operator and "Not" not in name:
                    return False
            elif any(any(compare(each, one) for each in expected) == ("Not" in name) for one in listed(value)):
                return False
    return True


def fits(statement: Statement, ask: Ask) -> bool:
    denies = statement["Effect"] == "Deny"

    def action_fits(texts: Any) -> bool:
        return any(pattern(text, True).match(ask.action) for text in listed(texts))

    def resource_fits(texts: Any) -> bool:
        # What is known of no resource in particular is denied if one of them is.
        return (denies and ask.resource == "*") or any(like(text, ask.resource) for text in listed(texts))

    by_action = action_fits(statement["Action"]) if "Action" in statement else not action_fits(statement["NotAction"])
    if "NotResource" in statement:
        by_resource = (denies and ask.resource == "*") or not resource_fits(statement["NotResource"])
    else:
        by_resource = resource_fits(statement.get("Resource", "*"))
    # On the loopback interface every connection counts as secure.
    context = {"aws:SecureTransport": "true", **ask.context}
    return by_action and by_resource and condition_holds(statement, context, if_unknown=denies)


def effect(statements: Iterable[Statement], ask: Ask) -> str | None:
    """:return: "Deny", "Allow", or None if no statement fits"""
    effects = {statement["Effect"] for statement in statements if fits(statement, ask)}
    return "Deny" if "Deny" in effects else "Allow" if effects else None


def admits_service(policy: dict[str, Any] | None, service: str, ask: Ask) -> bool:
    """Whether the policy of a resource lets a service of AWS act on it."""

    def is_for(principal: Any) -> bool:
        if isinstance(principal, dict):
            return service in listed(principal.get("Service", [])) or "*" in listed(principal.get("AWS", []))
        return principal == "*"

    statements = listed((policy or {}).get("Statement", []))
    return effect([each for each in statements if is_for(each.get("Principal"))], ask) == "Allow"
