from task_definition import BRIDGE, first

BRIDGE.twin("health_check_interval_is_5_to_300_seconds", {f"{first}.healthCheck.interval": 4})
BRIDGE.twin("health_check_timeout_is_2_to_60_seconds", {f"{first}.healthCheck.timeout": 61})
BRIDGE.twin("health_check_has_1_to_10_retries", {f"{first}.healthCheck.retries": 11})
BRIDGE.twin("health_check_start_period_is_0_to_300_seconds", {f"{first}.healthCheck.startPeriod": 301})
BRIDGE.twin("health_check_command_starts_with_cmd", {f"{first}.healthCheck.command": ["curl", "localhost"]})
BRIDGE.twin("restart_waits_60_to_1800_seconds", {f"{first}.restartPolicy.restartAttemptPeriod": 30})
BRIDGE.twin("restart_ignores_at_most_50_exit_codes", {f"{first}.restartPolicy.ignoredExitCodes": list(range(51))})
BRIDGE.twin("tmpfs_has_an_absolute_path_and_a_size", {f"{first}.linuxParameters.tmpfs.0.containerPath": "tmp"})
BRIDGE.twin("docker_security_option_is_known", {f"{first}.dockerSecurityOptions.0": "no-new-privilege"})
BRIDGE.twin("swappiness_is_0_to_100", {f"{first}.linuxParameters.swappiness": 101})
BRIDGE.twin("soft_limit_is_not_above_the_hard_limit", {f"{first}.ulimits.0.softLimit": 8192})
