"""What ECS refuses in a task definition."""

import json
import re
from collections.abc import Iterator

from ..refusal import Refusal
from .table import rule

PARAMETERS = "Amazon ECS Developer Guide, Task definition parameters"
FARGATE = "Amazon ECS Developer Guide, Task definition differences for Fargate"
AWSLOGS = "Amazon ECS Developer Guide, Send Amazon ECS logs to CloudWatch"
NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")

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

# Those of Docker's driver that ECS lets through, and ECS's own two.
AWSLOGS_OPTIONS = {
    "awslogs-create-group",
    "awslogs-datetime-format",
    "awslogs-endpoint",
    "awslogs-format",
    "awslogs-group",
    "awslogs-multiline-pattern",
    "awslogs-region",
    "awslogs-stream",
    "awslogs-stream-prefix",
    "awslogs-credentials-endpoint",
    "awslogs-force-flush-interval-seconds",
    "awslogs-max-buffered-events",
    "max-buffer-size",
    "mode",
    "tag",
}


def register(source: str = PARAMETERS):
    return rule("ecs", "RegisterTaskDefinition", source=source)


def refused(message: str) -> Refusal:
    return Refusal("ClientException", message)


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


def options(container: dict, driver: str) -> dict | None:
    """The options of a container's log driver, if it is this one."""
    configuration = container.get("logConfiguration") or {}
    return (configuration.get("options") or {}) if configuration.get("logDriver") == driver else None


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
def container_name_has_letters_numbers_hyphens_and_underscores(params, account):
    """Up to 255 letters (uppercase and lowercase), numbers, underscores, and hyphens are allowed."""
    for name in names(params):
        if not NAME.fullmatch(name):
            yield refused(f"Invalid container name '{name}'.")


@register()
def container_names_are_unique(params, account):
    """The name of a container is how links, dependencies and load balancers name it."""
    if len(set(names(params))) < len(names(params)):
        return refused("Container names must be unique within a task definition")


@register()
def container_has_an_image(params, account):
    """image: Required: Yes."""
    for container in containers(params):
        if not container.get("image"):
            yield refused("Container.image should not be null or empty.")


@register()
def container_has_memory(params, account):
    """If a task-level memory value is not specified, you must specify memory or memoryReservation in a container."""
    for container in containers(params):
        if not (params.get("memory") or container.get("memory") or container.get("memoryReservation")):
            yield refused(
                f"Invalid setting for container '{container.get('name')}'. "
                "At least one of 'memory' or 'memoryReservation' must be specified."
            )


@register()
def memory_is_not_below_its_reservation(params, account):
    """If you specify both, memory must be greater than memoryReservation (equal is accepted, too)."""
    for container in containers(params):
        limit, reserved = container.get("memory"), container.get("memoryReservation")
        if limit and reserved and limit < reserved:
            yield refused(
                f"Invalid setting for container '{container.get('name')}'. "
                "'memory' must be greater than or equal to 'memoryReservation'"
            )


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
def link_names_a_container(params, account):
    """links allows containers of a task to communicate: name:internalName, analogous to name:alias in Docker."""
    for container in containers(params):
        for link in container.get("links") or []:
            if link.split(":")[0] not in names(params):
                yield refused(f"Container '{container.get('name')}' links to '{link}', which does not exist.")


def within(params: dict, key: str, low: int, high: int) -> Iterator[Refusal]:
    for container in containers(params):
        value = (container.get("healthCheck") or {}).get(key)
        if value is None or low <= value <= high:
            continue
        bound = f"less than or equal to the maximum allowed value {high}"
        if value < low:
            bound = f"greater than or equal to the minimum allowed value {low}"
        yield refused(f"Health check {key} must be {bound} for container '{container.get('name')}'")


@register()
def health_check_interval_is_5_to_300_seconds(params, account):
    """You may specify between 5 and 300 seconds."""
    yield from within(params, "interval", 5, 300)


@register()
def health_check_timeout_is_2_to_60_seconds(params, account):
    """You may specify between 2 and 60 seconds."""
    yield from within(params, "timeout", 2, 60)


@register()
def health_check_has_1_to_10_retries(params, account):
    """You may specify between 1 and 10 retries."""
    yield from within(params, "retries", 1, 10)


@register()
def health_check_start_period_is_0_to_300_seconds(params, account):
    """You can specify between 0 and 300 seconds."""
    yield from within(params, "startPeriod", 0, 300)


@register()
def health_check_command_says_how_it_is_run(params, account):
    """The string array must start with CMD to run the command arguments directly, or CMD-SHELL for the shell."""
    for container in containers(params):
        command = (container.get("healthCheck") or {}).get("command")
        if command is not None and command[:1] not in (["CMD"], ["CMD-SHELL"]):
            yield refused(
                f"Invalid setting for container '{container.get('name')}'. "
                "Health check command must start with CMD or CMD-SHELL."
            )


def dependencies(params: dict) -> Iterator[tuple[dict, dict, dict | None]]:
    """Each container, one of its dependencies, and the container which that names."""
    by_name = {each.get("name"): each for each in containers(params)}
    for container in containers(params):
        for dependency in container.get("dependsOn") or []:
            yield container, dependency, by_name.get(dependency.get("containerName"))


@register()
def dependency_names_a_container(params, account):
    """dependsOn: the dependencies defined for container startup, on other containers in a task definition."""
    for _, dependency, target in dependencies(params):
        if target is None:
            name = dependency.get("containerName")
            yield refused(f"Cannot depend on container + '{name}' because it does not exist")


@register()
def dependencies_have_no_cycle(params, account):
    """A container starts after those it depends on: none can depend on itself, by way of others or not."""
    edges: dict[str, set[str]] = {name: set() for name in names(params)}
    for container, dependency, target in dependencies(params):
        if target is not None:
            edges[container.get("name", "")].add(dependency["containerName"])
    while edges:
        free = [name for name, needed in edges.items() if not needed & edges.keys()]
        if not free:
            return refused(f"Container dependencies have a cycle: {', '.join(sorted(edges))}.")
        for name in free:
            del edges[name]


@register()
def dependency_on_health_needs_a_health_check(params, account):
    """HEALTHY requires that the dependent container has health checks configured in the task definition."""
    for _, dependency, target in dependencies(params):
        if dependency.get("condition") == "HEALTHY" and target is not None and not target.get("healthCheck"):
            yield refused("A dependency container with HEALTHY condition must have health check configured")


@register()
def essential_container_is_not_waited_for_to_end(params, account):
    """COMPLETE and SUCCESS can't be set on an essential container."""
    for _, dependency, target in dependencies(params):
        if dependency.get("condition") in ("COMPLETE", "SUCCESS") and target is not None and essential(target):
            yield refused(
                f"A container cannot depend on the {dependency['condition']} of the essential container "
                f"'{target.get('name')}'."
            )


@register()
def mount_point_names_a_volume(params, account):
    """sourceVolume: the name of the volume to mount. Must be a volume name referenced in the volumes parameter."""
    volumes = {each.get("name") for each in params.get("volumes") or []}
    for container in containers(params):
        for point in container.get("mountPoints") or []:
            if point.get("sourceVolume") and point["sourceVolume"] not in volumes:
                yield refused(f"Unknown volume '{point['sourceVolume']}'.")


@register()
def volumes_are_taken_from_a_container(params, account):
    """sourceContainer: the name of another container within the same task definition to mount volumes from."""
    for container in containers(params):
        for each in container.get("volumesFrom") or []:
            if each.get("sourceContainer") not in names(params):
                yield refused(f"Unknown container '{each.get('sourceContainer')}' in volumesFrom.")


@register("Amazon ECS Developer Guide, Pass environment variables to an Amazon ECS container")
def environment_file_is_an_env_object_in_s3(params, account):
    """The Amazon Resource Name (ARN) of the Amazon S3 object. The file must have a .env file extension."""
    pattern = re.compile(r"arn:aws[\w-]*:s3:::[^/]+/.+\.env")
    for container in containers(params):
        for file in container.get("environmentFiles") or []:
            if not pattern.fullmatch(file.get("value", "")):
                yield refused(
                    f"Invalid environment file '{file.get('value')}': the ARN of an S3 object with the extension .env."
                )


@register("Amazon ECS Developer Guide, Pass environment variables to an Amazon ECS container")
def container_has_at_most_ten_environment_files(params, account):
    """There is a limit of 10 files per task definition."""
    if sum(len(each.get("environmentFiles") or []) for each in containers(params)) > 10:
        return refused("A task definition can have at most 10 environment files.")


@register("Amazon ECS Developer Guide, Pass environment variables to an Amazon ECS container")
def environment_files_need_an_execution_role(params, account):
    """The task execution role needs s3:GetObject and s3:GetBucketLocation to read environment files."""
    if not params.get("executionRoleArn") and any(each.get("environmentFiles") for each in containers(params)):
        return refused(
            "When you are specifying environment files, you must also specify a value for 'executionRoleArn'."
        )


@register("Amazon ECS Developer Guide, Pass sensitive data to an Amazon ECS container")
def secrets_need_an_execution_role(params, account):
    """To provide access to secrets, add permissions to the task execution role."""
    if not params.get("executionRoleArn") and any(each.get("secrets") for each in containers(params)):
        return refused(
            "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
        )


@register("Amazon ECS API Reference, ContainerDefinition")
def secret_and_variable_have_different_names(params, account):
    """The secret name must be unique and not shared with any new or existing environment variables."""
    for container in containers(params):
        variables = {each.get("name") for each in container.get("environment") or []}
        secrets = [each.get("name") for each in container.get("secrets") or []]
        for name in sorted({name for name in secrets if name in variables or secrets.count(name) > 1}):
            yield refused(
                "The secret name must be unique and not shared with any new or existing environment variables "
                f"set on the container, such as '{name}'."
            )


@register(AWSLOGS)
def awslogs_option_is_known(params, account):
    """The options of the awslogs log driver are those of the list."""
    for container in containers(params):
        unknown = sorted((options(container, "awslogs") or {}).keys() - AWSLOGS_OPTIONS)
        if unknown:
            yield refused(f"Log driver awslogs disallows options: {', '.join(unknown)}")


@register(AWSLOGS)
def awslogs_has_a_group(params, account):
    """awslogs-group: Required: Yes."""
    for container in containers(params):
        given = options(container, "awslogs")
        if given is not None and not given.get("awslogs-group"):
            yield refused("Log driver awslogs requires options: awslogs-group")


@register(AWSLOGS)
def awslogs_has_a_region(params, account):
    """awslogs-region: Required: Yes."""
    for container in containers(params):
        given = options(container, "awslogs")
        if given is not None and not given.get("awslogs-region"):
            yield refused("Log driver awslogs requires options: awslogs-region")


@register(AWSLOGS)
def awslogs_mode_is_blocking_or_not(params, account):
    """mode: Valid values: non-blocking | blocking."""
    for container in containers(params):
        given = (options(container, "awslogs") or {}).get("mode", "blocking")
        if given not in ("blocking", "non-blocking"):
            yield refused(f"Invalid value '{given}' for the log option mode: non-blocking or blocking.")


@register(AWSLOGS)
def awslogs_buffer_size_has_a_unit(params, account):
    """max-buffer-size: the size of the buffer, when non-blocking mode is used, as Docker writes it: 1m, 25m."""
    for container in containers(params):
        size = (options(container, "awslogs") or {}).get("max-buffer-size", "1m")
        if not re.fullmatch(r"\d+[bkmg]?", size):
            yield refused(f"Invalid value '{size}' for the log option max-buffer-size.")


@register(AWSLOGS)
def awslogs_has_one_way_to_join_lines(params, account):
    """You can't configure both the awslogs-datetime-format and awslogs-multiline-pattern options."""
    for container in containers(params):
        if {"awslogs-datetime-format", "awslogs-multiline-pattern"} <= (options(container, "awslogs") or {}).keys():
            yield refused(
                "You cannot configure both the awslogs-datetime-format and awslogs-multiline-pattern options."
            )


@register(AWSLOGS)
def awslogs_on_fargate_has_a_stream_prefix(params, account):
    """awslogs-stream-prefix: Required: yes, when using Fargate."""
    for container in containers(params):
        given = options(container, "awslogs")
        if fargate(params) and given is not None and not given.get("awslogs-stream-prefix"):
            yield refused("Log driver awslogs requires options: awslogs-stream-prefix")


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


@register("Amazon ECS Developer Guide, Restart individual containers in Amazon ECS tasks")
def restart_waits_60_to_1800_seconds(params, account):
    """You can set a minimum restartAttemptPeriod of 60 seconds and a maximum restartAttemptPeriod of 1800 seconds."""
    for container in containers(params):
        period = (container.get("restartPolicy") or {}).get("restartAttemptPeriod", 300)
        if not 60 <= period <= 1800:
            yield refused(
                f"Invalid setting for container '{container.get('name')}'. "
                "restartAttemptPeriod must be between 60 and 1800 seconds."
            )


@register("Amazon ECS Developer Guide, Restart individual containers in Amazon ECS tasks")
def restart_ignores_at_most_50_exit_codes(params, account):
    """You can specify a maximum of 50 container exit codes."""
    for container in containers(params):
        if len((container.get("restartPolicy") or {}).get("ignoredExitCodes") or []) > 50:
            yield refused(
                f"Invalid setting for container '{container.get('name')}'. ignoredExitCodes has at most 50 exit codes."
            )


@register()
def tmpfs_has_an_absolute_path_and_a_size(params, account):
    """containerPath: the absolute file path where the tmpfs volume is mounted. size: in MiB. Both are required."""
    for container in containers(params):
        for mount in linux(container).get("tmpfs") or []:
            if not mount.get("containerPath", "").startswith("/") or mount.get("size", 0) < 1:
                yield refused(
                    f"Invalid tmpfs for container '{container.get('name')}': an absolute path and a size in MiB."
                )


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
def fargate_stops_within_120_seconds(params, account):
    """For tasks that use Fargate, the max stop timeout value is 120 seconds."""
    for container in containers(params):
        if fargate(params) and container.get("stopTimeout", 0) > 120:
            yield refused(
                f"Invalid setting for container '{container.get('name')}'. stopTimeout is at most 120 seconds."
            )


@register()
def docker_security_option_is_known(params, account):
    """Valid values: "no-new-privileges" | "apparmor:PROFILE" | "label:value" | "credentialspec:CredentialSpecFilePath"."""
    known = re.compile(r"no-new-privileges(:true)?|(apparmor|label|credentialspec|credentialspecdomainless):.+")
    for container in containers(params):
        for option in container.get("dockerSecurityOptions") or []:
            if not known.fullmatch(option):
                yield refused(f"Invalid dockerSecurityOptions value '{option}'.")


@register()
def swappiness_is_0_to_100(params, account):
    """Accepted values are whole numbers between 0 and 100."""
    for container in containers(params):
        if not 0 <= linux(container).get("swappiness", 60) <= 100:
            yield refused(f"Invalid setting for container '{container.get('name')}'. swappiness is between 0 and 100.")


@register("Amazon ECS API Reference, Ulimit")
def soft_limit_is_not_above_the_hard_limit(params, account):
    """The hard limit is the ceiling of the soft limit."""
    for container in containers(params):
        for limit in container.get("ulimits") or []:
            if limit.get("hardLimit", -1) != -1 and limit.get("softLimit", 0) > limit["hardLimit"]:
                yield refused(f"Invalid ulimit '{limit.get('name')}': the soft limit is above the hard limit.")
