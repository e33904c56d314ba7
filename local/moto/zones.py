"""The loss of an Availability Zone, for tests:

    PUT    /embedded-aws/lost-zones/<zone>    its instances are terminated, as EC2 reports them failed, and none starts there ...
    DELETE /embedded-aws/lost-zones/<zone>    ... until this request. Groups that found no zone launch now

Groups launch in the first of their subnets, as moto does, whose zone is not lost. A new database is in another zone of its
subnets; where the request names the lost zone, RDS has no capacity. What becomes of a database in the lost zone is not modeled:
it can be renamed, as if the zone had only degraded.
"""

from typing import Any

from hosts_of_groups import group_backends
from questions import question

LOST: set[str] = set()


def first_zone(zones: list[str]) -> str | None:
    return next((zone for zone in zones if zone not in LOST), None)


@question("PUT", "lost-zones/(.+)", for_tests=True)
def lose(zone: str, body: Any) -> list[str]:
    from moto.elbv2.models import elbv2_backends

    LOST.add(zone)
    ended = []
    for backend in group_backends():
        members = [state.instance for group in list(backend.autoscaling_groups.values()) for state in group.instance_states]
        here = [each.id for each in members if each._placement.zone == zone]
        if here:
            backend.ec2_backend.terminate_instances(here)
            elbv2_backends[backend.account_id][backend.region_name].notify_terminate_instances(here)
            backend.notify_terminate_instances(here)
        ended += here
    return ended


@question("DELETE", "lost-zones/(.+)", for_tests=True)
def find(zone: str, body: Any) -> str:
    LOST.discard(zone)
    for backend in group_backends():
        for group in list(backend.autoscaling_groups.values()):
            group.set_desired_capacity(group.desired_capacity)
    return "available"


def apply() -> None:
    launch_elsewhere()
    create_databases_elsewhere()


def launch_elsewhere() -> None:
    from moto.autoscaling.models import FakeAutoScalingGroup as Group

    replace = Group.replace_autoscaling_group_instances

    def replace_elsewhere(self, *args, **kwargs):
        given = self.vpc_zone_identifier
        subnets = given.split(",") if given and LOST else []
        ec2 = self.autoscaling_backend.ec2_backend
        usable = [each for each in subnets if ec2.get_subnet(each).availability_zone not in LOST]
        if subnets and not usable:
            return
        try:
            self.vpc_zone_identifier = ",".join(usable) or given
            replace(self, *args, **kwargs)
        finally:
            self.vpc_zone_identifier = given

    Group.replace_autoscaling_group_instances = replace_elsewhere


def create_databases_elsewhere() -> None:
    from moto.rds.exceptions import RDSClientError
    from moto.rds.models import RDSBackend

    create = RDSBackend.create_db_instance

    def create_in_a_zone(self, db_kwargs):
        wanted = db_kwargs.get("availability_zone")
        if wanted in LOST:
            raise RDSClientError(
                "InsufficientDBInstanceCapacity",
                f"Cannot create a db instance of this class because {wanted} does not have sufficient capacity.",
            )
        group = self.subnet_groups.get((db_kwargs.get("db_subnet_group_name") or "").lower())
        zones = [subnet.availability_zone for subnet in group._subnets] if group else []
        return create(self, {**db_kwargs, "availability_zone": wanted or first_zone(zones)})

    RDSBackend.create_db_instance = create_in_a_zone
