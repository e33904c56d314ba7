"""Negative twins: for each documented rule a valid request, and the same request with one change that only this rule refuses."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ABSENT = object()
Changes = dict[str, Any]


class Named:
    """A resource of moto, with the attributes that the rules read."""

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


def with_changes(params: dict, changes: Changes) -> dict:
    """The parameters with the value at each path (keys and positions, joined by dots) replaced, added or removed."""
    changed = copy.deepcopy(params)
    for path, value in changes.items():
        *way, last = path.split(".")
        place = changed
        for key in way:
            place = place[int(key)] if isinstance(place, list) else place.setdefault(key, {})
        if isinstance(place, list):
            place[int(last) : int(last) + 1] = [] if value is ABSENT else [value]
        elif value is ABSENT:
            del place[last]
        else:
            place[last] = value
    return changed


@dataclass(frozen=True)
class Twin:
    rule: str
    service: str
    operation: str
    accepted: dict
    refused: dict
    prepare: Callable[[Any], None] | None


TWINS: list[Twin] = []


@dataclass(frozen=True)
class Request:
    """A valid request, and what the account has before it."""

    service: str
    operation: str
    params: dict
    prepare: Callable[[Any], None] | None = None

    def twin(self, rule: str, broken: Changes, given: Changes | None = None) -> None:
        """`given` changes this request to another valid one. `broken` then breaks the rule."""
        accepted = with_changes(self.params, given or {})
        refused = with_changes(accepted, broken)
        TWINS.append(Twin(rule, self.service, self.operation, accepted, refused, self.prepare))
