from twins import ABSENT, Named, Request


def groups(account) -> None:
    elasticache, ec2 = account.backend("elasticache"), account.backend("ec2")
    elasticache.cache_parameter_groups = {
        name: Named(name=name, family=family) for name, family in (("new", "valkey8"), ("old", "valkey7"))
    }
    for name, vpc in (("subnet-a", "vpc-1"), ("subnet-b", "vpc-1"), ("subnet-c", "vpc-2")):
        ec2.subnets[name] = {name: Named(id=name, vpc_id=vpc)}
    ec2.groups["vpc-1"] = {"sg-1": Named()}
    elasticache.replication_groups["there"] = Named(
        engine="valkey",
        engine_version="8.0",
        automatic_failover="disabled",
        multi_az="disabled",
        cache_parameter_group_name="new",
        snapshot_window="17:00-18:00",
        preferred_maintenance_window="sun:19:00-sun:20:00",
    )


CREATE = Request(
    "elasticache",
    "CreateReplicationGroup",
    {
        "ReplicationGroupId": "api-production",
        "ReplicationGroupDescription": "Cache and sessions",
        "Engine": "valkey",
        "EngineVersion": "8.0",
        "CacheNodeType": "cache.t4g.micro",
        "NumCacheClusters": 2,
        "AutomaticFailoverEnabled": True,
        "MultiAZEnabled": True,
        "CacheParameterGroupName": "new",
        "CacheSubnetGroupName": "api-production",
        "SecurityGroupIds": ["sg-1"],
        "TransitEncryptionEnabled": True,
        "TransitEncryptionMode": "required",
        "AuthToken": "correct-horse-battery",
        "AtRestEncryptionEnabled": True,
        "KmsKeyId": "a-key",
        "SnapshotRetentionLimit": 1,
        "SnapshotWindow": "23:30-00:30",
        "PreferredMaintenanceWindow": "sun:19:00-sun:20:00",
        "Port": 6379,
    },
    groups,
)
CREATE.twin(
    "replication_group_name_has_letters_digits_and_single_hyphens", {"ReplicationGroupId": "api--production"}
)
CREATE.twin(
    "replication_group_name_has_letters_digits_and_single_hyphens", {"ReplicationGroupId": "a" * 41}
)
CREATE.twin("engine_is_valkey_or_redis", {"Engine": "memcached"}, given={"CacheParameterGroupName": ABSENT})
CREATE.twin("engine_version_exists", {"EngineVersion": "8.0.1"})
CREATE.twin("node_type_exists", {"CacheNodeType": "cache.t4g.large"})
CREATE.twin("node_type_exists", {"CacheNodeType": "t4g.micro"}, given={"CacheNodeType": "cache.r8g.16xlarge"})
CREATE.twin("one_to_six_nodes", {"NumCacheClusters": 7})
CREATE.twin("failover_needs_a_replica", {"NumCacheClusters": 1})
CREATE.twin("several_zones_need_failover", {"AutomaticFailoverEnabled": False})
CREATE.twin("encryption_in_transit_needs_a_subnet_group", {"CacheSubnetGroupName": ABSENT})
CREATE.twin(
    "mode_of_encryption_needs_encryption_in_transit",
    {"TransitEncryptionEnabled": False},
    given={"AuthToken": ABSENT},
)
CREATE.twin("key_needs_encryption_at_rest", {"AtRestEncryptionEnabled": False})
CREATE.twin(
    "password_needs_encryption_in_transit",
    {"TransitEncryptionEnabled": False},
    given={"TransitEncryptionMode": ABSENT},
)
CREATE.twin("password_has_16_to_128_permitted_characters", {"AuthToken": "correct@horse@battery"})
CREATE.twin("password_has_16_to_128_permitted_characters", {"AuthToken": "fifteen-letters"})
CREATE.twin("port_is_1_to_65535", {"Port": 65536})
CREATE.twin("security_group_exists", {"SecurityGroupIds": ["sg-2"]})
CREATE.twin("cache_parameter_group_is_of_the_version", {"CacheParameterGroupName": "old"})
CREATE.twin("snapshot_window_is_an_hour_of_a_day", {"SnapshotWindow": "23:30-00:00"})
CREATE.twin("maintenance_window_is_an_hour_of_a_week", {"PreferredMaintenanceWindow": "sun:19:00-sun:19:30"})
CREATE.twin("snapshot_window_is_outside_the_maintenance_window", {"SnapshotWindow": "18:30-19:30"})
CREATE.twin("snapshots_are_kept_0_to_35_days", {"SnapshotRetentionLimit": 36})

MODIFY = Request(
    "elasticache",
    "ModifyReplicationGroup",
    {"ReplicationGroupId": "there", "EngineVersion": "8.1", "SnapshottingClusterId": "there-001"},
    groups,
)
MODIFY.twin("engine_version_is_not_lowered", {"EngineVersion": "7.2"}, given={"CacheParameterGroupName": "other"})
MODIFY.twin("engine_version_exists", {"EngineVersion": "9.9"})
MODIFY.twin("cache_parameter_group_is_of_the_version", {"CacheParameterGroupName": "old"})
MODIFY.twin("several_zones_need_failover", {"MultiAZEnabled": True})
MODIFY.twin("snapshot_window_is_outside_the_maintenance_window", {"PreferredMaintenanceWindow": "mon:17:30-mon:18:30"})
MODIFY.twin("snapshots_are_taken_of_a_member", {"SnapshottingClusterId": "other-001"})
MODIFY.twin("password_strategy_needs_a_password", {"AuthTokenUpdateStrategy": "ROTATE"})

PARAMETER_GROUP = Request(
    "elasticache",
    "CreateCacheParameterGroup",
    {"CacheParameterGroupName": "api", "CacheParameterGroupFamily": "valkey8", "Description": "Of the cache"},
)
PARAMETER_GROUP.twin(
    "cache_parameter_group_name_has_letters_digits_and_single_hyphens", {"CacheParameterGroupName": "default.valkey8"}
)
PARAMETER_GROUP.twin("cache_parameter_group_is_of_a_known_family", {"CacheParameterGroupFamily": "valkey"})

PARAMETERS = Request(
    "elasticache",
    "ModifyCacheParameterGroup",
    {
        "CacheParameterGroupName": "new",
        "ParameterNameValues": [
            {"ParameterName": "maxmemory-policy", "ParameterValue": "volatile-lru"},
            {"ParameterName": "reserved-memory-percent", "ParameterValue": "25"},
        ],
    },
    groups,
)
PARAMETERS.twin(
    "at_most_20_cache_parameters_are_changed_at_once",
    {"ParameterNameValues": [{"ParameterName": "timeout", "ParameterValue": "60"}] * 21},
)
PARAMETERS.twin("cache_parameter_exists_in_valkey", {"ParameterNameValues.0.ParameterName": "appendonly"})
PARAMETERS.twin("cache_parameter_has_one_of_its_values", {"ParameterNameValues.0.ParameterValue": "lru"})
PARAMETERS.twin("reserved_memory_is_0_to_100_percent", {"ParameterNameValues.1.ParameterValue": "101"})

SUBNETS = Request(
    "elasticache",
    "CreateCacheSubnetGroup",
    {
        "CacheSubnetGroupName": "api-production",
        "CacheSubnetGroupDescription": "Of the cache",
        "SubnetIds": ["subnet-a", "subnet-b"],
    },
    groups,
)
SUBNETS.twin("cache_subnet_group_name_has_letters_digits_and_hyphens", {"CacheSubnetGroupName": "api_production"})
SUBNETS.twin("cache_subnet_group_is_in_one_vpc", {"SubnetIds": ["subnet-a", "subnet-c"]})
