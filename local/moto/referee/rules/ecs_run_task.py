"""What ECS refuses in a run of a task, and in the network of tasks."""

import json

from ..refusal import Refusal
from ..resources import held
from .ecs_services import PARAMETERS, invalid, network_mode, task_definition
from .table import rule


@rule("ecs", "CreateService", "RunTask", source=PARAMETERS)
def awsvpc_mode_needs_a_network_configuration(params, account):
    """This parameter is required for task definitions that use the awsvpc network mode."""
    definition = task_definition(params, account)
    if definition and network_mode(definition) == "awsvpc" and not params.get("networkConfiguration"):
        return invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.")


@rule("ecs", "CreateService", "RunTask", source=PARAMETERS)
def network_configuration_needs_awsvpc_mode(params, account):
    """networkConfiguration isn't supported for other network modes."""
    definition = task_definition(params, account)
    if definition and network_mode(definition) != "awsvpc" and params.get("networkConfiguration"):
        return invalid("Network Configuration is not valid for the given networkMode of this task definition.")


@rule("ecs", "RunTask", source="Amazon ECS API Reference, RunTask")
def at_most_ten_tasks_are_run_at_once(params, account):
    """You can specify up to 10 tasks for each call."""
    if not 1 <= params.get("count", 1) <= 10:
        return invalid("count should be between 1 and 10.")


@rule("ecs", "RunTask", source="Amazon ECS API Reference, RunTask")
def overrides_have_at_most_8192_characters(params, account):
    """A total of 8192 characters are allowed for overrides, the JSON formatting characters included."""
    if len(json.dumps(params.get("overrides") or {}, separators=(",", ":"))) > 8192:
        return invalid("Container Overrides length must be at most 8192")


@rule("ecs", "RunTask", source="Amazon ECS API Reference, ContainerOverride")
def override_names_a_container(params, account):
    """The name of the container that receives the override. This parameter is required."""
    definition = task_definition(params, account)
    for each in (params.get("overrides") or {}).get("containerOverrides") or []:
        if definition and each.get("name") not in [one["name"] for one in definition.container_definitions]:
            yield invalid(f"Override for container named {each.get('name')} is not a container in the TaskDefinition.")
