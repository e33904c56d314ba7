"""The parameter groups of ElastiCache, which moto does not have. Their rules are in referee/rules/elasticache_groups.py."""

from typing import Any

from .state import actions, fault, parameter_groups, replication_groups

# The families with which a replication group can be created, and so their default groups.
FAMILIES = ("valkey7", "valkey8", "redis6.x", "redis7")

# "Valkey and Redis OSS parameters", Amazon ElastiCache User Guide: the defaults of some parameters.
DEFAULTS = {
    "activedefrag": "no",
    "cluster-enabled": "no",
    "lazyfree-lazy-eviction": "yes",
    "maxmemory-policy": "volatile-lru",
    "maxmemory-samples": "3",
    "notify-keyspace-events": "",
    "reserved-memory-percent": "25",
    "slowlog-log-slower-than": "10000",
    "slowlog-max-len": "128",
    "tcp-keepalive": "300",
    "timeout": "0",
}


def apply() -> None:
    actions(
        create_cache_parameter_group,
        describe_cache_parameter_groups,
        describe_cache_parameters,
        modify_cache_parameter_group,
        reset_cache_parameter_group,
        delete_cache_parameter_group,
    )


class ParameterGroup:
    def __init__(self, backend: Any, name: str, family: str, description: str) -> None:
        self.name, self.family, self.description = name, family, description
        self.arn = f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:parametergroup:{name}"
        # The values that its user has set.
        self.values: dict[str, str] = {}

    def shown(self) -> dict[str, Any]:
        return {
            "CacheParameterGroupName": self.name,
            "CacheParameterGroupFamily": self.family,
            "Description": self.description,
            "IsGlobal": False,
            "ARN": self.arn,
        }


def default_groups(backend: Any) -> dict[str, ParameterGroup]:
    made = [ParameterGroup(backend, f"default.{family}", family, f"Default for {family}") for family in FAMILIES]
    return {group.name: group for group in made}


def found(backend: Any, name: str) -> ParameterGroup:
    group = {**default_groups(backend), **parameter_groups(backend)}.get(name.lower())
    if group is None:
        raise fault("CacheParameterGroupNotFound", f"CacheParameterGroup {name} not found.")
    return group


def create_cache_parameter_group(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    name = given["CacheParameterGroupName"].lower()
    if name in parameter_groups(backend):
        raise fault("CacheParameterGroupAlreadyExists", f"Parameter group {name} already exists")
    group = ParameterGroup(backend, name, given["CacheParameterGroupFamily"], given["Description"])
    parameter_groups(backend)[name] = group
    backend.tagging_service.tag_resource(group.arn, given.get("Tags", []))
    return {"CacheParameterGroup": group.shown()}


def describe_cache_parameter_groups(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    name = given.get("CacheParameterGroupName")
    groups = [found(backend, name)] if name else [*default_groups(backend).values(), *parameter_groups(backend).values()]
    return {"CacheParameterGroups": [group.shown() for group in groups]}


def describe_cache_parameters(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    group = found(backend, given["CacheParameterGroupName"])
    source = given.get("Source")
    parameters = [
        {
            "ParameterName": name,
            "ParameterValue": value,
            "Source": "user" if name in group.values else "system",
            "DataType": "string",
            "IsModifiable": True,
            "MinimumEngineVersion": "5.0.0",
            "ChangeType": "immediate",
        }
        for name, value in {**DEFAULTS, **group.values}.items()
    ]
    return {"Parameters": [each for each in parameters if source in (None, each["Source"])]}


def modify_cache_parameter_group(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    group = own(backend, given)
    group.values |= {each["ParameterName"]: each["ParameterValue"] for each in given["ParameterNameValues"]}
    return {"CacheParameterGroupName": group.name}


def reset_cache_parameter_group(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    group = own(backend, given)
    for name in list(group.values) if given.get("ResetAllParameters") else names_of(given):
        group.values.pop(name, None)
    return {"CacheParameterGroupName": group.name}


def names_of(given: dict[str, Any]) -> list[str]:
    return [each["ParameterName"] for each in given.get("ParameterNameValues", [])]


def delete_cache_parameter_group(backend: Any, given: dict[str, Any]) -> None:
    group = own(backend, given)
    if any(each.cache_parameter_group_name == group.name for each in replication_groups(backend).values()):
        text = "One or more cache clusters are still members of this parameter group"
        raise fault("InvalidCacheParameterGroupState", f"{text} {group.name}, so the group cannot be deleted.")
    del parameter_groups(backend)[group.name]


def own(backend: Any, given: dict[str, Any]) -> ParameterGroup:
    """A group that can be changed: not one of ElastiCache's defaults."""
    group = found(backend, given["CacheParameterGroupName"])
    if group.name.startswith("default."):
        raise fault("InvalidParameterValue", f"The parameter group {group.name} is a default group, and cannot be changed.")
    return group
