from task_definition import BRIDGE, CONTAINER, EMPTY, SIDECAR, first

BRIDGE.twin("family_has_letters_numbers_hyphens_and_underscores", {"family": "web/app"})
BRIDGE.twin(
    "task_definition_has_at_most_ten_containers",
    {"containerDefinitions": [CONTAINER, *({**SIDECAR, "name": f"logs-{number}"} for number in range(10))]},
)
BRIDGE.twin("task_definition_fits_64_kib", {f"{first}.environment.0.value": "x" * 65536})
BRIDGE.twin("containers_fit_the_memory_of_the_task", {"memory": "256"}, given={"memory": "512"})
BRIDGE.twin("one_container_is_essential", {f"{first}.essential": False})
BRIDGE.twin(
    "host_port_is_taken_once",
    {"containerDefinitions.1.portMappings": [{"containerPort": 81, "hostPort": 8080}]},
    given={f"{first}.portMappings.0.hostPort": 8080},
)
BRIDGE.twin("ports_have_unique_names", {"containerDefinitions.1.portMappings": [{"containerPort": 81, "name": "http"}]})
BRIDGE.twin(
    "links_need_bridge_mode", {"networkMode": "awsvpc"}, given={f"{first}.links": ["logs"], f"{first}.portMappings": []}
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
