"""ModifyReplicationGroup, which moto does not have."""

from typing import Any

from . import parameter_groups
from .state import actions, available_group, fault

# The parameters of the request whose values become attributes of the group at once, whatever it says of the time.
AT_ONCE = {
    "ReplicationGroupDescription": "description",
    "SecurityGroupIds": "security_group_ids",
    "PreferredMaintenanceWindow": "preferred_maintenance_window",
    "NotificationTopicArn": "notification_topic_arn",
    "CacheParameterGroupName": "cache_parameter_group_name",
    "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    "SnapshotRetentionLimit": "snapshot_retention_limit",
    "SnapshotWindow": "snapshot_window",
    "IpDiscovery": "ip_discovery",
    "TransitEncryptionMode": "transit_encryption_mode",
}
# Those that can wait for the maintenance window.
IN_THE_WINDOW = {"CacheNodeType": "cache_node_type", "EngineVersion": "engine_version"}
ON_OFF = {"AutomaticFailoverEnabled": "automatic_failover", "MultiAZEnabled": "multi_az"}
# Those that say how, or name what is changed otherwise.
OTHERS = {"ReplicationGroupId", "ApplyImmediately", "Engine", "SnapshottingClusterId"}
PASSWORD = {"AuthToken", "AuthTokenUpdateStrategy"}


def apply() -> None:
    actions(modify_replication_group)


def modify_replication_group(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    group = available_group(backend, given["ReplicationGroupId"])
    changes = given.keys() - OTHERS
    if not changes:
        raise fault("InvalidParameterCombination", "No modifications were requested")
    known = {*AT_ONCE, *IN_THE_WINDOW, *ON_OFF, *PASSWORD}
    if unknown := sorted(changes - known):
        raise fault("InvalidParameterValue", f"The embedded AWS does not know how to change {', '.join(unknown)}.")
    if name := given.get("CacheParameterGroupName"):
        parameter_groups.found(backend, name)

    for parameter, attribute in AT_ONCE.items():
        if parameter in given:
            setattr(group, attribute, given[parameter])
    for parameter, attribute in ON_OFF.items():
        if parameter in given:
            setattr(group, attribute, "enabled" if given[parameter] else "disabled")
    for parameter, attribute in IN_THE_WINDOW.items():
        if parameter not in given:
            continue
        if given.get("ApplyImmediately"):
            setattr(group, attribute, given[parameter])
            group.pending.pop(parameter, None)
        else:
            group.pending[parameter] = given[parameter]
    if "AuthToken" in given:
        group.auth_token = given["AuthToken"]
    group.become("modifying")
    return {"ReplicationGroup": group.shown()}
