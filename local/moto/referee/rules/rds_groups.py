"""What RDS refuses of parameter groups and subnet groups."""

import re

from ..refusal import Refusal
from ..resources import held
from .rds import combination, current, engine, instance, invalid
from .table import rule

PARAMETERS = "Amazon RDS User Guide, Working with DB parameter groups in a DB instance"
CHANGED_IN_8_4 = "MySQL 8.4 Reference Manual, Server and Status Variables and Options Added, Deprecated, or Removed"
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


@rule("rds", "ModifyDBParameterGroup", source=CHANGED_IN_8_4)
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
