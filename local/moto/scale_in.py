"""Scale-in of Auto Scaling groups by a smaller maximum or desired capacity. moto terminates the instances at once.

With managed draining the instance is kept until all its tasks have stopped, and does not count for the capacity of its group
("Amazon ECS managed instance draining", ECS Developer Guide).
"""

from threading import Thread
from typing import Any

from hosts_of_groups import is_drained_first, retire


def apply() -> None:
    from moto.autoscaling.models import FakeAutoScalingGroup as Group

    set_desired_capacity, update = Group.set_desired_capacity, Group.update

    def drain_and_set(self: Any, new_capacity: int | None) -> None:
        wanted = self.min_size if new_capacity is None else new_capacity
        members = self.active_instances()
        for member in members[: max(0, len(members) - wanted)]:
            if is_drained_first(self, member.instance.id):
                member.lifecycle_state = "Terminating:Wait"
                Thread(target=retire, args=(self, member.instance.id), daemon=True).start()
            else:
                retire(self, member.instance.id)
        set_desired_capacity(self, new_capacity)

    def update_and_launch(self: Any, *args: Any, **kwargs: Any) -> None:
        update(self, *args, **kwargs)
        # moto counts the instances that are being drained, too.
        if self.desired_capacity < self.min_size:
            self.set_desired_capacity(self.min_size)

    Group.set_desired_capacity, Group.update = drain_and_set, update_and_launch
