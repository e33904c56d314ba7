"""The cache clusters that are the members of a replication group. Others are those of moto."""

from typing import Any

from .state import actions, fault, replication_groups


def apply() -> None:
    actions(describe_cache_clusters)


def describe_cache_clusters(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    clusters = {
        member: cluster(backend, group, member, bool(given.get("ShowCacheNodeInfo")))
        for group in replication_groups(backend).values()
        for member in group.members
    }
    name = given.get("CacheClusterId")
    if name is None:
        return {"CacheClusters": list(clusters.values())}
    if name.lower() not in clusters:
        raise fault("CacheClusterNotFound", f"CacheCluster not found: {name}")
    return {"CacheClusters": [clusters[name.lower()]]}


def cluster(backend: Any, group: Any, member: str, with_nodes: bool) -> dict[str, Any]:
    """Its settings are those of its group."""
    zone = group.zones[group.members.index(member) % len(group.zones)]
    shown = group.shown()
    same = ("AtRestEncryptionEnabled", "AuthTokenEnabled", "AutoMinorVersionUpgrade", "CacheNodeType", "Engine")
    same += ("IpDiscovery", "NetworkType", "SnapshotRetentionLimit", "SnapshotWindow")
    same += ("TransitEncryptionEnabled", "TransitEncryptionMode")
    answer = {
        **{key: shown[key] for key in same if key in shown},
        "CacheClusterId": member,
        "CacheClusterStatus": group.status,
        "EngineVersion": group.full_version,
        "NumCacheNodes": 1,
        "PreferredAvailabilityZone": zone,
        "CacheClusterCreateTime": group.created,
        "PreferredMaintenanceWindow": group.preferred_maintenance_window,
        "PendingModifiedValues": group.pending,
        "CacheSecurityGroups": [],
        "CacheParameterGroup": {
            "CacheParameterGroupName": group.cache_parameter_group_name,
            "ParameterApplyStatus": "in-sync",
            "CacheNodeIdsToReboot": [],
        },
        "CacheSubnetGroupName": group.cache_subnet_group_name,
        "SecurityGroups": [{"SecurityGroupId": each, "Status": "active"} for each in group.security_group_ids],
        "ReplicationGroupId": group.replication_group_id,
        "ARN": group.arn_in(backend, "cluster", member),
        "ReplicationGroupLogDeliveryEnabled": False,
    }
    if group.notification_topic_arn:
        answer["NotificationConfiguration"] = {"TopicArn": group.notification_topic_arn, "TopicStatus": "active"}
    if with_nodes and group.status != "creating":
        answer["CacheNodes"] = [
            {
                "CacheNodeId": "0001",
                "CacheNodeStatus": "available",
                "CacheNodeCreateTime": group.created,
                "Endpoint": group.endpoint(group.address_of_member(member)),
                "ParameterGroupStatus": "in-sync",
                "CustomerAvailabilityZone": zone,
            }
        ]
    return answer
