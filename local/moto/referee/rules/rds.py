"""What RDS refuses for MySQL."""

import re

from ..refusal import Refusal
from ..resources import held
from .table import rule

SETTINGS = "Amazon RDS API Reference, CreateDBInstance"
AUTOSCALING = "Amazon RDS User Guide, Managing capacity automatically with Amazon RDS storage autoscaling"
STORAGE = "Amazon RDS User Guide, Amazon RDS DB instance storage"
PARAMETERS = "Amazon RDS User Guide, Working with DB parameter groups in a DB instance"

LOGS = {"mysql": {"audit", "error", "general", "slowquery", "iam-db-auth-error"}}

# The parameters of mysql8.4 whose values, or need of a reboot, are documented. The other 500 or so are not checked.
ON_OFF = {"0", "1"}
VALUES_IN_MYSQL_84 = {
    "general_log": ON_OFF,
    "innodb_flush_log_at_trx_commit": {"0", "1", "2"},
    "local_infile": ON_OFF,
    "log_bin_trust_function_creators": ON_OFF,
    "log_output": {"FILE", "TABLE", "NONE"},
    "log_queries_not_using_indexes": ON_OFF,
    "performance_schema": ON_OFF,
    "require_secure_transport": ON_OFF,
    "slow_query_log": ON_OFF,
    "transaction_isolation": {"READ-UNCOMMITTED", "READ-COMMITTED", "REPEATABLE-READ", "SERIALIZABLE"},
}
STATIC_IN_MYSQL_84 = {"performance_schema", "lower_case_table_names", "skip_name_resolve"}
# Server variables of older versions, and of their parameter groups.
GONE_IN_MYSQL_84 = {
    "avoid_temporal_upgrade", "binlog_transaction_dependency_tracking", "default_authentication_plugin",
    "expire_logs_days", "have_openssl", "have_ssl", "log_bin_use_v1_row_events", "log_warnings",
    "master_info_repository", "old_passwords", "query_cache_limit", "query_cache_size", "query_cache_type",
    "relay_log_info_file", "relay_log_info_repository", "show_old_temporals", "slave_rows_search_algorithms",
    "sync_frm", "transaction_write_set_extraction", "tx_isolation", "tx_read_only",
}  # fmt: skip
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
A_DAY = 24 * 60
A_WEEK = 7 * A_DAY


def invalid(message: str) -> Refusal:
    return Refusal("InvalidParameterValue", message)


def combination(message: str) -> Refusal:
    return Refusal("InvalidParameterCombination", message)


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


@rule(
    "rds",
    "CreateDBInstance",
    "ModifyDBInstance",
    source="Amazon RDS User Guide, Amazon RDS DB engine, Region, and instance class support for Performance Insights",
)
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


@rule("rds", "CreateDBInstance", "ModifyDBInstance", source=PARAMETERS)
def parameter_group_is_of_the_version(params, account):
    """A DB parameter group is for a family: an engine and its version. The instance must be of that family."""
    group = held(account, "rds").db_parameter_groups.get(params.get("DBParameterGroupName", ""))
    version = current(params, account, "EngineVersion", "engine_version")
    name = engine(params, account)
    if group is None or not version or name != "mysql":
        return None
    needed = name + ".".join(version.split(".")[:2])
    if group.family != needed:
        return combination(
            f"The parameter group {group.name} with DBParameterGroupFamily {group.family} can't be used for this instance. "
            f"Use a parameter group with DBParameterGroupFamily {needed}."
        )


def changes(params, account) -> list[dict]:
    """The parameters that a request changes in a group of MySQL 8.4."""
    group = held(account, "rds").db_parameter_groups.get(params.get("DBParameterGroupName", ""))
    return params.get("Parameters") or [] if group is not None and group.family == "mysql8.4" else []


@rule("rds", "ModifyDBParameterGroup", source="Amazon RDS API Reference, ModifyDBParameterGroup")
def at_most_20_parameters_are_changed_at_once(params, account):
    """A maximum of 20 parameters can be modified in a single request."""
    if len(params.get("Parameters") or []) > 20:
        return Refusal("InvalidParameterValue", "A maximum of 20 parameters can be modified in a single request.")


@rule(
    "rds",
    "ModifyDBParameterGroup",
    source="MySQL 8.4 Reference Manual, Server and Status Variables and Options Added, Deprecated, or Removed",
)
def parameter_exists_in_mysql_84(params, account):
    """A parameter group has the parameters of its family; what MySQL removed is in none of mysql8.4."""
    for parameter in changes(params, account):
        name = parameter.get("ParameterName", "")
        if name in GONE_IN_MYSQL_84 or not re.fullmatch(r"[a-z][a-z0-9_.-]*", name):
            yield invalid(f"Could not find parameter with name: {name}")


@rule("rds", "ModifyDBParameterGroup", source=PARAMETERS)
def parameter_has_one_of_its_values(params, account):
    """Values of parameters are those that the group lists as allowed."""
    for parameter in changes(params, account):
        allowed = VALUES_IN_MYSQL_84.get(parameter.get("ParameterName", ""))
        if allowed is not None and parameter.get("ParameterValue") not in allowed:
            yield invalid(
                f"Invalid parameter value: {parameter.get('ParameterValue')} for: {parameter['ParameterName']} allowed values "
                f"are: {','.join(sorted(allowed))}"
            )


@rule("rds", "ModifyDBParameterGroup", source="Amazon RDS API Reference, ModifyDBParameterGroup")
def static_parameter_waits_for_a_reboot(params, account):
    """You can use the immediate value with dynamic parameters only."""
    for parameter in changes(params, account):
        static = parameter.get("ParameterName") in STATIC_IN_MYSQL_84
        if static and parameter.get("ApplyMethod") == "immediate":
            yield combination("cannot use immediate apply method for static parameter")


@rule("rds", "CreateDBSubnetGroup", source="Amazon RDS API Reference, CreateDBSubnetGroup")
def subnet_group_covers_two_zones(params, account):
    """DB subnet groups must contain at least one subnet in at least two AZs in the Amazon Web Services Region."""
    subnets = [
        subnet
        for zone in held(account, "ec2").subnets.values()
        for subnet in zone.values()
        if subnet.id in (params.get("SubnetIds") or [])
    ]
    zones = sorted({subnet.availability_zone for subnet in subnets})
    if len(zones) < 2:
        return Refusal(
            "DBSubnetGroupDoesNotCoverEnoughAZs",
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: "
            f"{', '.join(zones)}. Add subnets to cover at least 2 AZs.",
        )


@rule("rds", "CreateDBSubnetGroup", source="Amazon RDS API Reference, CreateDBSubnetGroup")
def subnet_group_is_not_named_default(params, account):
    """No more than 255 letters, numbers, periods, underscores, spaces, or hyphens. Must not be "Default"."""
    name = params.get("DBSubnetGroupName", "")
    if name.lower() == "default" or not re.fullmatch(r"[A-Za-z][A-Za-z0-9._ -]{0,254}", name):
        return invalid("The parameter DBSubnetGroupName is not a valid identifier.")


@rule("rds", "CreateDBParameterGroup", source="Amazon RDS API Reference, CreateDBParameterGroup")
def parameter_group_name_has_letters_digits_and_single_hyphens(params, account):
    """1 to 255 letters, numbers, or hyphens. First a letter. Can't end with a hyphen or contain two consecutive."""
    name = params.get("DBParameterGroupName", "")
    if len(name) > 255 or not re.fullmatch(r"[A-Za-z](-?[A-Za-z0-9])*", name):
        return invalid("The parameter DBParameterGroupName is not a valid identifier.")
