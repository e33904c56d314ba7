"""Reads the principals and the actions in policy documents, for the documented rules. Conditions are not evaluated."""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any


def parsed(document: str | None) -> dict[str, Any] | None:
    """The policy document, or None if the text is not a JSON object."""
    try:
        policy = json.loads(document or "")
    except ValueError:
        return None
    return policy if isinstance(policy, dict) else None


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def statements(policy: dict[str, Any] | None) -> list[dict[str, Any]]:
    return [each for each in listed((policy or {}).get("Statement")) if isinstance(each, dict)]


def principals(statement: dict[str, Any], kind: str) -> list[str]:
    """The principals of a kind: AWS, Service, Federated. "*" is one of each."""
    named = statement.get("Principal")
    return ["*"] if named == "*" else [str(each) for each in listed((named or {}).get(kind))]


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern with * and ? matches a text, ignoring case."""
    return fnmatchcase(text.lower(), re.sub(r"\[", "[[]", pattern.lower()))


def allowing(policy: dict[str, Any] | None, action: str) -> Iterator[dict[str, Any]]:
    """The statements that allow an action. The caller checks their conditions and resources."""
    for statement in statements(policy):
        if statement.get("Effect") != "Allow":
            continue
        covered = any(matches(str(pattern), action) for pattern in listed(statement.get("Action")))
        excluded = any(matches(str(pattern), action) for pattern in listed(statement.get("NotAction")))
        if covered or ("NotAction" in statement and not excluded):
            yield statement


def service_may(policy: dict[str, Any] | None, service: str, action: str) -> bool:
    """Whether a resource's policy may allow a service an action. Conditions count as fulfilled."""
    return any(
        name in ("*", service)
        for statement in allowing(policy, action)
        for name in [*principals(statement, "Service"), *("*" for each in principals(statement, "AWS") if each == "*")]
    )
