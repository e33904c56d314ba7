"""What ElastiCache refuses of parameter groups and subnet groups."""

import re

from ..refusal import Refusal
from ..resources import held
from .elasticache import BOTH, VERSIONS, combination, current, invalid
from .table import rule

PARAMETERS = "Amazon ElastiCache User Guide, Valkey and Redis OSS parameters"
FAMILIES = {"memcached1.4", "memcached1.5", "memcached1.6", "redis2.6", "redis2.8", "redis3.2", "redis4.0", "redis5.0"}
FAMILIES |= {"redis6.x", "redis7", "valkey7", "valkey8"}
YES_NO = {"yes", "no"}
# The parameters of valkey7 and valkey8 whose values are documented as a list.
VALUES_IN_VALKEY = {
    "activedefrag": YES_NO,
    "activerehashing": YES_NO,
    "lazyfree-lazy-eviction": YES_NO,
    "lazyfree-lazy-expire": YES_NO,
    "lazyfree-lazy-server-del": YES_NO,
    "lazyfree-lazy-user-del": YES_NO,
    "maxmemory-policy": {
        *("volatile-lru", "allkeys-lru", "volatile-lfu", "allkeys-lfu", "volatile-random", "allkeys-random"),
        *("volatile-ttl", "noeviction"),
    },
}
# Settings of the server that ElastiCache manages itself, and that are in no group of these families.
NOT_IN_VALKEY = {"appendonly", "appendfsync", "bind", "maxmemory", "port", "requirepass", "save", "tls-port", "vm-enabled"}


def family_of(engine: str, version: str) -> str:
    major = version.split(".")[0]
    return f"{engine}6.x" if (engine, major) == ("redis", "6") else f"{engine}{major}"


@rule("elasticache", *BOTH, source="Amazon ElastiCache User Guide, Parameter management")
def cache_parameter_group_is_of_the_version(params, account):
    """A parameter group is for a family: an engine and its version. The replication group must be of that family."""
    name = (current(params, account, "CacheParameterGroupName", "cache_parameter_group_name") or "").lower()
    group = getattr(held(account, "elasticache"), "cache_parameter_groups", {}).get(name)
    engine, version = current(params, account, "Engine", "engine"), current(params, account, "EngineVersion", "engine_version")
    if group is None or version not in VERSIONS.get(engine or "", ()):
        return None
    needed = family_of(engine, version)
    if group.family != needed:
        return combination(
            f"Expected a parameter group of family {needed} but found one of family {group.family}: {group.name}."
        )


@rule("elasticache", "CreateCacheParameterGroup", source="Amazon ElastiCache API Reference, CreateCacheParameterGroup")
def cache_parameter_group_name_has_letters_digits_and_single_hyphens(params, account):
    """Must begin with a letter and contain only letters, digits and hyphens; no hyphen at the end, nor two in a row."""
    name = params.get("CacheParameterGroupName", "")
    if len(name) > 255 or not re.fullmatch(r"[A-Za-z](-?[A-Za-z0-9])*", name):
        return invalid("The parameter CacheParameterGroupName is not a valid identifier.")


@rule("elasticache", "CreateCacheParameterGroup", source="Amazon ElastiCache API Reference, CreateCacheParameterGroup")
def cache_parameter_group_is_of_a_known_family(params, account):
    """Valid values are: memcached1.4 to memcached1.6 | redis2.6 to redis7 | valkey7 | valkey8."""
    family = params.get("CacheParameterGroupFamily")
    if family not in FAMILIES:
        return invalid(f"CacheParameterGroupFamily {family} is not a valid parameter group family.")


def changes(params, account) -> list[dict]:
    """The parameters that a request changes in a group of Valkey."""
    groups = getattr(held(account, "elasticache"), "cache_parameter_groups", {})
    group = groups.get(params.get("CacheParameterGroupName", "").lower())
    is_valkey = group is not None and group.family.startswith("valkey")
    return params.get("ParameterNameValues") or [] if is_valkey else []


@rule("elasticache", "ModifyCacheParameterGroup", source="Amazon ElastiCache API Reference, ModifyCacheParameterGroup")
def at_most_20_cache_parameters_are_changed_at_once(params, account):
    """A maximum of 20 parameters may be modified per request."""
    if len(params.get("ParameterNameValues") or []) > 20:
        return invalid("A maximum of 20 parameters can be modified in a single request.")


@rule("elasticache", "ModifyCacheParameterGroup", source=PARAMETERS)
def cache_parameter_exists_in_valkey(params, account):
    """A parameter group has the parameters of its family. What ElastiCache manages itself is in none."""
    for parameter in changes(params, account):
        name = parameter.get("ParameterName", "")
        if name in NOT_IN_VALKEY or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            yield invalid(f"The parameter {name} does not exist in the parameter group.")


@rule("elasticache", "ModifyCacheParameterGroup", source=PARAMETERS)
def cache_parameter_has_one_of_its_values(params, account):
    """Permitted values of parameters with a list of values."""
    for parameter in changes(params, account):
        name, value = parameter.get("ParameterName", ""), parameter.get("ParameterValue")
        allowed = VALUES_IN_VALKEY.get(name)
        if allowed is not None and value not in allowed:
            text = f"The parameter {name} has the invalid value {value}, allowed values are: {','.join(sorted(allowed))}"
            yield invalid(text)


@rule("elasticache", "ModifyCacheParameterGroup", source=PARAMETERS)
def reserved_memory_is_0_to_100_percent(params, account):
    """reserved-memory-percent: the percent of a node's memory reserved for nondata use."""
    for parameter in changes(params, account):
        percent = parameter.get("ParameterValue") or ""
        if parameter.get("ParameterName") == "reserved-memory-percent" and not (
            percent.isdigit() and int(percent) <= 100
        ):
            yield invalid(f"The parameter reserved-memory-percent has the invalid value {percent}, allowed are 0-100")


@rule("elasticache", "CreateCacheSubnetGroup", source="Amazon ElastiCache API Reference, CreateCacheSubnetGroup")
def cache_subnet_group_name_has_letters_digits_and_hyphens(params, account):
    """No more than 255 alphanumeric characters or hyphens."""
    name = params.get("CacheSubnetGroupName", "")
    if name.lower() == "default" or not re.fullmatch(r"[A-Za-z0-9-]{1,255}", name):
        return invalid("The parameter CacheSubnetGroupName must be letters, digits, or hyphens, and not \"default\".")


@rule("elasticache", "CreateCacheSubnetGroup", "ModifyCacheSubnetGroup", source="Amazon ElastiCache User Guide, Subnets and subnet groups")
def cache_subnet_group_is_in_one_vpc(params, account):
    """A subnet group is a collection of subnets of one VPC."""
    subnets = {
        subnet.vpc_id
        for zone in held(account, "ec2").subnets.values()
        for subnet in zone.values()
        if subnet.id in (params.get("SubnetIds") or [])
    }
    if len(subnets) > 1:
        return Refusal("InvalidSubnet", "The requested subnets are in more than one VPC.")
