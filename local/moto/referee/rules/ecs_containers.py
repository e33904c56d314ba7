"""What ECS refuses in a container definition, and between the containers of one task."""

from collections.abc import Iterator

from .task_definition import NAME, containers, essential, names, refused, register


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
def link_names_a_container(params, account):
    """links allows containers of a task to communicate: name:internalName, analogous to name:alias in Docker."""
    for container in containers(params):
        for link in container.get("links") or []:
            if link.split(":")[0] not in names(params):
                yield refused(f"Container '{container.get('name')}' links to '{link}', which does not exist.")


def dependencies(params: dict) -> Iterator[tuple[dict, dict, dict | None]]:
    """Each container, one of its dependencies, and the container that the dependency names."""
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
