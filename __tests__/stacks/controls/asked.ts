/**
 * What checkov, trivy, AWS Control Tower, AWS Foundational Security Best Practices and cdk-nag ask of each type of
 * resource that some stack has, as of 2026-11. Left out is what only other kinds of it have (Aurora, Fargate, EFS,
 * network load balancers), and what is asked of the account rather than of a resource. Written as in docs/controls.md.
 */
export const ASKED: Readonly<Record<string, string>> = {
  aws_acm_certificate: "CKV_233, CKV_234, CKV2_71, CT.ACM.PR.1, FSBP ACM.1, ACM.2",
  aws_acm_certificate_validation: "",
  aws_appautoscaling_policy: "",
  aws_appautoscaling_target: "",
  aws_autoscaling_group:
    "CKV_153, CKV_315, CKV2_15, CT.AUTOSCALING.PR.1, PR.4, PR.6, PR.8, FSBP AutoScaling.1, AutoScaling.2, AutoScaling.6, AutoScaling.9, Nag AS1 to AS3",
  aws_backup_plan: "",
  aws_backup_selection: "",
  aws_backup_vault: "CKV_166, FSBP Backup.1",
  aws_cloudwatch_dashboard: "",
  aws_cloudwatch_event_rule: "",
  aws_cloudwatch_event_target: "",
  aws_cloudwatch_log_group: "CKV_66, CKV_158, CKV_338, AWS-0017, CT.CLOUDWATCH.PR.2, PR.3",
  aws_cloudwatch_log_metric_filter: "",
  aws_cloudwatch_metric_alarm: "CKV_319, CT.CLOUDWATCH.PR.1, PR.4, FSBP CloudWatch.15, CloudWatch.17",
  aws_db_instance:
    "CKV_16, CKV_17, CKV_118, CKV_129, CKV_133, CKV_157, CKV_161, CKV_211, CKV_226, CKV_293, CKV_353, CKV_354, CKV2_60, AWS-0077, AWS-0078, AWS-0080, AWS-0133, AWS-0176, AWS-0177, AWS-0180, CT.RDS.PR.1, PR.2, PR.5, PR.7, PR.8, PR.10 to PR.15, PR.17 to PR.20, PR.22 to PR.24, PR.30, FSBP RDS.1 to RDS.6, RDS.8 to RDS.11, RDS.13, RDS.17 to RDS.23, RDS.25, RDS.26, Nag RDS2, RDS3, RDS8, RDS10, RDS11, RDS13",
  aws_db_parameter_group: "CKV2_69, CT.RDS.PR.28, FSBP RDS.39",
  aws_db_subnet_group: "",
  aws_default_security_group: "CKV2_12, AWS-0173, FSBP EC2.2",
  aws_ecr_lifecycle_policy: "",
  aws_ecr_repository:
    "CKV_32, CKV_51, CKV_136, CKV_163, AWS-0030 to AWS-0033, CT.ECR.PR.1 to PR.3, FSBP ECR.1 to ECR.3, ECR.5, Nag ECR1",
  aws_ecr_repository_policy: "",
  aws_ecs_capacity_provider: "FSBP ECS.19",
  aws_ecs_cluster: "CKV_65, CKV_223, CKV_224, AWS-0034, CT.ECS.PR.2, FSBP ECS.12, Nag ECS4",
  aws_ecs_cluster_capacity_providers: "",
  aws_ecs_service: "CKV_333, CT.ECS.PR.9, FSBP ECS.2, ECS.16",
  aws_ecs_task_definition:
    "CKV_249, CKV_334 to CKV_336, AWS-0036, CT.ECS.PR.3 to PR.8, PR.10 to PR.12, FSBP ECS.3 to ECS.5, ECS.8, ECS.9, ECS.17, ECS.20, Nag ECS2, ECS7",
  aws_elasticache_parameter_group: "",
  aws_elasticache_replication_group:
    "CKV_29 to CKV_31, CKV_191, CKV2_50, AWS-0045, AWS-0051, CT.ELASTICACHE.PR.3 to PR.5, PR.7, PR.8, FSBP ElastiCache.1 to ElastiCache.7, Nag AEC1, AEC3 to AEC6",
  aws_elasticache_subnet_group: "",
  aws_eip: "CKV2_19, FSBP EC2.12",
  aws_iam_group: "",
  aws_iam_group_policy_attachment: "",
  aws_iam_instance_profile: "CKV2_41, FSBP SSM.1",
  aws_iam_openid_connect_provider: "CKV_358, CKV_393",
  aws_iam_policy: "",
  aws_iam_role:
    "CKV_60, CKV_61, CKV_274, CKV2_56, AWS-0342, CT.IAM.PR.1 to PR.3, PR.5, FSBP IAM.1, IAM.21, Nag IAM4, IAM5",
  aws_iam_role_policy:
    "CKV_62, CKV_63, CKV_107 to CKV_111, CKV_286 to CKV_290, CKV_355, CKV_356, CKV2_40, AWS-0057, AWS-0345, AWS-0346",
  aws_iam_user: "CKV_40, CKV_273, AWS-0143, CT.IAM.PR.4, FSBP IAM.2",
  aws_iam_user_group_membership: "",
  aws_internet_gateway: "",
  aws_kms_alias: "",
  aws_kms_key: "CKV_7, CKV_33, CKV_227, CKV2_64, AWS-0065, CT.KMS.PR.1, PR.3, FSBP KMS.1 to KMS.5, Nag KMS5",
  aws_lambda_function:
    "CKV_45, CKV_50, CKV_115 to CKV_117, CKV_173, CKV_272, CKV_363, AWS-0066, CT.LAMBDA.PR.3, FSBP Lambda.2, Lambda.3, Lambda.5, Nag L1",
  aws_lambda_function_event_invoke_config: "",
  aws_lambda_permission: "CKV_301, CKV_364, AWS-0067, CT.LAMBDA.PR.2, FSBP Lambda.1",
  aws_launch_template:
    "CKV_8, CKV_46, CKV_79, CKV_88, CKV_126, CKV_135, CKV_189, CKV_341, AWS-0008, AWS-0009, AWS-0026 to AWS-0029, AWS-0129 to AWS-0131, AWS-0344, CT.EC2.PR.1, PR.2, PR.9, PR.10, PR.14, PR.15, CT.AUTOSCALING.PR.2, PR.3, PR.5, PR.9 to PR.11, FSBP EC2.3, EC2.8, EC2.9, EC2.24, EC2.25, EC2.170, EC2.181, AutoScaling.3 to AutoScaling.5, SSM.2, SSM.3, Nag EC26, EC28",
  aws_lb:
    "CKV_91, CKV_131, CKV_150, CKV_192, CKV_328, CKV2_28, CKV2_76, AWS-0052, AWS-0053, CT.ELB.PR.3 to PR.6, FSBP ELB.4 to ELB.6, ELB.12, ELB.13, ELB.16, Nag ELB2",
  aws_lb_listener:
    "CKV_2, CKV_103, CKV2_20, CKV2_74, AWS-0047, AWS-0054, CT.ELB.PR.1, PR.2, FSBP ELB.1, ELB.17, ELB.18",
  aws_lb_listener_rule: "",
  aws_lb_target_group: "CKV_261, CKV_378, CT.ELB.PR.15, FSBP ELB.21, ELB.22",
  aws_nat_gateway: "",
  aws_route: "CKV2_35",
  aws_route53_record: "CKV2_23, CKV2_38, CKV2_39, FSBP Route53.2",
  aws_route_table: "",
  aws_route_table_association: "",
  aws_s3_bucket:
    "CKV_18 to CKV_21, CKV_53 to CKV_57, CKV_70, CKV_93, CKV_143 to CKV_145, CKV_300, CKV_375, CKV_379, CKV2_6, CKV2_43, CKV2_61, CKV2_62, CKV2_65, AWS-0086, AWS-0087, AWS-0089 to AWS-0094, AWS-0132, AWS-0320, CT.S3.PR.1 to PR.6, PR.8 to PR.11, FSBP S3.1 to S3.3, S3.5 to S3.15, S3.17, Nag S1, S2, S5, S10",
  aws_s3_bucket_cors_configuration: "",
  aws_s3_bucket_lifecycle_configuration: "",
  aws_s3_bucket_ownership_controls: "",
  aws_s3_bucket_policy: "",
  aws_s3_bucket_public_access_block: "",
  aws_s3_bucket_server_side_encryption_configuration: "",
  aws_s3_bucket_versioning: "",
  aws_s3_object: "CKV_186",
  aws_scheduler_schedule: "CKV_297",
  aws_security_group: "CKV2_5, AWS-0099, Nag EC23, EC27",
  aws_sesv2_configuration_set: "FSBP SES.3",
  aws_sesv2_configuration_set_event_destination: "",
  aws_sesv2_email_identity: "",
  aws_sesv2_email_identity_mail_from_attributes: "",
  aws_sns_topic:
    "CKV_26, CKV_169, CKV_385, AWS-0095, AWS-0136, CT.SNS.PR.1, FSBP SNS.1, SNS.2, SNS.4, Nag SNS2, SNS3",
  aws_sns_topic_policy: "",
  aws_sns_topic_subscription: "",
  aws_sqs_queue:
    "CKV_27, CKV_72, CKV_168, CKV_387, CKV2_73, AWS-0096, AWS-0097, AWS-0135, CT.SQS.PR.1, PR.2, FSBP SQS.1, SQS.3, Nag SQS2 to SQS4",
  aws_sqs_queue_policy: "",
  aws_ssm_parameter: "CKV_337, CKV2_34, CKV2_36, AWS-0098, AWS-0134",
  aws_subnet: "CKV_130, AWS-0164, CT.EC2.PR.11, FSBP EC2.15",
  aws_vpc: "CKV2_11, AWS-0101, AWS-0178, FSBP EC2.6, EC2.10, EC2.55 to EC2.58, EC2.60, Nag VPC7",
  aws_vpc_endpoint: "",
  aws_vpc_security_group_egress_rule: "CKV_382, AWS-0104",
  aws_vpc_security_group_ingress_rule:
    "CKV_23 to CKV_25, CKV_260, CKV_277, AWS-0107, AWS-0124, CT.EC2.PR.3, PR.4, FSBP EC2.13, EC2.14, EC2.18, EC2.19",
};
