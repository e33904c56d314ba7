from task_definition import FARGATE, first
from twins import ABSENT

FARGATE.twin("fargate_has_no_devices_shared_memory_or_swap", {f"{first}.linuxParameters.sharedMemorySize": 64})
FARGATE.twin(
    "fargate_adds_one_capability_only",
    {f"{first}.linuxParameters.capabilities.add": ["NET_ADMIN"]},
    given={f"{first}.linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"]}}},
)
FARGATE.twin("fargate_has_no_privileged_container", {f"{first}.privileged": True})
FARGATE.twin("fargate_has_no_docker_security_options", {f"{first}.dockerSecurityOptions": ["no-new-privileges"]})
FARGATE.twin("fargate_needs_awsvpc_mode", {"networkMode": "bridge"})
FARGATE.twin("fargate_needs_cpu_and_memory_of_the_task", {"cpu": ABSENT})
FARGATE.twin("fargate_has_sizes_of_a_table", {"memory": "4096"})
FARGATE.twin("fargate_stops_within_120_seconds", {f"{first}.stopTimeout": 121})
