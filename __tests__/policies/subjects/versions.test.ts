import { protectedDatabase } from "../protected";
import { lambda } from "../resources";
import * as policies from "../../../policies/subjects/versions";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  protects: {
    "end-of-support": {
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
    },
  },
});
