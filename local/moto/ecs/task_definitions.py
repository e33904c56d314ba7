"""What moto 5.2.1 lacks of task definitions: the newest revision of a family is its latest ACTIVE one, revisions have
times, and lists an order ("DescribeTaskDefinition", "TaskDefinition", "ListTaskDefinitions", Amazon ECS API Reference).
"""

from typing import Any

from moto.core.utils import utcnow
from moto.ecs.exceptions import TaskDefinitionNotFoundException
from moto.ecs.models import EC2ContainerServiceBackend as Backend
from moto.ecs.models import TaskDefinition

from .state import action

describe_any = Backend.describe_task_definition
create = TaskDefinition.__init__
deregister = Backend.deregister_task_definition


def create_now(self: TaskDefinition, *args: Any, **kwargs: Any) -> None:
    create(self, *args, **kwargs)
    self.registered_at = utcnow()


def deregister_now(self: Backend, name: str) -> TaskDefinition:
    definition = deregister(self, name)
    definition.deregistered_at = utcnow()
    return definition


def describe_active(self: Backend, task_definition_str: str) -> TaskDefinition:
    family = task_definition_str.split("/")[-1]
    if ":" in family:
        return describe_any(self, task_definition_str)
    active = [each for each in self.task_definitions.get(family, {}).values() if each.status == "ACTIVE"]
    if not active:
        raise TaskDefinitionNotFoundException()
    return max(active, key=lambda each: each.revision)


TaskDefinition.__init__ = create_now
Backend.describe_task_definition = describe_active
Backend.deregister_task_definition = deregister_now


@action
def list_task_definitions(backend: Any, given: dict) -> dict:
    prefix, status = given.get("familyPrefix"), given.get("status", "ACTIVE")
    families = sorted(family for family in backend.task_definitions if prefix in (None, family))
    revisions = [each for family in families for _, each in sorted(backend.task_definitions[family].items())]
    arns = [each.arn for each in revisions if each.status == status]
    return {"taskDefinitionArns": arns[::-1] if given.get("sort") == "DESC" else arns}
