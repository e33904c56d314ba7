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
 * The bucket load balancers write their access logs to. They cannot write under a KMS key of ours (Elastic Load
 * Balancing, "Enable access logs": only SSE-S3 is supported).
 */
export class AccessLogs extends Construct {
  public readonly bucketName: string;

  /** Must stand before a load balancer is told to log: it tries at once. */
  public readonly policy: ITerraformDependable;

  constructor(scope: Construct, id: string, props: AccessLogsProps) {
    super(scope, id);

    const { bucketName, accountId, retentionDays, forceDestroy } = props;

    const bucket = new SecureBucket(this, "bucket", {
      bucketName,
      expireAfterDays: retentionDays,
      ...(forceDestroy ? { forceDestroy: "The environment is no production." } : {}),
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
