"""Restoring and renaming of RDS instances, which moto does as a copy with all settings of the original.

AWS takes the data, the master user and the password of the backup's time. The network, the groups, the logs and the protection are
its defaults where the request does not give them ("RestoreDBInstanceToPointInTime", Amazon RDS API Reference), so a restored
database is unreachable and does without TLS if they are forgotten.

It knows less than AWS: the automated backups of a deleted instance are kept forever, and reading is not delayed.

    GET /embedded-aws/database-restores    by resource id of each restored instance: its source, and the time in UTC
"""

import string
from datetime import datetime, timedelta, timezone
from random import choices
from typing import Any

import pace
from questions import question

# What a restored instance takes from its backup, where the request does not give another value.
KEPT = (
    "allocated_storage",
    "backup_retention_period",
    "character_set_name",
    "db_instance_class",
    "db_name",
    "engine",
    "engine_version",
    "iops",
    "kms_key_id",
    "license_model",
    "master_username",
    "port",
    "preferred_backup_window",
    "storage_encrypted",
    "storage_throughput",
    "storage_type",
)
# The states of an instance that it leaves by itself, in seconds. AWS needs longer.
SECONDS = {"creating": 30, "renaming": 20, "resetting-master-credentials": 5}


def apply() -> None:
    keep_states()
    keep_passwords()
    restore()
    rename()
    describe_automated_backups()


def keep_states() -> None:
    """An instance has an identity of its own, which a rename keeps. It is busy for some time, without an address at first."""
    from moto.rds.models import DBInstance

    initialize = DBInstance.__init__
    endpoint = DBInstance.endpoint

    def initialize_with_identity(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        self.dbi_resource_id = "db-" + "".join(choices(string.ascii_uppercase + string.digits, k=26))

    def status(self):
        busy, end = self.__dict__.get("_busy", ("", 0))
        return busy if pace.now() < end else self.__dict__["_status"]

    DBInstance.__init__ = initialize_with_identity
    DBInstance.status = property(status, lambda self, value: self.__dict__.update(_status=value))
    DBInstance.endpoint = property(lambda self: None if self.status == "creating" else endpoint.fget(self))


def become_busy(instance, state: str) -> None:
    instance._busy = (state, pace.now() + SECONDS[state])


def keep_passwords() -> None:
    """A backup has the password of its time."""
    from moto.core.utils import utcnow
    from moto.rds.models import DBInstance

    password = DBInstance.master_user_password

    def remember(self, value):
        password.fset(self, value)
        self.__dict__.setdefault("_passwords", []).append((utcnow(), value))

    DBInstance.master_user_password = property(password.fget, remember)


def password_at(instance, time: datetime) -> str | None:
    passwords = instance.__dict__.get("_passwords", [])
    return next((value for since, value in reversed(passwords) if since <= time), None) or instance._master_user_password


def naive(time: datetime | str) -> datetime:
    """A time of a request, as moto has its own."""
    if isinstance(time, str):
        time = datetime.fromisoformat(time.replace("Z", "+00:00"))
    return time.astimezone(timezone.utc).replace(tzinfo=None) if time.tzinfo else time


def restore() -> None:
    from moto.core.utils import utcnow
    from moto.rds.exceptions import DBInstanceNotFoundError, InvalidParameterCombination, InvalidParameterValue
    from moto.rds.models import RDSBackend

    def create(backend, source, request, identifier: str, time: datetime):
        settings = {name: getattr(source, name) for name in KEPT}
        given = {name: value for name, value in request.items() if value is not None and not name.startswith("source_")}
        settings |= given | {
            "db_instance_identifier": identifier,
            "master_user_password": password_at(source, time),
            "publicly_accessible": given.get("publicly_accessible", "db_subnet_group_name" not in given),
        }
        if settings["allocated_storage"] < source.allocated_storage:
            raise InvalidParameterValue("Allocated storage size can't be less than the source instance size.")
        # An instance with this name is refused.
        instance = backend.create_db_instance(settings)
        instance.restored_from = {"source": source.dbi_resource_id, "until": f"{time.isoformat(timespec='seconds')}Z"}
        become_busy(instance, "creating")
        return instance

    def to_point_in_time(self, source_db_identifier, target_db_identifier, overrides):
        sources = dict(automated_backups(self))
        resource_id = overrides.get("source_dbi_resource_id")
        if not resource_id:
            resource_id = self.describe_db_instances(source_db_identifier)[0].dbi_resource_id
        if resource_id not in sources:
            raise DBInstanceNotFoundError(resource_id)
        source = sources[resource_id]
        earliest, latest = window_of(source)
        time, newest = overrides.get("restore_time"), overrides.get("use_latest_restorable_time")
        if bool(time) == bool(newest):
            raise InvalidParameterCombination("Specify either RestoreTime or UseLatestRestorableTime.")
        at = latest if newest else naive(time)
        if not source.backup_retention_period or not earliest <= at <= latest:
            raise InvalidParameterValue(
                f"The specified instance cannot be restored to a time earlier than {earliest.isoformat()}Z or later than "
                f"{latest.isoformat()}Z because its backups are from this time."
            )
        return create(self, source, overrides, target_db_identifier, at)

    def from_snapshot(self, from_snapshot_id, overrides):
        snapshot = self.describe_db_snapshots(None, db_snapshot_identifier=from_snapshot_id)[0]
        # The copy of a snapshot can have another key than the database.
        request = {**overrides, "kms_key_id": snapshot.kms_key_id}
        return create(self, snapshot.database, request, overrides["db_instance_identifier"], snapshot.created)

    delete = RDSBackend.delete_db_instance

    def delete_and_keep_backups(self, db_instance_identifier, *args, **kwargs):
        instance = delete(self, db_instance_identifier, *args, **kwargs)
        if kwargs.get("delete_automated_backups", True) is False:
            instance.deleted_at = utcnow()
            self.__dict__.setdefault("retained", []).append(instance)
        return instance

    RDSBackend.restore_db_instance_to_point_in_time = to_point_in_time
    RDSBackend.restore_db_instance_from_db_snapshot = from_snapshot
    RDSBackend.delete_db_instance = delete_and_keep_backups


def rename() -> None:
    from moto.rds.exceptions import DBInstanceAlreadyExists, RDSClientError
    from moto.rds.models import RDSBackend

    modify = RDSBackend.modify_db_instance

    def modify_when_available(self, db_instance_identifier, db_kwargs):
        instance = self.describe_db_instances(db_instance_identifier)[0]
        if instance.status != "available":
            raise RDSClientError(
                "InvalidDBInstanceState",
                f"Database instance is not in available state: {db_instance_identifier} is {instance.status}.",
            )
        new = db_kwargs.get("new_db_instance_identifier")
        if new and new.lower() in self.databases:
            raise DBInstanceAlreadyExists()
        if new and not db_kwargs.get("apply_immediately"):
            # It waits for the maintenance window, which does not come here.
            instance.pending_modified_values = {"DBInstanceIdentifier": new.lower()}
            del db_kwargs["new_db_instance_identifier"]
        answer = modify(self, db_instance_identifier, db_kwargs)
        if instance.db_instance_identifier != db_instance_identifier.lower():
            become_busy(instance, "renaming")
        elif db_kwargs.get("master_user_password"):
            become_busy(instance, "resetting-master-credentials")
        return answer

    RDSBackend.modify_db_instance = modify_when_available


def automated_backups(backend):
    """The instances with automated backups, also deleted ones, by resource id."""
    instances = [*backend.databases.values(), *backend.__dict__.get("retained", [])]
    return [(each.dbi_resource_id, each) for each in instances if getattr(each, "backup_retention_period", 0)]


def window_of(instance) -> tuple[datetime, datetime]:
    from moto.core.utils import utcnow

    latest = getattr(instance, "deleted_at", None) or utcnow()
    return max(instance.created, latest - timedelta(days=instance.backup_retention_period)), latest


class AutomatedBackup:
    def __init__(self, instance: Any):
        earliest, latest = window_of(instance)
        self.db_instance_identifier = instance.db_instance_identifier
        self.db_instance_arn = instance.db_instance_arn
        self.dbi_resource_id = instance.dbi_resource_id
        self.region = instance.region
        self.status = "retained" if hasattr(instance, "deleted_at") else "active"
        self.restore_window = {"EarliestTime": earliest, "LatestTime": latest}
        for name in KEPT:
            if name not in ("db_instance_class", "db_name", "character_set_name"):
                setattr(self, "encrypted" if name == "storage_encrypted" else name, getattr(instance, name))


def describe_automated_backups() -> None:
    from moto.rds.models import RDSBackend

    def describe(self, db_instance_identifier=None, dbi_resource_id=None, **_):
        return [
            AutomatedBackup(instance)
            for resource_id, instance in automated_backups(self)
            if db_instance_identifier in (None, instance.db_instance_identifier)
            and dbi_resource_id in (None, resource_id)
        ]

    RDSBackend.describe_db_instance_automated_backups = describe


@question("GET", "database-restores")
def database_restores() -> dict[str, dict[str, str]]:
    from moto.rds.models import rds_backends

    return {
        instance.dbi_resource_id: instance.restored_from
        for account in rds_backends.values()
        for region in account.values()
        for instance in region.databases.values()
        if hasattr(instance, "restored_from")
    }
