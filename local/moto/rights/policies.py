"""Evaluates IAM policies ("Policy evaluation logic", IAM User Guide): an explicit deny wins, then an allow is needed.

It knows the condition operators in `conditions.py`. A statement with another one, or with a policy variable in it, allows
nothing; if it denies, it denies. Permissions boundaries, session policies and organizations' policies are not evaluated.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .conditions import Context, condition_holds, like, listed, pattern

Statement = dict[str, Any]


@dataclass(frozen=True)
class Ask:
    """One action on one resource, with its context. Without a resource only a statement for all resources fits."""

    action: str
    resource: str = "*"
    context: Context = field(default_factory=dict)


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
    return by_action and by_resource and condition_holds(statement.get("Condition", {}), context, denies)


def effect(statements: Iterable[Statement], ask: Ask) -> str | None:
    """:return: "Deny", "Allow", or None if no statement fits"""
    effects = {statement["Effect"] for statement in statements if fits(statement, ask)}
    return "Deny" if "Deny" in effects else "Allow" if effects else None


def admits_service(policy: dict[str, Any] | None, service: str, ask: Ask) -> bool:
    """Whether the policy of a resource lets a service of AWS act on it."""
    return admits(policy, {"Service": {service}, "AWS": {"*"}}, ask)


def admits_role(policy: dict[str, Any] | None, role_arn: str, ask: Ask) -> bool:
    """Whether the policy of a resource in another account lets a role act on it, itself or with its account."""
    account = role_arn.split(":")[4]
    return admits(policy, {"AWS": {"*", account, f"arn:aws:iam::{account}:root", role_arn}}, ask)


def admits(policy: dict[str, Any] | None, names: dict[str, set[str]], ask: Ask) -> bool:
    """:param names: the names of a principal by their kinds"""

    def is_for(principal: Any) -> bool:
        if isinstance(principal, dict):
            return any(set(listed(principal.get(kind, []))) & of_kind for kind, of_kind in names.items())
        return principal == "*"

    statements = listed((policy or {}).get("Statement", []))
    return effect([each for each in statements if is_for(each.get("Principal"))], ask) == "Allow"
