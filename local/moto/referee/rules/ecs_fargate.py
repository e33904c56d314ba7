"""What ECS refuses in a task definition for Fargate."""

from .task_definition import containers, fargate, linux, mode, refused, register

FARGATE = "Amazon ECS Developer Guide, Task definition differences for Fargate"

# "Fargate task size": memory in MiB for each CPU value.
FARGATE_SIZES = {
    256: [512, 1024, 2048],
    512: range(1024, 4097, 1024),
    1024: range(2048, 8193, 1024),
    2048: range(4096, 16385, 1024),
    4096: range(8192, 30721, 1024),
    8192: range(16384, 61441, 4096),
    16384: range(32768, 122881, 8192),
}


@register(FARGATE)
def fargate_needs_awsvpc_mode(params, account):
    """Amazon ECS task definitions for Fargate require that the network mode is set to awsvpc."""
    if fargate(params) and mode(params) != "awsvpc":
        return refused("Fargate only supports network mode ‘awsvpc’.")


@register(FARGATE)
def fargate_needs_cpu_and_memory_of_the_task(params, account):
    """Amazon ECS task definitions for Fargate require that you specify CPU and memory at the task level."""
    if fargate(params) and not (params.get("cpu") and params.get("memory")):
        return refused("Fargate requires that 'cpu' and 'memory' be defined at the task level.")


@register(FARGATE)
def fargate_has_sizes_of_a_table(params, account):
    """Tasks on Fargate support only specific combinations of CPU and memory."""
    cpu, memory = str(params.get("cpu", "")), str(params.get("memory", ""))
    if fargate(params) and cpu.isdigit() and memory.isdigit() and int(memory) not in FARGATE_SIZES.get(int(cpu), []):
        return refused(f"No Fargate configuration exists for given values: {cpu} CPU, {memory} memory.")


@register(FARGATE)
def fargate_has_no_devices_shared_memory_or_swap(params, account):
    """If you're using tasks that use Fargate, devices, sharedMemorySize, maxSwap and swappiness aren't supported."""
    for container in containers(params):
        unsupported = sorted(linux(container).keys() & {"devices", "sharedMemorySize", "maxSwap", "swappiness"})
        if fargate(params) and unsupported:
            yield refused(f"The following Linux parameters are not supported on Fargate: {', '.join(unsupported)}")


@register(FARGATE)
def fargate_adds_one_capability_only(params, account):
    """Tasks launched on Fargate only support adding the SYS_PTRACE kernel capability."""
    for container in containers(params):
        added = set((linux(container).get("capabilities") or {}).get("add") or []) - {"SYS_PTRACE"}
        if fargate(params) and added:
            yield refused(f"The following capabilities are not supported on Fargate: {', '.join(sorted(added))}")


@register(FARGATE)
def fargate_has_no_privileged_container(params, account):
    """privileged is not supported for tasks run on Fargate."""
    if fargate(params) and any(each.get("privileged") for each in containers(params)):
        return refused("Fargate does not support privileged containers.")


@register(FARGATE)
def fargate_has_no_docker_security_options(params, account):
    """dockerSecurityOptions isn't valid for containers in tasks using Fargate."""
    if fargate(params) and any(each.get("dockerSecurityOptions") for each in containers(params)):
        return refused("Fargate does not support dockerSecurityOptions.")


@register(FARGATE)
def fargate_stops_within_120_seconds(params, account):
    """For tasks that use Fargate, the max stop timeout value is 120 seconds."""
    for container in containers(params):
        if fargate(params) and container.get("stopTimeout", 0) > 120:
            yield refused(
                f"Invalid setting for container '{container.get('name')}'. stopTimeout is at most 120 seconds."
            )
