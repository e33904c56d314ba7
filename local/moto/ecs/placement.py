"""Where a task can run: the hosts with enough memory and CPU, and with its host ports free ("How Amazon ECS places
tasks on container instances", Amazon ECS Developer Guide)."""

from typing import Any

from .clusters import hosts_in

# The reason of a failure ("API failure reasons"), and how the event of a service reports it.
REASONS = {
    "RESOURCE:MEMORY": "has insufficient memory available",
    "RESOURCE:CPU": "has insufficient CPU units available",
    "RESOURCE:PORTS": "is already using a port required by your task",
    "AGENT": 'encountered error "AGENT"',
}
NO_HOST = "No Container Instances were found in your cluster."


def needs(definition: Any, overrides: dict) -> dict[str, Any]:
    """What a task needs of a host. Of a container with both a reservation and a limit, the reservation counts."""
    overridden = {each["name"]: each for each in overrides.get("containerOverrides", [])}
    containers = [{**each, **overridden.get(each["name"], {})} for each in definition.container_definitions]
    memory = [each.get("memoryReservation") or each.get("memory") or 0 for each in containers]
    ports = [mapping for each in containers for mapping in each.get("portMappings", [])]
    if definition.network_mode == "host":
        ports = [{"hostPort": each["containerPort"], **each} for each in ports]
    return {
        "MEMORY": int(overrides.get("memory") or definition.memory or sum(memory)),
        "CPU": int(overrides.get("cpu") or definition.cpu or sum(each.get("cpu") or 0 for each in containers)),
        "PORTS": fixed(ports, "tcp"),
        "PORTS_UDP": fixed(ports, "udp"),
    }


def fixed(mappings: list[dict], protocol: str) -> list[str]:
    return [
        str(each["hostPort"]) for each in mappings if each.get("hostPort") and each.get("protocol", "tcp") == protocol
    ]


def remaining(registered: list[dict], tasks: list[Any]) -> list[dict]:
    """The resources of a host that its tasks leave. Of ports these are the used ones."""
    left = []
    for resource in registered:
        used = [task._needs[resource["name"]] for task in tasks if resource["name"] in task._needs]
        if resource["type"] == "STRINGSET":
            left.append({**resource, "stringSetValue": sum(used, list(resource.get("stringSetValue", [])))})
        else:
            left.append({**resource, "integerValue": resource.get("integerValue", 0) - sum(used)})
    return left


def obstacle(host: Any, need: dict[str, Any]) -> str | None:
    """Why a host cannot run a task."""
    if not host.agent_connected:
        return "AGENT"
    left = {
        each["name"]: each.get("stringSetValue") or each.get("integerValue", 0) for each in host.remaining_resources
    }
    if need["MEMORY"] > left.get("MEMORY", 0):
        return "RESOURCE:MEMORY"
    if need["CPU"] > left.get("CPU", 0):
        return "RESOURCE:CPU"
    if any(set(need[each]) & set(left.get(each) or []) for each in ("PORTS", "PORTS_UDP")):
        return "RESOURCE:PORTS"
    return None


def choose(cluster: Any, need: dict[str, Any], strategies: list[dict], group: str) -> tuple[Any, list[tuple[Any, str]]]:
    """A host for a task, or none and the obstacle of each host."""
    hosts = [host for host in hosts_in(cluster) if host.status == "ACTIVE"]
    obstacles = [(host, obstacle(host, need)) for host in hosts]
    possible = [host for host, reason in obstacles if reason is None]
    strategies = strategies or [{"type": "spread", "field": "attribute:ecs.availability-zone"}]

    def rank(host: Any) -> list[float]:
        return [preference(each, host, hosts, group) for each in strategies]

    return min(possible, key=rank, default=None), [(host, reason) for host, reason in obstacles if reason]


def preference(strategy: dict, host: Any, hosts: list[Any], group: str) -> float:
    """The lower, the better."""
    field = strategy.get("field", "")
    if strategy["type"] == "binpack":
        return next(each["integerValue"] for each in host.remaining_resources if each["name"] == field.upper())
    if strategy["type"] == "random":
        return 0
    attribute = field.removeprefix("attribute:")
    value = host.attributes.get(attribute)
    alike = [each for each in hosts if value and each.attributes.get(attribute) == value] or [host]
    return sum(task.group == group for each in alike for task in each.tasks)
