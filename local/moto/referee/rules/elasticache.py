"""What ElastiCache refuses of a replication group."""

import re
from functools import partial

from ..refusal import Refusal
from ..resources import held
from .table import rule

SETTINGS = "Amazon ElastiCache API Reference, CreateReplicationGroup"
CHANGES = "Amazon ElastiCache API Reference, ModifyReplicationGroup"
BOTH = ("CreateReplicationGroup", "ModifyReplicationGroup")
MULTI_AZ = "Amazon ElastiCache User Guide, Minimizing downtime in ElastiCache by using Multi-AZ with Valkey and Redis OSS"
# "Supported Valkey, Memcached and Redis OSS versions", Amazon ElastiCache User Guide.
VERSIONS = {"valkey": ("7.2", "8.0", "8.1", "8.2"), "redis": ("6.0", "6.2", "7.0", "7.1")}
# "Supported node types", Amazon ElastiCache User Guide: the families of the current generation.
NODE_TYPES = re.compile(
    r"cache\.(t[234]\.(micro|small|medium)|t4g\.(micro|small|medium)|"
    r"[mr](4|5|6g|7g|8g)\.(large|([248]|1[026]|24)?xlarge)|r6gd\.([248]|1[26])?xlarge|c[78]gn\.(large|([248]|1[26])?xlarge))"
)
LONGEST_NAME = 40

invalid = partial(Refusal, "InvalidParameterValue")
combination = partial(Refusal, "InvalidParameterCombination")


def group(params, account):
    return held(account, "elasticache").replication_groups.get(params.get("ReplicationGroupId", "").lower())


def current(params, account, name: str, attribute: str):
    """What the request gives, or else what the replication group has."""
    given = params.get(name)
    return given if given is not None else getattr(group(params, account), attribute, None)


def is_on(params, account, name: str, attribute: str) -> bool:
    return current(params, account, name, attribute) in (True, "enabled")


@rule("elasticache", "CreateReplicationGroup", source=SETTINGS)
def replication_group_name_has_letters_digits_and_single_hyphens(params, account):
    """1 to 40 alphanumeric characters or hyphens. First a letter. Can't end with a hyphen or contain two consecutive."""
    name = params.get("ReplicationGroupId", "")
    if len(name) > LONGEST_NAME or not re.fullmatch(r"[A-Za-z](-?[A-Za-z0-9])*", name):
        return invalid(
            "The parameter ReplicationGroupId is not a valid identifier. Identifiers must begin with a letter; must contain "
            "only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens."
        )


@rule("elasticache", "CreateReplicationGroup", source=SETTINGS)
def engine_is_valkey_or_redis(params, account):
    """The value must be set to valkey or redis."""
    name = params.get("Engine", "redis")
    if name not in VERSIONS:
        return invalid(f"Invalid Engine type: {name}")


@rule("elasticache", *BOTH, source=SETTINGS)
def engine_version_exists(params, account):
    """The version number of the cache engine. Valkey and Redis OSS 6.0 or later have a major and a minor number."""
    version, engine = params.get("EngineVersion"), current(params, account, "Engine", "engine") or "redis"
    if version is not None and version not in VERSIONS.get(engine, (version,)):
        return invalid(f"Invalid {engine} version: {version}.")


@rule("elasticache", "ModifyReplicationGroup", source=CHANGES)
def engine_version_is_not_lowered(params, account):
    """You can upgrade to a newer engine version, but you cannot downgrade to an earlier engine version."""
    found, version = group(params, account), params.get("EngineVersion")
    if found is None or version not in VERSIONS.get(found.engine, ()) or params.get("Engine", found.engine) != found.engine:
        return None
    known = VERSIONS[found.engine]
    if found.engine_version in known and known.index(version) < known.index(found.engine_version):
        return invalid(f"The {found.engine} version cannot be downgraded from {found.engine_version} to {version}.")


@rule("elasticache", *BOTH, source=SETTINGS)
def node_type_exists(params, account):
    """The node types that are supported by ElastiCache."""
    node = params.get("CacheNodeType")
    if node is not None and not NODE_TYPES.fullmatch(node):
        return invalid(f"Invalid Cache Node Type: {node}.")


@rule("elasticache", "CreateReplicationGroup", source=SETTINGS)
def one_to_six_nodes(params, account):
    """The maximum permitted value for NumCacheClusters is 6 (1 primary plus 5 replicas)."""
    count = params.get("NumCacheClusters", 1)
    if not 1 <= count <= 6:
        return invalid(f"Invalid number of cache clusters: {count}. It must be between 1 and 6.")


@rule("elasticache", "CreateReplicationGroup", source=SETTINGS)
def failover_needs_a_replica(params, account):
    """If AutomaticFailoverEnabled is true, the value of NumCacheClusters must be at least 2."""
    replicas = params.get("ReplicasPerNodeGroup") or params.get("NumCacheClusters", 1) - 1
    if params.get("AutomaticFailoverEnabled") and replicas < 1:
        return combination("Automatic failover is not supported for replication groups without a replica.")


@rule("elasticache", *BOTH, source=MULTI_AZ)
def several_zones_need_failover(params, account):
    """Multi-AZ is enabled together with automatic failover."""
    failover = is_on(params, account, "AutomaticFailoverEnabled", "automatic_failover")
    if is_on(params, account, "MultiAZEnabled", "multi_az") and not failover:
        return combination("Multi-AZ requires automatic failover to be enabled.")


@rule("elasticache", "CreateReplicationGroup", source=SETTINGS)
def encryption_in_transit_needs_a_subnet_group(params, account):
    """If you enable in-transit encryption, you must also specify a value for CacheSubnetGroup."""
    if params.get("TransitEncryptionEnabled") and not params.get("CacheSubnetGroupName"):
        return combination("Encryption in transit is only supported in a VPC: a cache subnet group is required.")


@rule("elasticache", "CreateReplicationGroup", source=SETTINGS)
def mode_of_encryption_needs_encryption_in_transit(params, account):
    """You must set TransitEncryptionEnabled to true to set the TransitEncryptionMode."""
    if params.get("TransitEncryptionMode") and not params.get("TransitEncryptionEnabled"):
        return combination("TransitEncryptionMode can only be specified when TransitEncryptionEnabled is true.")


@rule("elasticache", "CreateReplicationGroup", source=SETTINGS)
def key_needs_encryption_at_rest(params, account):
    """KmsKeyId: the ID of the KMS key used to encrypt the disk. At rest encryption is the default of Valkey only."""
    encrypted = params.get("AtRestEncryptionEnabled", params.get("Engine") == "valkey")
    if params.get("KmsKeyId") and not encrypted:
        return combination("A KMS key can only be specified when encryption at rest is enabled.")


@rule("elasticache", "CreateReplicationGroup", source=SETTINGS)
def password_needs_encryption_in_transit(params, account):
    """AuthToken can be specified only on replication groups where TransitEncryptionEnabled is true."""
    if params.get("AuthToken") and not params.get("TransitEncryptionEnabled"):
        return combination("An AUTH token is only supported when encryption in transit is enabled.")


@rule("elasticache", *BOTH, source=SETTINGS)
def password_has_16_to_128_permitted_characters(params, account):
    """16 to 128 printable ASCII characters. The only permitted special characters are !, &, #, $, ^, <, >, and -."""
    password = params.get("AuthToken")
    if password is not None and not re.fullmatch(r"[A-Za-z0-9!&#$^<>-]{16,128}", password):
        return invalid("Invalid AuthToken provided. It must have 16 to 128 letters, digits, or characters of !&#$^<>-")


@rule("elasticache", "ModifyReplicationGroup", source=CHANGES)
def password_strategy_needs_a_password(params, account):
    """AuthTokenUpdateStrategy must be specified with the auth-token parameter. DELETE needs none."""
    strategy = params.get("AuthTokenUpdateStrategy")
    if strategy in ("SET", "ROTATE") and not params.get("AuthToken"):
        return combination("AuthTokenUpdateStrategy must be specified together with AuthToken.")


@rule("elasticache", "CreateReplicationGroup", source=SETTINGS)
def port_is_1_to_65535(params, account):
    """The port number on which each member of the replication group accepts connections."""
    if not 1 <= params.get("Port", 6379) <= 65535:
        return invalid(f"Invalid port: {params['Port']}.")


@rule("elasticache", *BOTH, source="Amazon ElastiCache User Guide, Security in Amazon VPCs")
def security_group_exists(params, account):
    """One or more Amazon VPC security groups associated with this replication group."""
    known = {name for vpc in held(account, "ec2").groups.values() for name in vpc}
    missing = [each for each in params.get("SecurityGroupIds") or [] if known and each not in known]
    if missing:
        return invalid(f"Security group {missing[0]} does not exist.")
