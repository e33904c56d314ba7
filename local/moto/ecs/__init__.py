"""The control plane of Amazon ECS, on moto's clusters, task definitions and services: hosts that register, tasks that
are placed on them, and deployments.

It has only the EC2 launch type, rolling deployments and replica services. It does not evaluate placement constraints or
alarms.
"""

import background


def apply() -> None:
    from . import clusters, deployments, hosts, run_task, scheduler, services, targets  # noqa: F401
    from . import task_actions, task_definitions  # noqa: F401

    clusters.apply()
    targets.apply()
    background.start(scheduler.run)
