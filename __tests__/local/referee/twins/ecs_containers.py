from task_definition import BRIDGE, depends, first
from twins import ABSENT

BRIDGE.twin("container_name_has_letters_numbers_hyphens_and_underscores", {f"{first}.name": "my app"})
BRIDGE.twin("container_names_are_unique", {"containerDefinitions.1.name": "app"})
BRIDGE.twin("container_has_an_image", {f"{first}.image": ABSENT})
BRIDGE.twin("container_has_memory", {"containerDefinitions.1.memory": ABSENT})
BRIDGE.twin("memory_is_not_below_its_reservation", {f"{first}.memoryReservation": 513})
BRIDGE.twin("link_names_a_container", {f"{first}.links": ["redis:cache"]}, given={f"{first}.links": ["logs"]})
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
