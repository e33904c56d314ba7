"""The control plane of Amazon ECS, on moto's clusters, task definitions and services: hosts that register, tasks that
are placed on them, and deployments.

It has only the EC2 launch type, rolling deployments and replica services. It does not evaluate placement constraints or
alarms, and does not scale capacity providers: where AWS keeps a task of RunTask in PROVISIONING until a new host has
room, RunTask returns a failure here.
"""

import background


def apply() -> None:
    from . import clusters, deployments, hosts, run_task, scheduler, services, targets  # noqa: F401
    from . import task_definitions, tasks  # noqa: F401

    clusters.apply()
    targets.apply()
    background.start(scheduler.run)
