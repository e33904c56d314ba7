"""Replication groups with cluster mode disabled: one primary, and up to five replicas."""

import string
from datetime import datetime, timezone
from random import choices
from typing import Any

from questions import question
from referee.rules.elasticache_groups import family_of

from . import parameter_groups
from .reach import is_reachable
from .state import Busy, actions, available_group, fault, replication_group, replication_groups

# The newest minor and patch versions of each version that can be asked for.
# "Supported Valkey, Memcached and Redis OSS versions", Amazon ElastiCache User Guide.
VERSIONS = {
    "valkey": {"7.2": "7.2.6", "8.0": "8.0.1", "8.1": "8.1.0", "8.2": "8.2.0"},
    "redis": {"6.2": "6.2.6", "7.0": "7.0.7", "7.1": "7.1.0"},
}
DAILY, WEEKLY = "17:00-18:00", "sun:19:00-sun:20:00"


def apply() -> None:
    actions(create_replication_group, describe_replication_groups, delete_replication_group)


def newest(engine: str) -> str:
    return list(VERSIONS[engine])[-1]


def short_name(region: str) -> str:
    """As in the names of hosts: apne1 is ap-northeast-1."""
    country, direction, number = region.split("-")
    ways = {"north": "n", "south": "s", "east": "e", "west": "w", "central": "c"}
    letters = "".join(letter for way, letter in ways.items() if way in direction)
    return f"{country}{letters}{number}"


class ReplicationGroup(Busy):
    """Attributes that moto's own class has too have the same names here, for the rules of the referee."""

    def __init__(self, backend: Any, given: dict[str, Any]) -> None:
        super().__init__()
        self.replication_group_id = given["ReplicationGroupId"].lower()
        self.description = given["ReplicationGroupDescription"]
        self.engine = given.get("Engine", "redis")
        self.engine_version = given.get("EngineVersion") or newest(self.engine)
        self.cache_node_type = given["CacheNodeType"]
        self.port = given.get("Port", 6379)
        self.automatic_failover = "enabled" if given.get("AutomaticFailoverEnabled") else "disabled"
        self.multi_az = "enabled" if given.get("MultiAZEnabled") else "disabled"
        self.auth_token = given.get("AuthToken")
        self.transit_encryption_enabled = given.get("TransitEncryptionEnabled", False)
        self.transit_encryption_mode = (
            given.get("TransitEncryptionMode", "required") if self.transit_encryption_enabled else None
        )
        self.at_rest_encryption_enabled = given.get("AtRestEncryptionEnabled", self.engine == "valkey")
        self.kms_key_id = given.get("KmsKeyId")
        self.snapshot_retention_limit = given.get("SnapshotRetentionLimit", 0)
        self.snapshot_window = given.get("SnapshotWindow", DAILY)
        self.preferred_maintenance_window = given.get("PreferredMaintenanceWindow", WEEKLY)
        self.auto_minor_version_upgrade = given.get("AutoMinorVersionUpgrade", True)
        self.notification_topic_arn = given.get("NotificationTopicArn")
        self.security_group_ids = given.get("SecurityGroupIds", [])
        self.cache_subnet_group_name = given.get("CacheSubnetGroupName", "default").lower()
        family = family_of(self.engine, self.engine_version)
        self.cache_parameter_group_name = given.get("CacheParameterGroupName", f"default.{family}").lower()
        self.network_type, self.ip_discovery = given.get("NetworkType", "ipv4"), given.get("IpDiscovery", "ipv4")
        # What waits for the maintenance window.
        self.pending: dict[str, Any] = {}

        self.created = datetime.now(timezone.utc).replace(tzinfo=None)
        self.arn = self.arn_in(backend, "replicationgroup", self.replication_group_id)
        domain = "".join(choices(string.ascii_lowercase + string.digits, k=6))
        self.domain = f"{domain}.{short_name(backend.region_name)}.cache.amazonaws.com"
        self.zones = self.zones_in(backend, given)
        self.replicas = given.get("NumCacheClusters", 1) - 1
        self.become("creating")

    @staticmethod
    def arn_in(backend: Any, kind: str, name: str) -> str:
        return f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:{kind}:{name}"

    def zones_in(self, backend: Any, given: dict[str, Any]) -> list[str]:
        group = backend.cache_subnet_groups[self.cache_subnet_group_name]
        preferred = given.get("PreferredCacheClusterAZs")
        return preferred or sorted({each["subnet_availability_zone"] for each in group.subnets})

    @property
    def full_version(self) -> str:
        """The one that runs: a request names at least its first two numbers."""
        return VERSIONS[self.engine].get(self.engine_version, self.engine_version)

    @property
    def members(self) -> list[str]:
        return [f"{self.replication_group_id}-{number + 1:03}" for number in range(self.replicas + 1)]

    def address(self, role: str) -> str:
        """"Finding connection endpoints in ElastiCache", Amazon ElastiCache User Guide: with TLS the role is the first part."""
        if self.transit_encryption_enabled:
            return f"{role}.{self.replication_group_id}.{self.domain}"
        first, rest = self.domain.split(".", 1)
        suffix = "" if role == "master" else "-ro"
        return f"{self.replication_group_id}{suffix}.{first}.ng.0001.{rest}"

    def address_of_member(self, member: str) -> str:
        if self.transit_encryption_enabled:
            return f"{member}.{self.replication_group_id}.{self.domain}"
        first, rest = self.domain.split(".", 1)
        return f"{member}.{first}.0001.{rest}"

    def endpoint(self, address: str) -> dict[str, Any]:
        return {"Address": address, "Port": self.port}

    def node_group(self) -> dict[str, Any]:
        members = [
            {
                "CacheClusterId": member,
                "CacheNodeId": "0001",
                "ReadEndpoint": self.endpoint(self.address_of_member(member)),
                "PreferredAvailabilityZone": self.zones[number % len(self.zones)],
                "CurrentRole": "replica" if number else "primary",
            }
            for number, member in enumerate(self.members)
        ]
        return {
            "NodeGroupId": "0001",
            "Status": self.status,
            "PrimaryEndpoint": self.endpoint(self.address("master")),
            "ReaderEndpoint": self.endpoint(self.address("replica")),
            "NodeGroupMembers": members,
        }

    def shown(self) -> dict[str, Any]:
        answer = {
            "ReplicationGroupId": self.replication_group_id,
            "Description": self.description,
            "Status": self.status,
            "PendingModifiedValues": {},
            "MemberClusters": self.members,
            # A group that is being created has no endpoints.
            "NodeGroups": [] if self.status == "creating" else [self.node_group()],
            "AutomaticFailover": self.automatic_failover,
            "MultiAZ": self.multi_az,
            "SnapshotRetentionLimit": self.snapshot_retention_limit,
            "SnapshotWindow": self.snapshot_window,
            "ClusterEnabled": False,
            "ClusterMode": "disabled",
            "CacheNodeType": self.cache_node_type,
            "AuthTokenEnabled": bool(self.auth_token),
            "TransitEncryptionEnabled": self.transit_encryption_enabled,
            "TransitEncryptionMode": self.transit_encryption_mode,
            "AtRestEncryptionEnabled": self.at_rest_encryption_enabled,
            "KmsKeyId": self.kms_key_id,
            "ARN": self.arn,
            "ReplicationGroupCreateTime": self.created,
            "DataTiering": "disabled",
            "AutoMinorVersionUpgrade": self.auto_minor_version_upgrade,
            "NetworkType": self.network_type,
            "IpDiscovery": self.ip_discovery,
            "Engine": self.engine,
        }
        if self.snapshot_retention_limit:
            answer["SnapshottingClusterId"] = self.members[-1]
        return {key: value for key, value in answer.items() if value is not None}


def create_replication_group(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    name = given["ReplicationGroupId"].lower()
    if name in replication_groups(backend):
        raise fault("ReplicationGroupAlreadyExists", f"Replication group {name} already exists.")
    subnet_group = given.get("CacheSubnetGroupName", "default").lower()
    if subnet_group not in backend.cache_subnet_groups:
        raise fault("CacheSubnetGroupNotFoundFault", f"Cache Subnet Group {subnet_group} does not exist.")
    if group := given.get("CacheParameterGroupName"):
        parameter_groups.found(backend, group)
    created = ReplicationGroup(backend, given)
    backend.replication_groups[name] = created
    backend.tagging_service.tag_resource(created.arn, given.get("Tags", []))
    return {"ReplicationGroup": created.shown()}


def describe_replication_groups(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    name = given.get("ReplicationGroupId")
    groups = [replication_group(backend, name)] if name else replication_groups(backend).values()
    return {"ReplicationGroups": [group.shown() for group in groups]}


def delete_replication_group(backend: Any, given: dict[str, Any]) -> dict[str, Any]:
    group = available_group(backend, given["ReplicationGroupId"])
    if snapshot := given.get("FinalSnapshotIdentifier"):
        if snapshot in backend.__dict__.setdefault("final_snapshots", {}):
            raise fault("SnapshotAlreadyExistsFault", f"Snapshot {snapshot} already exists.")
        backend.final_snapshots[snapshot] = group
    group.become("deleting")
    return {"ReplicationGroup": group.shown()}


@question("GET", "caches")
def caches() -> dict[str, dict[str, Any]]:
    from moto.elasticache.models import elasticache_backends

    return {
        group.replication_group_id: {
            "address": group.address("master"),
            "port": group.port,
            "status": group.status,
            "isReachable": is_reachable(backend, group),
            "nodes": len(group.members),
            "requiresTls": group.transit_encryption_mode == "required",
            "parameters": parameter_groups.found(backend, group.cache_parameter_group_name).values,
        }
        for account in list(elasticache_backends.values())
        for backend in list(account.values())
        for group in list(replication_groups(backend).values())
    }
