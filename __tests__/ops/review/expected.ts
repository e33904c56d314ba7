/** What the review says of each recorded plan, on a terminal. */
export const EXPECTED: Readonly<Record<string, string>> = {
  nothing: `Plan review: no changes

staging-base: no changes`,

  "replace the database": `Plan review: data is lost

staging-base: 1 to change, 1 to replace
  Data is lost: The database (aws_db_instance.database_instance_D7FC2283) is destroyed and created again, because username cannot be changed in place: its tables and automated backups are lost.
      Fix: Take a snapshot first: aws rds create-db-snapshot --db-instance-identifier api-staging --db-snapshot-identifier api-staging-before-change --region ap-northeast-1. Restore it into the new database. Or undo the change.

The check fails. If data loss is intended, add the label data-loss-accepted to the pull request. After each push it must be added again.`,

  "a larger database": `Plan review: downtime

staging-base: 1 to change
  Downtime: The database (aws_db_instance.database_instance_D7FC2283) changes instance_class from db.t4g.micro to db.t4g.small: it moves to another machine (minutes, or about one minute with a standby), in the next maintenance window (sat:18:00-sat:18:30 UTC).
      Fix: To choose the time yourself, run aws rds modify-db-instance --apply-immediately after the deploy.`,

  "rotate the password": `Plan review: downtime

staging-base: 2 to change
  Downtime: The database (aws_db_instance.database_instance_D7FC2283) gets a new password immediately. Running tasks have the old one and cannot connect until they are replaced.
      Fix: Announce the downtime, and replace the tasks right after the deploy: aws ecs update-service --force-new-deployment for each service.
  Notes: The parameter (aws_ssm_parameter.database-password_parameter_B0C5A6C0) gets a new secret. Running tasks keep the old one until they are replaced.
      Fix: Replace the tasks after the deploy with aws ecs update-service --force-new-deployment.`,

  "replace the only host": `Plan review: tasks or hosts are replaced

staging-base: 2 to change
  Tasks or hosts are replaced: The group of hosts (aws_autoscaling_group.hosts_group_DE1F5EFC) replaces its only host, because instance_type changes: the new host starts first and takes over the tasks, then the old one is terminated.
      Fix: Afterwards check that the new host has joined (aws ecs list-container-instances). If it does not, the old one waits for up to an hour.`,

  "widen IAM": `Plan review: more access

staging-base: 1 to change
  More access: The policy of a role (aws_iam_role_policy.hosts_role_policy_F70DEC93) newly allows s3:* on *.
      Fix: Check that it is needed and cannot be narrower.`,

  "open a security group": `Plan review: more access

staging-base: 1 to replace
  More access: The incoming rule of a security group (aws_vpc_security_group_ingress_rule.database_security-group_from-hosts_B271AAB7) opens tcp port 3306 to the internet.
      Fix: If that is not intended, allow only the addresses or the security group that need it.`,

  "only tags": `Plan review: no risks found

staging-base: 49 to change (only tags)`,

  "only a move": `Plan review: no risks found

staging-base: 1 moved`,

  "another name": `Plan review: data is lost

staging-base: 1 to create, 6 to replace, 1 to destroy
  Data is lost: The bucket (aws_s3_bucket.settings_bucket_C972C2FF) is destroyed: the objects in it are lost.
      Fix: If it was only renamed in the code, add moveTo, and nothing is destroyed. Otherwise keep a copy first.

The check fails. If data loss is intended, add the label data-loss-accepted to the pull request. After each push it must be added again.`,

  "one setting": `Plan review: tasks or hosts are replaced

staging-service: 1 to create, 2 to change, 3 to replace
  Tasks or hosts are replaced: The service (aws_ecs_service.scheduler_service_863C944D) restarts scheduler: the old task stops, then the new one starts.
      Fix: Nothing to do: it is interrupted for about a minute.
  Tasks or hosts are replaced: The service (aws_ecs_service.web_service_10983F6A) restarts web: new tasks start, and the old ones stop when the new ones are healthy.
      Fix: The service stays available. Watch the deployment: ECS rolls it back if it does not become healthy.
  Notes: Settings of the application change: APP_NAME from api to other.
      Fix: Check the values. A rollback restores the earlier ones.`,

  "an import": `Plan review: less protection

staging-service: 1 to change, 1 to import
  Less protection: The log group (aws_cloudwatch_log_group.by-hand) lowers its protection: retention_in_days from 0 to 14.
      Fix: Undo the change, unless the next step is to delete the resource.`,

  drift: `Plan review: no risks found

staging-service: 2 to change
  Notes: The log group (aws_cloudwatch_log_group.nginx-log_group_391765BC) was changed outside of Terraform: retention_in_days.
      Fix: If the change is intended, add it to the code. Otherwise the next deploy reverts it.`,
};
