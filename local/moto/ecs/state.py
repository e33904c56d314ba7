"""What the files here share: the lock of all state, the actions of the API, and the shape of what they return."""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Any

from moto.core.responses import ActionResult
from moto.ecs.exceptions import ClusterNotFoundException, EcsClientException
from moto.ecs.responses import EC2ContainerServiceResponse as Responses

# Request handlers and the scheduler change the same objects.
LOCK = RLock()


def locked(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        with LOCK:
            return function(*args, **kwargs)

    return run


def action(function: Callable[[Any, dict], dict]) -> Callable[[Any, dict], dict]:
    """Makes a function of the backend and the parameters the answer to the action with its name."""

    def answer(self: Any) -> ActionResult:
        return ActionResult(function(self.ecs_backend, self._get_params()))

    setattr(Responses, function.__name__, answer)
    return function


def call_action(self: Any) -> Any:
    """Runs an action and writes its answer under the lock: otherwise an answer could have a task of before and after a change."""
    with LOCK:
        return super(Responses, self).call_action()


Responses.call_action = call_action


def active_cluster(backend: Any, given: dict) -> Any:
    cluster = backend.clusters.get(given.get("cluster", "default").split("/")[-1])
    if cluster is None:
        raise ClusterNotFoundException()
    if cluster.status != "ACTIVE":
        raise EcsClientException("The referenced cluster was inactive.")
    return cluster


def active_task_definition(backend: Any, name: str) -> Any:
    definition = backend.describe_task_definition(name)
    if definition.status != "ACTIVE":
        raise EcsClientException("TaskDefinition is inactive")
    return definition


def found(known: dict[str, Any], arns: list[str]) -> tuple[list[Any], list[dict[str, str]]]:
    """The objects with these ARNs or ids, and a failure for each of the others."""
    ids = {arn.split("/")[-1]: arn for arn in arns}
    objects = [each for arn, each in known.items() if arn.split("/")[-1] in ids]
    missing = set(ids) - {arn.split("/")[-1] for arn in known}
    return objects, [{"arn": ids[each], "reason": "MISSING"} for each in missing]


def shape(thing: Any) -> dict[str, Any]:
    """The public attributes of an object, as AWS names them."""
    return {camel(key): value for key, value in vars(thing).items() if key[0] != "_" and value is not None}


def camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(word.title() for word in rest)
