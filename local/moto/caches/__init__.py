"""Amazon ElastiCache for Valkey and Redis OSS: replication groups with cluster mode disabled, their subnet groups and parameter
groups. moto 5.2.1 can create a replication group, but not modify it, and its deletion never ends.

It knows less than AWS: no cluster mode, users, global datastores, log delivery or snapshots, except that a final snapshot has a
name of its own. A failover changes no role here: local/data-plane/cache-nodes.ts performs it. A modification that waits for the
maintenance window waits forever.

    GET /embedded-aws/caches    of each replication group by its id: where its primary listens, its status, whether hosts reach
                               it and it requires TLS, the number of its nodes, and the parameters that its user has set
"""


def apply() -> None:
    from . import clusters, modifications, parameter_groups, replicas, replication_groups, subnet_groups, tags

    for module in (clusters, modifications, parameter_groups, replicas, replication_groups, subnet_groups, tags):
        module.apply()
