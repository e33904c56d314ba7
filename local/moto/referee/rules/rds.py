"""What RDS refuses of a MySQL instance."""

import re
from functools import partial

from ..refusal import Refusal
from ..resources import held
from .table import rule

SETTINGS = "Amazon RDS API Reference, CreateDBInstance"
AUTOSCALING = "Amazon RDS User Guide, Managing capacity automatically with Amazon RDS storage autoscaling"
STORAGE = "Amazon RDS User Guide, Amazon RDS DB instance storage"
INSIGHTS = "Amazon RDS User Guide, Amazon RDS DB engine, Region, and instance class support for Performance Insights"
LOGS = {"mysql": {"audit", "error", "general", "slowquery", "iam-db-auth-error"}}

invalid = partial(Refusal, "InvalidParameterValue")
combination = partial(Refusal, "InvalidParameterCombination")


def instance(params, account):
    return held(account, "rds").databases.get(params.get("DBInstanceIdentifier", "").lower())


def engine(params, account) -> str:
    return params.get("Engine") or getattr(instance(params, account), "engine", "")


def current(params, account, name: str, attribute: str):
    """What the request gives, or else what the instance has."""
    given = params.get(name)
    return given if given is not None else getattr(instance(params, account), attribute, None)


@rule("rds", "CreateDBInstance", source=SETTINGS)
def identifier_has_letters_digits_and_single_hyphens(params, account):
    """1 to 63 letters, numbers, or hyphens. First a letter. Can't end with a hyphen or contain two consecutive."""
    name = params.get("DBInstanceIdentifier", "")
    if len(name) > 63 or not re.fullmatch(r"[A-Za-z](-?[A-Za-z0-9])*", name):
        return invalid(
            "The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must begin with a letter; must contain "
            "only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens."
        )


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=SETTINGS)
def password_is_printable_without_slash_quote_and_at(params, account):
    """Can include any printable ASCII character except "/", a double quotation mark, or "@", and no space."""
    password = params.get("MasterUserPassword")
    if password is not None and not re.fullmatch(r"[!-~]*", password) or set(password or "") & set('/@"'):
        return invalid(
            "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', "
            "'\"', ' ' may be used."
        )


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=SETTINGS)
def password_has_8_to_41_characters(params, account):
    """RDS for MySQL: must contain from 8 to 41 characters."""
    password = params.get("MasterUserPassword")
    if password is not None and engine(params, account) == "mysql" and not 8 <= len(password) <= 41:
        return invalid(
            "The parameter MasterUserPassword is not a valid password because it is shorter than 8 or longer than "
            "41 characters."
        )


@rule("rds", "CreateDBInstance", source=SETTINGS)
def master_user_name_has_1_to_16_characters(params, account):
    """Must be 1 to 16 letters, numbers, or underscores. First character must be a letter."""
    name = params.get("MasterUsername")
    if params.get("Engine") == "mysql" and name is not None and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,15}", name):
        return invalid(
            "The parameter MasterUsername must be 1 to 16 letters, numbers, or underscores, and begin with a letter."
        )


@rule("rds", "CreateDBInstance", source=SETTINGS)
def master_user_name_is_not_reserved(params, account):
    """Can't be a reserved word for the chosen database engine."""
    name = params.get("MasterUsername", "")
    if name.lower() == "rdsadmin":
        return invalid(f"MasterUsername {name} cannot be used as it is a reserved word used by the engine")


@rule("rds", "CreateDBInstance", source=SETTINGS)
def database_name_has_letters_and_digits(params, account):
    """RDS for MySQL: 1 to 64 letters or numbers, beginning with a letter. Underscores may follow."""
    name = params.get("DBName")
    if params.get("Engine") == "mysql" and name and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,63}", name):
        return invalid("DBName must begin with a letter and contain only alphanumeric characters.")


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=SETTINGS)
def storage_has_20_to_65536_gib(params, account):
    """RDS for MySQL: General Purpose (SSD) storage (gp2, gp3): must be an integer from 20 to 65536."""
    kind = current(params, account, "StorageType", "storage_type") or "gp3"
    size = params.get("AllocatedStorage")
    low = {"gp2": 20, "gp3": 20, "io1": 100, "io2": 100}.get(kind, 5)
    if size is not None and engine(params, account) == "mysql" and not low <= size <= 65536:
        return invalid(f"Invalid storage size for engine name mysql and storage type {kind}: {size}")


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=AUTOSCALING)
def storage_ceiling_is_above_the_storage(params, account):
    """The maximum storage threshold must be more than the current allocated storage."""
    ceiling, size = params.get("MaxAllocatedStorage"), current(params, account, "AllocatedStorage", "allocated_storage")
    # Equal to the storage turns autoscaling off in a change; a new instance is refused.
    if ceiling is not None and size and (ceiling < size or (ceiling == size and "Engine" in params)):
        return combination("Max storage size must be greater than storage size")


@rule("rds", "CreateDBInstance", source=AUTOSCALING)
def storage_ceiling_is_ten_percent_above_the_storage(params, account):
    """Set the maximum storage threshold to at least 10% more than the current allocated storage."""
    ceiling, size = params.get("MaxAllocatedStorage"), params.get("AllocatedStorage")
    if ceiling is not None and size and size < ceiling < size * 1.1:
        return combination("The maximum allocated storage must be increased by at least 10 percent.")


@rule("rds", "CreateDBInstance", source=STORAGE)
def small_gp3_storage_has_no_iops_of_its_own(params, account):
    """MySQL: below 400 GiB gp3 has 3,000 IOPS and 125 MiB/s; from there on you can provision more."""
    provisioned = params.get("Iops") or params.get("StorageThroughput")
    small = (params.get("AllocatedStorage") or 0) < 400
    if params.get("Engine") == "mysql" and params.get("StorageType") == "gp3" and provisioned and small:
        return combination(
            "You can't specify IOPS or storage throughput for engine mysql and a storage size less than 400."
        )


@rule("rds", "CreateDBInstance", source=SETTINGS)
def provisioned_iops_storage_has_iops(params, account):
    """If you specify io1 or io2, you must also include a value for the Iops parameter."""
    if params.get("StorageType") in ("io1", "io2") and not params.get("Iops"):
        return combination("You must specify IOPS with the storage type io1 or io2.")


def exported(params: dict) -> list[str]:
    modified = (params.get("CloudwatchLogsExportConfiguration") or {}).get("EnableLogTypes") or []
    return [*(params.get("EnableCloudwatchLogsExports") or []), *modified]


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=SETTINGS)
def exported_log_is_one_of_the_engine(params, account):
    """RDS for MySQL: audit | error | general | slowquery | iam-db-auth-error."""
    name = engine(params, account)
    unknown = [each for each in exported(params) if each not in LOGS.get(name, exported(params))]
    if unknown:
        return combination(
            f"You cannot use the log types '{', '.join(unknown)}' with engine version {name} "
            f"{params.get('EngineVersion', '')}. For supported log types, see the documentation."
        )


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=SETTINGS)
def port_is_1150_to_65535(params, account):
    """Valid Values: 1150-65535."""
    port = params.get("Port", params.get("DBPortNumber", 3306))
    if not 1150 <= port <= 65535:
        return invalid(f"Invalid database port: {port}. It must be between 1150 and 65535.")


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=SETTINGS)
def monitoring_has_an_interval_of_the_list(params, account):
    """Valid Values: 0 | 1 | 5 | 10 | 15 | 30 | 60."""
    if params.get("MonitoringInterval", 0) not in (0, 1, 5, 10, 15, 30, 60):
        return invalid(f"{params['MonitoringInterval']} is not a valid monitoring interval: 0, 1, 5, 10, 15, 30 or 60.")


@rule("rds", "CreateDBInstance", source=SETTINGS)
def monitoring_has_a_role(params, account):
    """If MonitoringInterval is set to a value other than 0, then you must supply a MonitoringRoleArn value."""
    if bool(params.get("MonitoringInterval")) != bool(params.get("MonitoringRoleArn")):
        return combination(
            "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0."
        )


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=SETTINGS)
def performance_insights_are_kept_for_months(params, account):
    """Valid Values: 7 | month * 31, where month is a number of months from 1-23 | 731."""
    days = params.get("PerformanceInsightsRetentionPeriod", 7)
    if days not in (7, 731, *(31 * month for month in range(1, 24))):
        return invalid("Invalid Performance Insights retention period. Valid values are: 7, month * 31 (1 to 23), 731.")


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=INSIGHTS)
def smallest_classes_have_no_performance_insights(params, account):
    """RDS for MySQL: not supported for the micro and small classes of db.t2, db.t3 and db.t4g."""
    size = current(params, account, "DBInstanceClass", "db_instance_class") or ""
    without = r"db\.t(2|3|4g)\.(micro|small)"
    if params.get("EnablePerformanceInsights") and engine(params, account) == "mysql" and re.fullmatch(without, size):
        return combination("Performance Insights not supported for this configuration.")


@rule("rds", "CreateDBInstance", source=SETTINGS)
def one_zone_is_chosen_for_one_zone_only(params, account):
    """You can't set the AvailabilityZone parameter if the DB instance is a Multi-AZ deployment."""
    if params.get("MultiAZ") and params.get("AvailabilityZone"):
        return combination("Requesting a specific availability zone is not valid for Multi-AZ instances.")


@rule("rds", "CreateDBInstance", source=SETTINGS)
def password_has_one_keeper(params, account):
    """MasterUserPassword can't be specified if ManageMasterUserPassword is turned on."""
    if params.get("ManageMasterUserPassword") and params.get("MasterUserPassword"):
        return combination("You can't specify MasterUserPassword when ManageMasterUserPassword is enabled.")


@rule("rds", "DeleteDBInstance", source="Amazon RDS API Reference, DeleteDBInstance")
def final_snapshot_has_a_name(params, account):
    """If you don't skip the final snapshot, you must specify FinalDBSnapshotIdentifier; with both RDS returns an error."""
    skipped, name = params.get("SkipFinalSnapshot", False), params.get("FinalDBSnapshotIdentifier")
    if not skipped and not name:
        return combination("FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.")
    if skipped and name:
        return combination(
            "FinalDBSnapshotIdentifier can not be specified when deleting a snapshot with SkipFinalSnapshot."
        )


@rule("rds", "DeleteDBInstance", source="Amazon RDS API Reference, DeleteDBInstance")
def final_snapshot_name_has_letters_digits_and_single_hyphens(params, account):
    """1 to 255 letters or numbers. First a letter. Can't end with a hyphen or contain two consecutive hyphens."""
    name = params.get("FinalDBSnapshotIdentifier")
    if name is not None and (len(name) > 255 or not re.fullmatch(r"[A-Za-z](-?[A-Za-z0-9])*", name)):
        return invalid("The parameter FinalDBSnapshotIdentifier is not a valid identifier.")
