import { Construct } from "constructs";
import type { ITerraformDependable } from "cdktf";
import { SecureBucket } from "../aws/secure-bucket";

export interface AccessLogsProps {
  readonly bucketName: string;
  readonly accountId: string;

  /** After how many days a log is deleted. */
  readonly retentionDays: number;

  /** Whether `cdktf destroy` deletes the logs too. */
  readonly forceDestroy: boolean;
}

/**
 * The bucket of the load balancer's access logs. It cannot be encrypted under the environment's KMS key (Elastic Load
 * Balancing, "Enable access logs": only SSE-S3 is supported).
 */
export class AccessLogs extends Construct {
  public readonly bucketName: string;

  /** A load balancer depends on it, because it writes to the bucket as soon as access logs are enabled. */
  public readonly policy: ITerraformDependable;

  constructor(scope: Construct, id: string, props: AccessLogsProps) {
    super(scope, id);

    const { bucketName, accountId, retentionDays, forceDestroy } = props;

    const bucket = new SecureBucket(this, "bucket", {
      bucketName,
      expireAfterDays: retentionDays,
      ...(forceDestroy ? { forceDestroy: "The environment is not production." } : {}),
      statements: (bucketArn) => [
        {
          sid: "LoadBalancers",
          principals: [{ type: "Service", identifiers: ["logdelivery.elasticloadbalancing.amazonaws.com"] }],
          actions: ["s3:PutObject"],
          resources: [`${bucketArn}/AWSLogs/${accountId}/*`],
        },
      ],
    });
    this.bucketName = bucket.name;
    this.policy = bucket.policy;
  }
}
