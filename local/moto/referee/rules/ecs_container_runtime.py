"""What ECS refuses in health checks, restart policies, Linux parameters and limits."""

import re
from collections.abc import Iterator

from ..refusal import Refusal
from .task_definition import containers, linux, refused, register


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
def health_check_command_starts_with_cmd(params, account):
    """The string array must start with CMD to run the command arguments directly, or CMD-SHELL for the shell."""
    for container in containers(params):
        command = (container.get("healthCheck") or {}).get("command")
        if command is not None and command[:1] not in (["CMD"], ["CMD-SHELL"]):
            yield refused(
                f"Invalid setting for container '{container.get('name')}'. "
                "Health check command must start with CMD or CMD-SHELL."
            )


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
