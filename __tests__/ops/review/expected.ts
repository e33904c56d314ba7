/** What the review says of each recorded plan, on a terminal. */
export const EXPECTED: Readonly<Record<string, string>> = {
  nothing: `Plan review: nothing changes

staging-base: nothing changes`,

  "replace the database": `Plan review: data is lost

staging-base: 1 to change, 1 to replace
  Data is lost: aws_db_instance.database_instance_D7FC2283 is destroyed and made anew, as username cannot be changed: its tables and automated backups are lost.
      Take a snapshot first and restore it into the new database, or undo the change.

The check fails. If the loss of data is meant, put the label data-loss-accepted on the pull request.`,

  "a larger database": `Plan review: something stops

staging-base: 1 to change
  Something stops: aws_db_instance.database_instance_D7FC2283 changes instance_class from db.t4g.micro to db.t4g.small: it moves to another machine: minutes, or about one with a standby, in the next maintenance window (sat:18:00-sat:18:30 UTC).
      To choose the hour yourself, apply it by hand with --apply-immediately after the deploy.`,

  "rotate the password": `Plan review: something stops

staging-base: 2 to change
  Something stops: aws_db_instance.database_instance_D7FC2283 gets a new password at once: running tasks know the old one, and cannot connect until they are replaced.
      Announce it, and replace the tasks as soon as it is deployed: aws ecs update-service --force-new-deployment for each service.
  To know: aws_ssm_parameter.database-password_parameter_B0C5A6C0 gets a new secret: running tasks keep the old one until they are replaced.
      Replace them after the deploy with aws ecs update-service --force-new-deployment.`,

  "replace the only host": `Plan review: tasks or hosts are replaced

staging-base: 2 to change
  Tasks or hosts are replaced: aws_autoscaling_group.hosts_group_DE1F5EFC replaces its only host, as instance_type changes: the new one starts first, takes over the tasks, and then the old one goes.
      Look afterwards whether the new host has joined (aws ecs list-container-instances): the old one waits up to an hour for one that does not.`,

  "widen IAM": `Plan review: more is open or allowed

staging-base: 1 to change
  More is open or allowed: aws_iam_role_policy.hosts_role_policy_F70DEC93 newly allows s3:* on *.
      Make sure that it is needed, and cannot be narrower.`,

  "open a security group": `Plan review: more is open or allowed

staging-base: 1 to replace
  More is open or allowed: aws_vpc_security_group_ingress_rule.database_security-group_from-hosts_B271AAB7 opens tcp port 3306 to everyone on the internet.
      Name the addresses or the security group that need it, unless the public is meant.`,

  "only tags": `Plan review: nothing dangerous

staging-base: 49 to change (only tags)`,

  "only a move": `Plan review: nothing dangerous

staging-base: 1 moved`,

  "another name": `Plan review: data is lost

staging-base: 1 to create, 6 to replace, 1 to destroy
  Data is lost: aws_s3_bucket.settings_bucket_C972C2FF is destroyed: the objects in it are lost.
      If it only has another name in the code now, say so with moveTo: then nothing is destroyed. Otherwise keep a copy first.

The check fails. If the loss of data is meant, put the label data-loss-accepted on the pull request.`,

  "one setting": `Plan review: tasks or hosts are replaced

staging-service: 1 to create, 2 to change, 3 to replace
  Tasks or hosts are replaced: aws_ecs_service.scheduler_service_863C944D restarts scheduler: the old task is stopped, and then the new one starts.
      It pauses for a minute and goes on by itself.
  Tasks or hosts are replaced: aws_ecs_service.web_service_10983F6A restarts web: new tasks start beside the old ones, which go when the new are healthy.
      Nothing stops. Watch the deployment: one that does not become healthy is rolled back.`,

  "an import": `Plan review: less is protected

staging-service: 1 to change, 1 to import
  Less is protected: aws_cloudwatch_log_group.by-hand lowers its protection: retention_in_days from 0 to 14.
      Leave it as it was unless the next step is to give the resource up.`,

  drift: `Plan review: nothing dangerous

staging-service: 2 to change
  To know: aws_cloudwatch_log_group.nginx-log_group_391765BC was changed by somebody else than Terraform: retention_in_days.
      If the change is meant, put it into the code; otherwise the next deploy takes it back.`,
};
