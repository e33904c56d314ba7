"""Reading of task definitions for the rules about them."""

import re
from functools import partial

from ..refusal import Refusal
from .table import rule

PARAMETERS = "Amazon ECS Developer Guide, Task definition parameters"
NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")


def register(source: str = PARAMETERS):
    return rule("ecs", "RegisterTaskDefinition", source=source)

refused = partial(Refusal, "ClientException")


def containers(params: dict) -> list[dict]:
    return params.get("containerDefinitions") or []


def names(params: dict) -> list[str]:
    return [each.get("name", "") for each in containers(params)]


def mode(params: dict) -> str:
    return params.get("networkMode") or ("awsvpc" if fargate(params) else "bridge")


def fargate(params: dict) -> bool:
    return "FARGATE" in (params.get("requiresCompatibilities") or [])


def linux(container: dict) -> dict:
    return container.get("linuxParameters") or {}


def essential(container: dict) -> bool:
    return container.get("essential", True)
