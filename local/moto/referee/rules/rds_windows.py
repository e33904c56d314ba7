"""What RDS refuses of backup and maintenance windows."""

import re

from ..refusal import Refusal
from ..resources import held
from .rds import SETTINGS, current, instance, invalid
from .table import rule

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
A_DAY = 24 * 60
A_WEEK = 7 * A_DAY


def minutes(clock: str) -> int | None:
    found = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", clock)
    return int(found[1]) * 60 + int(found[2]) if found else None


def window(text: str, weekly: bool) -> tuple[int, int] | None:
    """The start of a window and its length in minutes, or nothing if it is not written as one."""
    ends = []
    for end in text.lower().split("-"):
        day, _, clock = end.partition(":") if weekly else ("sun", "", end)
        if day not in DAYS or minutes(clock) is None:
            return None
        ends.append(DAYS.index(day) * A_DAY + minutes(clock))
    if len(ends) != 2:
        return None
    return ends[0], (ends[1] - ends[0]) % (A_WEEK if weekly else A_DAY)


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=SETTINGS)
def backup_window_is_half_an_hour_of_a_day(params, account):
    """Must be in the format hh24:mi-hh24:mi, in Universal Coordinated Time, and be at least 30 minutes."""
    text = params.get("PreferredBackupWindow")
    if text is not None and ((found := window(text, weekly=False)) is None or found[1] < 30):
        return invalid(f"Invalid backup window: {text}. It must be hh24:mi-hh24:mi and at least 30 minutes.")


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=SETTINGS)
def maintenance_window_is_half_an_hour_of_a_week(params, account):
    """Must be in the format ddd:hh24:mi-ddd:hh24:mi, in Universal Coordinated Time, and be at least 30 minutes."""
    text = params.get("PreferredMaintenanceWindow")
    if text is not None and ((found := window(text, weekly=True)) is None or found[1] < 30):
        return invalid(
            f"Invalid maintenance window: {text}. It must be ddd:hh24:mi-ddd:hh24:mi, and at least 30 minutes."
        )


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=SETTINGS)
def windows_do_not_overlap(params, account):
    """The backup window must not conflict with the preferred maintenance window."""
    backup = window(current(params, account, "PreferredBackupWindow", "preferred_backup_window") or "", weekly=False)
    upkeep = window(
        current(params, account, "PreferredMaintenanceWindow", "preferred_maintenance_window") or "", weekly=True
    )
    given = {"PreferredBackupWindow", "PreferredMaintenanceWindow"} & params.keys()
    if not (given and backup and upkeep):
        return None
    for day in range(-1, 8):
        start = day * A_DAY + backup[0]
        if start < upkeep[0] + upkeep[1] and upkeep[0] < start + backup[1]:
            return invalid("The backup window and maintenance window must not overlap.")


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=SETTINGS)
def backups_are_kept_0_to_35_days(params, account):
    """Must be a value from 0 to 35."""
    days = params.get("BackupRetentionPeriod", 1)
    if not 0 <= days <= 35:
        return invalid(f"Invalid backup retention period: {days}. Must be a value from 0 to 35.")
