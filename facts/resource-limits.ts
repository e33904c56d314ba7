/** How many resources AWS allows. Quotas that AWS raises on request have the value of a new account. */

/** How many resources of a type can refer to the same resource. */
export interface CountLimit {
  readonly type: string;

  /** The argument with the reference, e.g. `security_group_id`. */
  readonly per: string;
  readonly maximum: number;
  readonly document: string;
}

/** "Amazon VPC quotas", Amazon VPC User Guide: in each direction. */
export const MOST_SECURITY_GROUP_RULES = 60;

export const COUNT_LIMITS: readonly CountLimit[] = [
  ...["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"].map((type) => ({
    type,
    per: "security_group_id",
    maximum: MOST_SECURITY_GROUP_RULES,
    document: "Amazon VPC quotas, Amazon VPC User Guide",
  })),
  {
    type: "aws_subnet",
    per: "vpc_id",
    maximum: 200,
    document: "Amazon VPC quotas, Amazon VPC User Guide",
  },
  {
    type: "aws_lb_listener_rule",
    per: "listener_arn",
    maximum: 100,
    document: "Quotas for your Application Load Balancers, Elastic Load Balancing User Guide",
  },
  {
    type: "aws_lb_listener_certificate",
    per: "listener_arn",
    maximum: 25,
    document: "Quotas for your Application Load Balancers, Elastic Load Balancing User Guide",
  },
  {
    type: "aws_cloudwatch_event_target",
    per: "rule",
    maximum: 5,
    document: "Amazon EventBridge quotas, Amazon EventBridge User Guide",
  },
  {
    type: "aws_cloudwatch_log_metric_filter",
    per: "log_group_name",
    maximum: 100,
    document: "CloudWatch Logs quotas, Amazon CloudWatch Logs User Guide",
  },
  {
    type: "aws_iam_role_policy_attachment",
    per: "role",
    maximum: 10,
    document: "IAM and AWS STS quotas, AWS IAM User Guide",
  },
  {
    type: "aws_kms_alias",
    per: "target_key_id",
    maximum: 50,
    document: "Resource quotas, AWS KMS Developer Guide",
  },
  {
    type: "aws_appautoscaling_policy",
    per: "resource_id",
    maximum: 50,
    document: "Application Auto Scaling quotas, Application Auto Scaling User Guide",
  },
];
