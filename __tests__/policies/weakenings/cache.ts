import { remove, set } from "./mutation";
import { rows } from "./weakening";

const CACHE = "aws_elasticache_replication_group.cache_group";

/** Every protection of the cache. */
export const CACHES = rows("valkey", {
  encryption: [
    [CACHE, "at_rest_encryption_enabled is not true", set("at_rest_encryption_enabled", "false")],
    [CACHE, "kms_key_id is missing", remove("kms_key_id")],
  ],
  tls: [
    [CACHE, "transit_encryption_enabled to true", set("transit_encryption_enabled", false)],
    [CACHE, "transit_encryption_mode to required", set("transit_encryption_mode", "preferred")],
  ],
  "open-security-groups": [[CACHE, "set one", remove("security_group_ids")]],
  replacements: [["aws_elasticache_parameter_group.cache_parameters", "set it to true", remove("lifecycle")]],
});
