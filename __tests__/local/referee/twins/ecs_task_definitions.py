from twins import ABSENT, Request

CONTAINER = {
    "name": "app",
    "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1",
    "memory": 512,
    "memoryReservation": 256,
    "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 30, "timeout": 5, "retries": 3, "startPeriod": 10},
    "portMappings": [{"containerPort": 80, "hostPort": 0, "protocol": "tcp", "name": "http"}],
    "logConfiguration": {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": "app",
            "awslogs-region": "us-east-1",
            "awslogs-stream-prefix": "app",
            "mode": "non-blocking",
            "max-buffer-size": "25m",
        },
    },
    "linuxParameters": {"initProcessEnabled": True, "tmpfs": [{"containerPath": "/tmp", "size": 64}]},
    "dockerSecurityOptions": ["no-new-privileges"],
    "restartPolicy": {"enabled": True, "restartAttemptPeriod": 60, "ignoredExitCodes": [0]},
    "environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::settings/app.env"}],
    "environment": [{"name": "APP_ENV", "value": "production"}],
    "secrets": [{"name": "APP_KEY", "valueFrom": "arn:aws:ssm:us-east-1:123456789012:parameter/key"}],
    "mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}],
    "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 4096}],
}
SIDECAR = {"name": "logs", "image": "busybox", "memory": 64, "essential": False}
BRIDGE = Request(
    "ecs",
    "RegisterTaskDefinition",
    {
        "family": "web",
        "networkMode": "bridge",
        "requiresCompatibilities": ["EC2"],
        "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
        "volumes": [{"name": "data"}],
        "containerDefinitions": [CONTAINER, SIDECAR],
    },
)
first = "containerDefinitions.0"

BRIDGE.twin("family_has_letters_numbers_hyphens_and_underscores", {"family": "web/app"})
BRIDGE.twin(
    "task_definition_has_at_most_ten_containers",
    {"containerDefinitions": [CONTAINER, *({**SIDECAR, "name": f"logs-{number}"} for number in range(10))]},
)
BRIDGE.twin("task_definition_fits_64_kib", {f"{first}.environment.0.value": "x" * 65536})
BRIDGE.twin("container_name_has_letters_numbers_hyphens_and_underscores", {f"{first}.name": "my app"})
BRIDGE.twin("container_names_are_unique", {"containerDefinitions.1.name": "app"})
BRIDGE.twin("container_has_an_image", {f"{first}.image": ABSENT})
BRIDGE.twin("container_has_memory", {"containerDefinitions.1.memory": ABSENT})
BRIDGE.twin("memory_is_not_below_its_reservation", {f"{first}.memoryReservation": 513})
BRIDGE.twin("containers_fit_the_memory_of_the_task", {"memory": "256"}, given={"memory": "512"})
BRIDGE.twin("one_container_is_essential", {f"{first}.essential": False})
BRIDGE.twin("link_names_a_container", {f"{first}.links": ["redis:cache"]}, given={f"{first}.links": ["logs"]})
BRIDGE.twin("health_check_interval_is_5_to_300_seconds", {f"{first}.healthCheck.interval": 4})
BRIDGE.twin("health_check_timeout_is_2_to_60_seconds", {f"{first}.healthCheck.timeout": 61})
BRIDGE.twin("health_check_has_1_to_10_retries", {f"{first}.healthCheck.retries": 11})
BRIDGE.twin("health_check_start_period_is_0_to_300_seconds", {f"{first}.healthCheck.startPeriod": 301})
BRIDGE.twin("health_check_command_says_how_it_is_run", {f"{first}.healthCheck.command": ["curl", "localhost"]})
depends = f"{first}.dependsOn"
BRIDGE.twin(
    "dependency_names_a_container",
    {f"{depends}.0.containerName": "nope"},
    given={depends: [{"containerName": "logs", "condition": "START"}]},
)
BRIDGE.twin(
    "dependencies_have_no_cycle",
    {"containerDefinitions.1.dependsOn": [{"containerName": "app", "condition": "START"}]},
    given={depends: [{"containerName": "logs", "condition": "START"}]},
)
BRIDGE.twin(
    "dependency_on_health_needs_a_health_check",
    {depends: [{"containerName": "logs", "condition": "HEALTHY"}]},
    given={depends: [{"containerName": "logs", "condition": "START"}]},
)
BRIDGE.twin(
    "essential_container_is_not_waited_for_to_end",
    {"containerDefinitions.1.essential": True},
    given={depends: [{"containerName": "logs", "condition": "SUCCESS"}]},
)
BRIDGE.twin("mount_point_names_a_volume", {f"{first}.mountPoints.0.sourceVolume": "date"})
BRIDGE.twin(
    "volumes_are_taken_from_a_container",
    {f"{first}.volumesFrom.0.sourceContainer": "log"},
    given={f"{first}.volumesFrom": [{"sourceContainer": "logs"}]},
)
BRIDGE.twin(
    "environment_file_is_an_env_object_in_s3", {f"{first}.environmentFiles.0.value": "arn:aws:s3:::settings/app.txt"}
)
BRIDGE.twin(
    "container_has_at_most_ten_environment_files",
    {
        f"{first}.environmentFiles": [
            {"type": "s3", "value": f"arn:aws:s3:::settings/{number}.env"} for number in range(11)
        ]
    },
)
BRIDGE.twin("environment_files_need_an_execution_role", {"executionRoleArn": ABSENT}, given={f"{first}.secrets": []})
BRIDGE.twin("secrets_need_an_execution_role", {"executionRoleArn": ABSENT}, given={f"{first}.environmentFiles": []})
BRIDGE.twin("secret_and_variable_have_different_names", {f"{first}.secrets.0.name": "APP_ENV"})
log = f"{first}.logConfiguration.options"
BRIDGE.twin("awslogs_option_is_known", {f"{log}.awslogs-stream-prefx": "app"})
BRIDGE.twin("awslogs_has_a_group", {f"{log}.awslogs-group": ABSENT})
BRIDGE.twin("awslogs_has_a_region", {f"{log}.awslogs-region": ABSENT})
BRIDGE.twin("awslogs_mode_is_blocking_or_not", {f"{log}.mode": "nonblocking"})
BRIDGE.twin("awslogs_buffer_size_has_a_unit", {f"{log}.max-buffer-size": "25 MiB"})
BRIDGE.twin(
    "awslogs_has_one_way_to_join_lines",
    {f"{log}.awslogs-datetime-format": "%H:%M"},
    given={f"{log}.awslogs-multiline-pattern": "^INFO"},
)
BRIDGE.twin(
    "host_port_is_taken_once",
    {"containerDefinitions.1.portMappings": [{"containerPort": 81, "hostPort": 8080}]},
    given={f"{first}.portMappings.0.hostPort": 8080},
)
BRIDGE.twin("ports_have_unique_names", {"containerDefinitions.1.portMappings": [{"containerPort": 81, "name": "http"}]})
BRIDGE.twin("restart_waits_60_to_1800_seconds", {f"{first}.restartPolicy.restartAttemptPeriod": 30})
BRIDGE.twin("restart_ignores_at_most_50_exit_codes", {f"{first}.restartPolicy.ignoredExitCodes": list(range(51))})
BRIDGE.twin("tmpfs_has_an_absolute_path_and_a_size", {f"{first}.linuxParameters.tmpfs.0.containerPath": "tmp"})
BRIDGE.twin("docker_security_option_is_known", {f"{first}.dockerSecurityOptions.0": "no-new-privilege"})
BRIDGE.twin("swappiness_is_0_to_100", {f"{first}.linuxParameters.swappiness": 101})
BRIDGE.twin("soft_limit_is_not_above_the_hard_limit", {f"{first}.ulimits.0.softLimit": 8192})
BRIDGE.twin(
    "links_need_bridge_mode", {"networkMode": "awsvpc"}, given={f"{first}.links": ["logs"], f"{first}.portMappings": []}
)

EMPTY = Request(
    "ecs", "RegisterTaskDefinition", {"family": "web", "containerDefinitions": [SIDECAR | {"essential": True}]}
)
EMPTY.twin("task_definition_has_a_container", {"containerDefinitions": []})
EMPTY.twin(
    "host_port_equals_container_port_without_a_bridge",
    {"containerDefinitions.0.portMappings.0.hostPort": 8080},
    given={"networkMode": "host", "containerDefinitions.0.portMappings": [{"containerPort": 80, "hostPort": 80}]},
)
EMPTY.twin(
    "awsvpc_mode_has_no_hostname_of_its_own",
    {"containerDefinitions.0.hostname": "web"},
    given={"networkMode": "awsvpc"},
)
EMPTY.twin(
    "awsvpc_mode_has_no_extra_hosts",
    {"containerDefinitions.0.extraHosts": [{"hostname": "db", "ipAddress": "10.0.0.1"}]},
    given={"networkMode": "awsvpc"},
)

FARGATE = Request(
    "ecs",
    "RegisterTaskDefinition",
    {
        "family": "web",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
        "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
        "containerDefinitions": [
            {"name": "app", "image": "busybox", "logConfiguration": CONTAINER["logConfiguration"], "stopTimeout": 120}
        ],
    },
)
FARGATE.twin("awslogs_on_fargate_has_a_stream_prefix", {f"{log}.awslogs-stream-prefix": ABSENT})
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
