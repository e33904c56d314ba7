"""What an account has in ElastiCache, and what all of its actions need."""

from collections.abc import Callable
from typing import Any

import pace

# The states of a replication group that it leaves by itself, in seconds. AWS needs some minutes.
SECONDS = {"creating": 20, "modifying": 10, "deleting": 10}


def fault(code: str, message: str) -> Exception:
    """An error of ElastiCache, by the code of its API model."""
    from moto.elasticache.exceptions import ElastiCacheException

    return ElastiCacheException(code, message)


def replication_groups(backend: Any) -> dict[str, Any]:
    """Those that exist: one that was deleted is gone after a while."""
    known = backend.replication_groups
    for name in [name for name, group in known.items() if group.is_gone()]:
        del known[name]
    return known


def parameter_groups(backend: Any) -> dict[str, Any]:
    return backend.__dict__.setdefault("cache_parameter_groups", {})


def replication_group(backend: Any, name: str) -> Any:
    found = replication_groups(backend).get(name.lower())
    if found is None:
        raise fault("ReplicationGroupNotFoundFault", f"ReplicationGroup {name} not found.")
    return found


def available_group(backend: Any, name: str) -> Any:
    """A replication group that can be changed or deleted."""
    group = replication_group(backend, name)
    if group.status != "available":
        text = f"Replication group {group.replication_group_id} is not in available state: it is {group.status}."
        raise fault("InvalidReplicationGroupState", text)
    return group


class Busy:
    """A state that ends after some time."""

    def __init__(self) -> None:
        self.state, self.end = "available", 0.0

    def become(self, state: str) -> None:
        self.state, self.end = state, pace.now() + SECONDS[state]

    @property
    def status(self) -> str:
        return self.state if self.state == "deleting" or pace.now() < self.end else "available"

    def is_gone(self) -> bool:
        return self.state == "deleting" and pace.now() >= self.end


def actions(*functions: Callable[..., Any]) -> None:
    """Adds actions to the service, or replaces those of moto. Each gets the backend and the parameters of the request."""
    from moto.core.responses import ActionResult, EmptyResult, PaginatedResult
    from moto.elasticache.responses import ElastiCacheResponse as Responses

    def action(function: Callable[..., Any]) -> Callable[..., Any]:
        def act(self: Any) -> Any:
            answer = function(self.elasticache_backend, self._get_params())
            if answer is None:
                return EmptyResult()
            return PaginatedResult(answer) if function.__name__.startswith("describe") else ActionResult(answer)

        return act

    for function in functions:
        setattr(Responses, function.__name__, action(function))
