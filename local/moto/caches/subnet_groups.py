"""The subnet groups of ElastiCache. moto creates and describes them."""

from typing import Any

from .state import actions, fault, replication_groups


def apply() -> None:
    create = create_cache_subnet_group()
    actions(create, modify_cache_subnet_group, delete_cache_subnet_group)


def create_cache_subnet_group():
    from moto.elasticache.models import CacheSubnetGroup

    def create_cache_subnet_group(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = given["CacheSubnetGroupName"].lower()
        if name in backend.cache_subnet_groups:
            raise fault("CacheSubnetGroupAlreadyExists", f"Cache subnet group {name} already exists.")
        refuse_unknown_subnets(backend, given["SubnetIds"])
        description = given["CacheSubnetGroupDescription"]
        tags = given.get("Tags", [])
        group = CacheSubnetGroup(backend.account_id, backend.region_name, name, description, given["SubnetIds"], tags)
        backend.cache_subnet_groups[name] = group
        backend.tagging_service.tag_resource(group.arn, tags)
        return {"CacheSubnetGroup": group}

    return create_cache_subnet_group


def refuse_unknown_subnets(backend: Any, subnets: list[str]) -> None:
    """moto makes up a network for them."""
    from moto.ec2.models import ec2_backends

    zones = ec2_backends[backend.account_id][backend.region_name].subnets.values()
    known = {name for zone in zones for name in zone}
    if missing := [each for each in subnets if each not in known]:
        raise fault("InvalidSubnet", f"The subnet ID '{missing[0]}' does not exist")


def found(backend: Any, given: dict[str, Any]) -> Any:
    name = given["CacheSubnetGroupName"].lower()
    if name not in backend.cache_subnet_groups:
        raise fault("CacheSubnetGroupNotFoundFault", f"CacheSubnetGroup {name} not found.")
    return backend.cache_subnet_groups[name]


def modify_cache_subnet_group(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    from moto.elasticache.models import CacheSubnetGroup

    group = found(backend, given)
    subnets = given.get("SubnetIds") or group.subnet_ids
    refuse_unknown_subnets(backend, subnets)
    description = given.get("CacheSubnetGroupDescription") or group.cache_subnet_group_description
    name = group.cache_subnet_group_name
    new = CacheSubnetGroup(backend.account_id, backend.region_name, name, description, subnets, group.tags)
    backend.cache_subnet_groups[name] = new
    return {"CacheSubnetGroup": new}


def delete_cache_subnet_group(backend: Any, given: dict[str, Any]) -> None:
    name = found(backend, given).cache_subnet_group_name
    if any(group.cache_subnet_group_name == name for group in replication_groups(backend).values()):
        raise fault("CacheSubnetGroupInUse", f"Cache subnet group {name} is currently in use by a cache cluster.")
    del backend.cache_subnet_groups[name]
