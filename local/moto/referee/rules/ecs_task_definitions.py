"""What ECS refuses in a task definition as a whole: its family, its size, its network."""

import json

from .task_definition import NAME, containers, essential, mode, refused, register


@register()
def family_has_letters_numbers_hyphens_and_underscores(params, account):
    """Up to 255 letters (both uppercase and lowercase letters), numbers, hyphens (-), and underscores (_) are allowed."""
    if not NAME.fullmatch(params.get("family", "")):
        return refused("Family contains invalid characters.")


@register()
def task_definition_has_a_container(params, account):
    """containerDefinitions is required: a list of container definitions, at least one."""
    if not containers(params):
        return refused("Container list cannot be empty.")


@register("Amazon ECS Developer Guide, Amazon ECS service quotas")
def task_definition_has_at_most_ten_containers(params, account):
    """The maximum number of containers definitions within a task definition is 10."""
    if len(containers(params)) > 10:
        return refused("Too many container definitions. The maximum is 10.")


@register("Amazon ECS Developer Guide, Amazon ECS service quotas")
def task_definition_fits_64_kib(params, account):
    """The maximum size, in KiB, of a task definition that you can register is 64."""
    if len(json.dumps(params, separators=(",", ":"), ensure_ascii=False).encode()) > 64 * 1024:
        return refused("Actual length: task definition is more than 64 KiB. Reduce its size.")


@register()
def containers_fit_the_memory_of_the_task(params, account):
    """The total amount of memory reserved for all containers within a task must be lower than the task memory value."""
    task = str(params.get("memory") or "")
    reserved = sum(each.get("memoryReservation") or each.get("memory") or 0 for each in containers(params))
    if task.isdigit() and reserved > int(task):
        return refused(f"Total memory of containers ({reserved} MiB) exceeds the memory of the task ({task} MiB).")


@register()
def one_container_is_essential(params, account):
    """All tasks must have at least one essential container."""
    if containers(params) and not any(map(essential, containers(params))):
        return refused("Task definition doesn't have any essential container")


@register()
def links_need_bridge_mode(params, account):
    """The links parameter is only supported if the network mode of a task definition is bridge."""
    if mode(params) != "bridge" and any(each.get("links") for each in containers(params)):
        return refused(f"Links are not supported when networkMode={mode(params)}.")


@register()
def host_port_equals_container_port_without_a_bridge(params, account):
    """If you use containers in a task with the awsvpc or host network mode, hostPort is blank or the containerPort."""
    if mode(params) in ("awsvpc", "host"):
        for container in containers(params):
            for port in container.get("portMappings") or []:
                if port.get("hostPort", port.get("containerPort")) != port.get("containerPort"):
                    yield refused(
                        f"When networkMode={mode(params)}, the host ports and container ports in port mappings must match."
                    )


@register()
def host_port_is_taken_once(params, account):
    """A static hostPort is reserved on the instance: two containers of a task cannot have the same."""
    taken = [
        (port["hostPort"], port.get("protocol", "tcp"))
        for container in containers(params)
        for port in container.get("portMappings") or []
        if port.get("hostPort")
    ]
    for number, protocol in sorted({each for each in taken if taken.count(each) > 1}):
        yield refused(f"Port mapping uses the host port {number}/{protocol} more than once.")


@register()
def ports_have_unique_names(params, account):
    """name: the name that's used for the port mapping, by which Service Connect finds it."""
    given = [
        port["name"]
        for container in containers(params)
        for port in container.get("portMappings") or []
        if port.get("name")
    ]
    for name in sorted({each for each in given if given.count(each) > 1}):
        yield refused(f"Port mapping name '{name}' is used more than once in the task definition.")


@register()
def awsvpc_mode_has_no_hostname_of_its_own(params, account):
    """The hostname parameter is not supported if you're using the awsvpc network mode."""
    if mode(params) == "awsvpc" and any(each.get("hostname") for each in containers(params)):
        return refused("Hostname is not supported when networkMode=awsvpc.")


@register()
def awsvpc_mode_has_no_extra_hosts(params, account):
    """extraHosts isn't supported for tasks that use the awsvpc network mode."""
    if mode(params) == "awsvpc" and any(each.get("extraHosts") for each in containers(params)):
        return refused("Extra hosts are not supported when networkMode=awsvpc.")
