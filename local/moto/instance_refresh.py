"""Instance refreshes of Auto Scaling groups, and the replacement of unhealthy instances.

A refresh launches a new instance by the group's launch template, waits until it has joined its cluster and is warm,
drains and terminates an old one, and so on, one by one: as with a minimum of 100 % and a maximum of 200 % in a group of
one. It differs from AWS: it waits for ECS, which Auto Scaling does not know; it does not roll back, and knows no
checkpoints, no skip matching and no other percentages. A new instance that does not join makes it fail after an hour,
and is terminated.
"""

from threading import Thread
from typing import Any
from uuid import uuid4

import pace
from hosts_of_groups import LOOKS_EVERY_SECONDS, joined, launch, provider_of, retire, terminate

JOINING_SECONDS = 3_600

# The newest first, by the ARN of the group.
refreshes: dict[str, list[dict[str, Any]]] = {}


def under_way(group: Any) -> list[dict[str, Any]]:
    return [each for each in refreshes.get(group.arn, []) if each["Status"] in ("InProgress", "Cancelling")]


def refresh(group: Any, started: dict[str, Any], warm_up: float) -> None:
    from moto.core.utils import utcnow

    old = [each.instance.id for each in group.instance_states]
    for number, instance_id in enumerate(old):
        new = launch(group)
        if problem := wait_for(group, new, started, warm_up):
            retire(group, new)
            started.update(problem)
            break
        retire(group, instance_id)
        started["InstancesToUpdate"] = len(old) - number - 1
        started["PercentageComplete"] = 100 * (number + 1) // len(old)
    else:
        started["Status"] = "Successful"
    started["EndTime"] = utcnow()


def wait_for(group: Any, new: str, started: dict[str, Any], warm_up: float) -> dict[str, str] | None:
    """Waits until a new instance is ready, and returns how the refresh ends if it is not."""
    end, ready = pace.now() + JOINING_SECONDS, None
    while ready is None or pace.now() < ready + warm_up:
        host = joined(group, new)
        if ready is None and (host and host.status == "ACTIVE" or not provider_of(group)):
            ready = pace.now()
        if started["Status"] == "Cancelling":
            return {"Status": "Cancelled", "StatusReason": "Cancelled due to user request."}
        if ready is None and pace.now() > end:
            return {"Status": "Failed", "StatusReason": f"The instance {new} did not join its cluster."}
        pace.wait(LOOKS_EVERY_SECONDS)
    return None


def apply() -> None:
    from moto.autoscaling.exceptions import AutoscalingClientError
    from moto.autoscaling.models import AutoScalingBackend
    from moto.autoscaling.responses import AutoScalingResponse as Responses
    from moto.core.responses import ActionResult
    from moto.core.utils import utcnow

    set_instance_health = AutoScalingBackend.set_instance_health

    def start_instance_refresh(self):
        group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
        known = refreshes.setdefault(group.arn, [])
        if under_way(group):
            message = "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh."
            raise AutoscalingClientError("InstanceRefreshInProgress", message)
        preferences = self._get_param("Preferences") or {}
        started = {
            "InstanceRefreshId": str(uuid4()),
            "AutoScalingGroupName": group.name,
            "Status": "InProgress",
            "StartTime": utcnow(),
            "PercentageComplete": 0,
            "InstancesToUpdate": len(group.instance_states),
            "Preferences": preferences,
        }
        known.insert(0, started)
        warm_up = preferences.get("InstanceWarmup", getattr(group, "default_instance_warmup", None) or 0)
        Thread(target=refresh, args=(group, started, float(warm_up)), daemon=True).start()
        return ActionResult({"InstanceRefreshId": started["InstanceRefreshId"]})

    def cancel_instance_refresh(self):
        group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
        if not (found := under_way(group)):
            message = f"No in progress or pending Instance Refresh found for Auto Scaling group {group.name}"
            raise AutoscalingClientError("ActiveInstanceRefreshNotFound", message)
        found[0]["Status"] = "Cancelling"
        return ActionResult({"InstanceRefreshId": found[0]["InstanceRefreshId"]})

    def describe_instance_refreshes(self):
        group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
        wanted = self._get_param("InstanceRefreshIds") or []
        known = [each for each in refreshes.get(group.arn, []) if not wanted or each["InstanceRefreshId"] in wanted]
        return ActionResult({"InstanceRefreshes": known})

    def set_health_and_replace(self, instance_id, health_status):
        set_instance_health(self, instance_id, health_status)
        if health_status == "Unhealthy":
            [group] = [
                group
                for group in self.autoscaling_groups.values()
                if instance_id in [each.instance.id for each in group.instance_states]
            ]
            terminate(group, instance_id)
            # moto launches the replacement here, as for TerminateInstances.
            self.notify_terminate_instances([instance_id])

    Responses.start_instance_refresh = start_instance_refresh
    Responses.cancel_instance_refresh = cancel_instance_refresh
    Responses.describe_instance_refreshes = describe_instance_refreshes
    AutoScalingBackend.set_instance_health = set_health_and_replace
