"""The tags of everything in ElastiCache. moto does not know parameter groups, and returns no tags from changes."""

from typing import Any

from . import parameter_groups
from .state import actions, fault, replication_group


def apply() -> None:
    actions(list_tags_for_resource, add_tags_to_resource, remove_tags_from_resource)


def refuse_unknown(backend: Any, arn: str) -> None:
    kind, _, name = arn.removeprefix(f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:").partition(":")
    match kind:
        case "replicationgroup":
            replication_group(backend, name)
        case "parametergroup":
            parameter_groups.found(backend, name)
        case "subnetgroup":
            if name not in backend.cache_subnet_groups:
                raise fault("CacheSubnetGroupNotFoundFault", f"CacheSubnetGroup {name} not found.")
        case _:
            raise fault("InvalidARN", f"The ARN {arn} is invalid.")


def list_tags_for_resource(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    arn = given["ResourceName"]
    refuse_unknown(backend, arn)
    return {"TagList": backend.tagging_service.list_tags_for_resource(arn)["Tags"]}


def add_tags_to_resource(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    refuse_unknown(backend, given["ResourceName"])
    backend.tagging_service.tag_resource(given["ResourceName"], given["Tags"])
    return list_tags_for_resource(backend, given)


def remove_tags_from_resource(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    refuse_unknown(backend, given["ResourceName"])
    backend.tagging_service.untag_resource_using_names(given["ResourceName"], given["TagKeys"])
    return list_tags_for_resource(backend, given)
