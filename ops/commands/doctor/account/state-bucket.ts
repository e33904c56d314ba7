import type { AccountCheck } from "../check";
import { findBucket } from "./find-bucket";

/** The bucket of the Terraform state. `ops bootstrap` creates it. */
export const stateBucket: AccountCheck = {
  subject: "the state bucket",
  reads: ["s3:ListBucket"],
  look: async (operation) => {
    const { stateBucket, accountId, region } = operation.environment;
    const found = await findBucket(operation, stateBucket);
    switch (found.kind) {
      case "none":
        return { seen: `bootstrap creates ${stateBucket}` };
      case "own":
        return { seen: stateBucket };
      case "denied":
        return {
          problems: {
            path: "stateBucket",
            got: `"${stateBucket}", which does not belong to account ${accountId}, or your credentials lack s3:ListBucket on it`,
            allowed: "a name that no other account has a bucket of: all AWS accounts share one set of names",
            fix: "Write another name as stateBucket, or get s3:ListBucket on this bucket.",
          },
        };
      case "elsewhere":
        return {
          problems: {
            path: "stateBucket",
            got: `"${stateBucket}", which is in ${found.region}`,
            allowed: `a name that is free, or of a bucket in ${region}`,
            fix: "Write another name as stateBucket.",
          },
        };
    }
  },
};
