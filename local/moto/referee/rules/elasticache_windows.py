"""What ElastiCache refuses of snapshots and maintenance windows."""

import re

from .elasticache import BOTH, CHANGES, SETTINGS, current, invalid
from .rds_windows import A_DAY, window
from .table import rule

BACKUPS = "Amazon ElastiCache User Guide, Scheduling automatic backups"


@rule("elasticache", *BOTH, source=BACKUPS)
def snapshot_window_is_an_hour_of_a_day(params, account):
    """The minimum length for the backup window is 60 minutes, in Universal Coordinated Time."""
    text = params.get("SnapshotWindow")
    if text is not None and ((found := window(text, weekly=False)) is None or found[1] < 60):
        return invalid(f"Invalid snapshot window: {text}. It must be hh24:mi-hh24:mi and at least 60 minutes.")


@rule("elasticache", *BOTH, source=SETTINGS)
def maintenance_window_is_an_hour_of_a_week(params, account):
    """The format is ddd:hh24:mi-ddd:hh24:mi (24H Clock UTC). The minimum maintenance window is a 60 minute period."""
    text = params.get("PreferredMaintenanceWindow")
    if text is not None and ((found := window(text, weekly=True)) is None or found[1] < 60):
        return invalid(f"Invalid maintenance window: {text}. It must be ddd:hh24:mi-ddd:hh24:mi, at least 60 minutes.")


@rule("elasticache", *BOTH, source=BACKUPS)
def snapshot_window_is_outside_the_maintenance_window(params, account):
    """The backup window can't overlap the maintenance window of the cluster."""
    daily = window(current(params, account, "SnapshotWindow", "snapshot_window") or "", weekly=False)
    weekly = window(current(params, account, "PreferredMaintenanceWindow", "preferred_maintenance_window") or "", weekly=True)
    given = {"SnapshotWindow", "PreferredMaintenanceWindow"} & params.keys()
    if not (given and daily and weekly):
        return None
    for day in range(-1, 8):
        start = day * A_DAY + daily[0]
        if start < weekly[0] + weekly[1] and weekly[0] < start + daily[1]:
            return invalid("The snapshot window and maintenance window must not overlap.")


@rule("elasticache", *BOTH, source=BACKUPS)
def snapshots_are_kept_0_to_35_days(params, account):
    """The maximum backup retention limit is 35 days. 0 disables automatic backups."""
    days = params.get("SnapshotRetentionLimit", 0)
    if not 0 <= days <= 35:
        return invalid(f"Invalid snapshot retention limit: {days}. It must be from 0 to 35.")


@rule("elasticache", "ModifyReplicationGroup", source=CHANGES)
def snapshots_are_taken_of_a_member(params, account):
    """SnapshottingClusterId: the cluster ID that is used as the daily snapshot source for the replication group."""
    member, name = params.get("SnapshottingClusterId"), params["ReplicationGroupId"].lower()
    if member is not None and not re.fullmatch(rf"{re.escape(name)}-\d{{3}}", member):
        return invalid(f"The cluster {member} is not a member of the replication group {name}.")
