"""What ECS refuses in the options of the log driver awslogs."""

import re

from .task_definition import containers, fargate, refused, register

AWSLOGS = "Amazon ECS Developer Guide, Send Amazon ECS logs to CloudWatch"

# The options of Docker's driver that ECS accepts, and the two of ECS itself.
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


def options(container: dict, driver: str) -> dict | None:
    """The options of a container's log driver, if it is this one."""
    configuration = container.get("logConfiguration") or {}
    return (configuration.get("options") or {}) if configuration.get("logDriver") == driver else None


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
