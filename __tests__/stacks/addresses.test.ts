import { goldenStacks } from "../helpers/golden-stacks";

/**
 * Terraform identifies a resource by its address, which CDKTF derives from the ids of the constructs around it. Renaming a
 * construct destroys the resource and creates another. `resource.moveFromId(...)` keeps it.
 */
const RENAMING_DESTROYS: Readonly<Record<string, string>> = {
  "aws_db_instance.database_instance_D7FC2283": "the database and every row in it",
  "aws_db_subnet_group.database_subnets_53A37123":
    "the database with it, which cannot change its group in place",
  "aws_kms_key.key_F64E54E4":
    "the key, and with it everything encrypted under it: database, snapshots, secrets",
  "aws_kms_key.copies_key_9D0DA473": "the key of the copies in the other region, and with it every copy",
  "aws_kms_alias.copies_key_alias_F0B64A69": "the name by which a lost state finds the key of the copies",
  "aws_backup_vault.copies_vault_17E2533B": "every copy in the other region",
  "aws_backup_vault.daily-backups_vault_305CD15C": "the backups that the next copies are based on",
  "aws_kms_alias.key_alias_9418169B": "the name under which operators encrypt",

  "aws_ssm_parameter.database-password_parameter_B0C5A6C0": "the database's password",
  "aws_ssm_parameter.application-user-password_parameter_4BF1AEE3":
    "the password of the application's own user",
  "aws_ssm_parameter.secret-APP_KEY_parameter_C26160C1":
    "APP_KEY: sessions, and whatever Laravel has encrypted",
  "aws_ssm_parameter.secret-MAIL_PASSWORD_parameter_13190B9C": "a secret that only the operator knows",
  "aws_ssm_parameter.slack-webhook_parameter_FBFCE66D": "Slack's webhook, which only the operator knows",
  "aws_ssm_parameter.app-image_tag_3822EC2D": "which version of the application runs",
  "aws_ssm_parameter.nginx-image_tag_1EA2DB25": "which version of nginx runs",

  "aws_ecr_repository.app-image_repository_3A0E1B94": "every image of the application, and every way back",
  "aws_ecr_repository.nginx-image_repository_EE2C5F7F": "every image of nginx, and every way back",

  "aws_s3_bucket.access-logs_bucket_1581D030": "the load balancer's access logs",
  "aws_s3_bucket.files_bucket_EAD9DE72": "the files of the application",
  "aws_s3_bucket.settings_bucket_C972C2FF":
    "the settings of every revision that runs or could be gone back to",
  "aws_elasticache_replication_group.cache_group_D050DA10": "the sessions, locks and cached values",
  "aws_sqs_queue.queue_jobs_E9CBB996": "the jobs that wait",
  "aws_sqs_queue.queue_dead-letters_2382CF29": "the jobs that used up their retries",
  "aws_sqs_queue.queue-emails_jobs_C42C304F": "the jobs that wait in a queue with a name",
  "aws_sqs_queue.queue-emails_dead-letters_935FA57A": "those of it that used up their retries",
  "aws_sqs_queue.queue-reports_jobs_327E522F": "the jobs that wait in another one",
  "aws_sqs_queue.queue-reports_dead-letters_0A71FABA": "those of it that used up their retries",

  "aws_sqs_queue.schedule_dead-letters_34D8FB6A": "the runs of the schedule that could not be started",

  "aws_sqs_queue.deploy-notifier_undelivered_queue_C11C7193": "the events that were not posted to Slack yet",

  "aws_lb.load-balancer_30A23327": "the address that clients and DNS know",
  "aws_lb_target_group.load-balancer_target-group_2EB1ED9E":
    "what the load balancer sends to, while the web tasks move",
  "aws_lb_listener.load-balancer_http_44626CBC": "the door on port 80, for the time between",
  "aws_lb_listener.load-balancer_https_7F5E2DEF": "the door on port 443, for the time between",
  "aws_acm_certificate.domain_certificate_667686B6": "the certificate in use",
  "aws_route53_record.domain_alias_13104220":
    "the API's name, for as long as resolvers remember that there is none",
  "aws_route53_record.domain_certificate_validation-record_448E7655":
    "the proof with which the certificate renews itself",

  "aws_route53_record.domain_alias-apiexamplecom_DBFB6B9A":
    "a name of the API, for as long as resolvers remember that there is none",
  "aws_route53_record.domain_alias-appexamplecom_C150FF67":
    "a name of the API, for as long as resolvers remember that there is none",
  "aws_route53_record.domain_alias-wwwexamplecom_92F9A4A0":
    "a name of the API, for as long as resolvers remember that there is none",
  "aws_route53_record.domain_certificate_validation-record-appexamplecom_CB835B11":
    "the proof with which the certificate renews itself",
  "aws_route53_record.domain_certificate_validation-record-wwwexamplecom_1EC11BE0":
    "the proof with which the certificate renews itself",
  "aws_sesv2_email_identity.mail-domain_identity_31CB28E0":
    "the mail, until SES has verified the domain again",
  "aws_route53_record.mail-domain_dkim-1_2509FABC": "the proof of the mail's domain, for the time between",
  "aws_route53_record.mail-domain_dkim-2_DFA3C38C": "the proof of the mail's domain, for the time between",
  "aws_route53_record.mail-domain_dkim-3_83234F4D": "the proof of the mail's domain, for the time between",
  "aws_route53_record.mail-domain_dmarc_842002C3": "what receivers do with forged mail, for the time between",
  "aws_route53_record.mail-domain_mail-from-mx_434D8ADC": "where bounces go, for the time between",
  "aws_route53_record.mail-domain_mail-from-spf_736C1A0F":
    "the proof of the bounces' domain, for the time between",

  "aws_vpc.network_vpc_4E8F0223": "the network, and first everything in it",
  "aws_internet_gateway.network_internet-gateway_E855E801": "the way in and out of the network",
  "aws_route_table.network_public-routes_309B7EF4": "the routes to the internet",
  "aws_route_table.network_database-routes_40E5756E": "the routes of the database's subnets",
  "aws_route.network_internet_0A851712": "the route to the internet, for the time between",
  "aws_subnet.network_public-subnet-1_63BED862": "a subnet, and first the load balancer and hosts in it",
  "aws_subnet.network_public-subnet-2_7DE9A83A": "a subnet, and first the load balancer and hosts in it",
  "aws_subnet.network_public-subnet-3_7BD6D5AE": "a subnet, and first the load balancer and hosts in it",
  "aws_subnet.network_database-subnet-1_1D1AFB01": "a subnet, and first the database in it",
  "aws_subnet.network_database-subnet-2_20082292": "a subnet, and first the database in it",
  "aws_subnet.network_database-subnet-3_9A2C9B4F": "a subnet, and first the database in it",
  "aws_subnet.network_private_subnet-1_0C5F3F79": "a subnet, and first the hosts in it",
  "aws_subnet.network_private_subnet-2_24A6212D": "a subnet, and first the hosts in it",
  "aws_subnet.network_private_subnet-3_2F3620B1": "a subnet, and first the hosts in it",
  "aws_eip.network_private_address-1_7F352CF2":
    "an address that others may have let in through their firewalls",
  "aws_eip.network_private_address-2_003F9008":
    "an address that others may have let in through their firewalls",
  "aws_eip.network_private_address-3_F1B0ABD2":
    "an address that others may have let in through their firewalls",
  "aws_nat_gateway.network_private_nat-1_B5CFBDB5": "the hosts' way out, for the minutes between",
  "aws_nat_gateway.network_private_nat-2_50D119C7": "the hosts' way out, for the minutes between",
  "aws_nat_gateway.network_private_nat-3_DBBEEA26": "the hosts' way out, for the minutes between",
  "aws_route_table.network_private_routes-1_2CE5714E": "the hosts' way out, for the time between",
  "aws_route_table.network_private_routes-2_7604C3AD": "the hosts' way out, for the time between",
  "aws_route_table.network_private_routes-3_65FF0B7D": "the hosts' way out, for the time between",
  "aws_route.network_private_internet-1_E481C102": "the hosts' way out, for the time between",
  "aws_route.network_private_internet-2_9F1D8EEC": "the hosts' way out, for the time between",
  "aws_route.network_private_internet-3_15FF0DDC": "the hosts' way out, for the time between",
  "aws_elasticache_subnet_group.cache_subnets_C4370C03": "the cache's subnets, and first the cache in them",
  "aws_security_group.cache_security-group_ED85F37B": "who may reach the cache",
  "aws_security_group.database_security-group_3B0458FA": "who may reach the database",
  "aws_security_group.hosts_security-group_2B875600": "who may reach the hosts",
  "aws_security_group.load-balancer_security-group_CCBA614E": "who may reach the load balancer",

  "aws_ecs_cluster.cluster_A4C38409": "the cluster, and first every task that runs on it",
  "aws_ecs_capacity_provider.cluster_capacity-provider_7DB568E3": "what every service runs on",
  "aws_autoscaling_group.hosts_group_DE1F5EFC": "every host, and the tasks on it",
  "aws_launch_template.hosts_launch-template_6C5B10E4": "what the hosts are made from; all are replaced",
  "aws_ecs_service.web_service_10983F6A": "every web task, before the first of the new ones",
  "aws_ecs_service.worker_service_E1A32E33": "every worker, before the first of the new ones",
  "aws_ecs_service.worker_slow_service_15B1DBFA":
    "every one of more workers, before the first of the new ones",
  "aws_ecs_service.scheduler_service_863C944D": "the scheduler, for the time between",
  "aws_scheduler_schedule.schedule_559C9959": "the schedule, for the time between",

  "aws_cloudwatch_log_group.database_error-log_4157B0A4": "the database's errors",
  "aws_cloudwatch_log_group.database_slowquery-log_7C6BFF3C": "the database's slow queries",
  "aws_cloudwatch_log_group.app-log_group_4D4F15C9": "Laravel's log",
  "aws_cloudwatch_log_group.nginx-log_group_391765BC": "nginx's log",
  "aws_cloudwatch_log_group.worker-log_group_D9D61324": "the worker's log",
  "aws_cloudwatch_log_group.worker_slow-log_group_9C373B37": "the log of more workers",
  "aws_cloudwatch_log_group.scheduler-log_group_8DFFD332": "the scheduler's log",
  "aws_cloudwatch_log_group.deploy-notifier_log_4A476477": "the reasons why events were not posted to Slack",
  "aws_cloudwatch_log_group.migrate-log_group_3860413C": "what migrations have said",

  "aws_sns_topic.alarm-topic_D89A1C02": "the topic, and what others have subscribed to it",
  "aws_sns_topic_subscription.alarm-topic_email-operatorsexamplecom_3F7CF93B":
    "the operators' subscription, until they confirm the new one",
  "aws_iam_user.ci_deploy-user_68B71A59": "the user whose access key CI has",
};

/** Made again without a loss, and within the same apply. */
const REBUILT = [
  "aws_acm_certificate_validation",
  "aws_appautoscaling_policy",
  "aws_appautoscaling_target",
  "aws_backup_plan",
  "aws_backup_selection",
  "aws_cloudwatch_dashboard",
  "aws_cloudwatch_log_metric_filter",
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_metric_alarm",
  "aws_db_parameter_group",
  "aws_default_security_group",
  "aws_ecr_lifecycle_policy",
  "aws_ecr_repository_policy",
  "aws_ecs_cluster_capacity_providers",
  // Revisions are never deleted, see `skip_destroy`.
  "aws_ecs_task_definition",
  "aws_elasticache_parameter_group",
  "aws_iam_group",
  "aws_iam_group_policy_attachment",
  "aws_iam_instance_profile",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_user_group_membership",
  "aws_lambda_function",
  "aws_lambda_function_event_invoke_config",
  "aws_lambda_permission",
  "aws_lb_listener_rule",
  "aws_route_table_association",
  "aws_s3_bucket_cors_configuration",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  // Named by its content.
  "aws_s3_object",
  // The identity names it as its default, and is changed in place.
  "aws_sesv2_configuration_set",
  "aws_sesv2_configuration_set_event_destination",
  "aws_sesv2_email_identity_mail_from_attributes",
  "aws_sns_topic_policy",
  "aws_sqs_queue_policy",
  "aws_vpc_endpoint",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];

const addresses = new Set(
  goldenStacks().flatMap(({ stack }) =>
    Object.entries(stack.resource).flatMap(([type, resources]) =>
      Object.keys(resources).map((id) => `${type}.${id}`),
    ),
  ),
);
const typeOf = (address: string) => address.split(".")[0] ?? "";

describe("renaming the construct", () => {
  it.each(Object.entries(RENAMING_DESTROYS))("of %s would destroy %s", (address) => {
    expect([...addresses].filter((each) => each === address)).toEqual([address]);
  });

  it("of anything else destroys nothing that is missed", () => {
    const unknown = [...addresses].filter(
      (address) => !(address in RENAMING_DESTROYS) && !REBUILT.includes(typeOf(address)),
    );
    // Say in RENAMING_DESTROYS what would be lost, or add the type to REBUILT.
    expect(unknown).toEqual([]);
  });

  it("is thought about for no type that is not there any more", () => {
    const types = new Set([...addresses].map(typeOf));
    expect(REBUILT.filter((type) => !types.has(type))).toEqual([]);
  });
});
