import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { protectedDatabase } from "../protected";
import { lambda } from "../resources";
import * as policies from "../../../policies/subjects/versions";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  protects: {
    "end-of-support": {
      "a database": [
        protectedDatabase,
        { engineVersion: "8.0.40" },
        "engine_version is 8.0.40, without support since 2026-07-31: move to 8.4",
      ],
      "a database that is billed for it": [
        protectedDatabase,
        { engineLifecycleSupport: "open-source-rds-extended-support" },
        "engine_lifecycle_support is not open-source-rds-extended-support-disabled",
      ],
      "from an unknown version": [
        protectedDatabase,
        { engineVersion: "9.9" },
        "engine_version is 9.9, of which no end of support is known",
      ],
      "a function": [
        (stack, change) => lambda(stack, { runtime: "nodejs22.x", ...change }),
        { runtime: "nodejs20.x" },
        "runtime is nodejs20.x, without support since 2026-04-30: move to nodejs24.x",
      ],
      hosts: [
        (stack, change) =>
          new DataAwsSsmParameter(stack, "ami", {
            name: "/aws/service/ecs/optimized-ami/amazon-linux-2023/x",
            ...change,
          }),
        { name: "/aws/service/ecs/optimized-ami/amazon-linux-2/x" },
        "the AMI is of Amazon Linux 2, without support since 2026-06-30: move to 2023",
      ],
    },
  },
});
