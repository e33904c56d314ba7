import { bucket, repository } from "../protected";
import * as policies from "../../../policies/subjects/encryption";
import { describePolicies } from "../describe-policies";

describePolicies(policies, {
  protects: {
    encryption: {
      images: [repository, { encryptionConfiguration: [] }, "encryption_configuration is not KMS"],
    },
    tls: {
      "the objects of a bucket": [
        bucket,
        { of: (arn: string) => [arn] },
        "add a statement that denies every principal s3:* on ${aws_s3_bucket.bucket.arn} and ${aws_s3_bucket.bucket.arn}/*",
      ],
    },
  },
});
