from twins import ABSENT, Named, Request


def groups(account) -> None:
    rds, ec2 = account.backend("rds"), account.backend("ec2")
    for name, family in (("new", "mysql8.4"), ("old", "mysql8.0")):
        rds.db_parameter_groups[name] = Named(name=name, family=family)
    for name, zone in (("subnet-a", "a"), ("subnet-b", "b"), ("subnet-c", "b")):
        ec2.subnets[name] = {name: Named(id=name, availability_zone=zone)}
    rds.databases["there"] = Named(
        engine="mysql",
        engine_version="8.4.3",
        db_instance_class="db.t4g.micro",
        allocated_storage=100,
        storage_type="gp3",
        preferred_backup_window="17:00-17:30",
        preferred_maintenance_window="sat:18:00-sat:18:30",
    )


INSTANCE = Request(
    "rds",
    "CreateDBInstance",
    {
        "DBInstanceIdentifier": "api-production",
        "DBInstanceClass": "db.t4g.micro",
        "Engine": "mysql",
        "EngineVersion": "8.4.3",
        "AllocatedStorage": 20,
        "MaxAllocatedStorage": 22,
        "StorageType": "gp3",
        "MasterUsername": "laravel",
        "MasterUserPassword": "correct-horse-battery",
        "DBName": "laravel",
        "DBParameterGroupName": "new",
        "PreferredBackupWindow": "23:45-00:15",
        "PreferredMaintenanceWindow": "sat:23:00-sat:23:30",
        "BackupRetentionPeriod": 7,
        "EnableCloudwatchLogsExports": ["error", "slowquery"],
        "Port": 3306,
        "MonitoringInterval": 60,
        "MonitoringRoleArn": "arn:aws:iam::123456789012:role/monitoring",
    },
    groups,
)
INSTANCE.twin("identifier_has_letters_digits_and_single_hyphens", {"DBInstanceIdentifier": "api--production"})
INSTANCE.twin("password_is_printable_without_slash_quote_and_at", {"MasterUserPassword": "correct@horse"})
INSTANCE.twin("password_has_8_to_41_characters", {"MasterUserPassword": "short"})
INSTANCE.twin("master_user_name_has_1_to_16_characters", {"MasterUsername": "a_name_of_more_than_16"})
INSTANCE.twin("master_user_name_is_not_reserved", {"MasterUsername": "rdsadmin"})
INSTANCE.twin("database_name_has_letters_and_digits", {"DBName": "my-app"})
INSTANCE.twin("storage_has_20_to_65536_gib", {"AllocatedStorage": 10})
INSTANCE.twin("storage_ceiling_is_above_the_storage", {"MaxAllocatedStorage": 20})
INSTANCE.twin("storage_ceiling_is_ten_percent_above_the_storage", {"MaxAllocatedStorage": 21})
INSTANCE.twin("small_gp3_storage_has_no_iops_of_its_own", {"Iops": 3000})
INSTANCE.twin(
    "provisioned_iops_storage_has_iops",
    {"Iops": ABSENT},
    given={"StorageType": "io1", "Iops": 1000, "AllocatedStorage": 100, "MaxAllocatedStorage": 200},
)
INSTANCE.twin("backup_window_is_half_an_hour_of_a_day", {"PreferredBackupWindow": "17:00-17:15"})
INSTANCE.twin("maintenance_window_is_half_an_hour_of_a_week", {"PreferredMaintenanceWindow": "18:00-18:30"})
# A backup window that ends after midnight overlaps the maintenance window of the next day.
INSTANCE.twin("windows_do_not_overlap", {"PreferredMaintenanceWindow": "sun:00:00-sun:00:30"})
INSTANCE.twin("backups_are_kept_0_to_35_days", {"BackupRetentionPeriod": 36})
INSTANCE.twin("exported_log_is_one_of_the_engine", {"EnableCloudwatchLogsExports": ["error", "slow-query"]})
INSTANCE.twin("port_is_1150_to_65535", {"Port": 80})
INSTANCE.twin("monitoring_has_an_interval_of_the_list", {"MonitoringInterval": 45})
INSTANCE.twin("monitoring_has_a_role", {"MonitoringRoleArn": ABSENT})
INSTANCE.twin(
    "performance_insights_are_kept_for_months",
    {"PerformanceInsightsRetentionPeriod": 30},
    given={
        "DBInstanceClass": "db.t4g.medium",
        "EnablePerformanceInsights": True,
        "PerformanceInsightsRetentionPeriod": 31,
    },
)
INSTANCE.twin(
    "smallest_classes_have_no_performance_insights",
    {"DBInstanceClass": "db.t4g.small"},
    given={"DBInstanceClass": "db.t4g.medium", "EnablePerformanceInsights": True},
)
INSTANCE.twin("one_zone_is_chosen_for_one_zone_only", {"AvailabilityZone": "us-east-1a"}, given={"MultiAZ": True})
INSTANCE.twin("password_has_one_keeper", {"ManageMasterUserPassword": True})
INSTANCE.twin("parameter_group_is_of_the_version", {"DBParameterGroupName": "old"})

CHANGE = Request(
    "rds",
    "ModifyDBInstance",
    {"DBInstanceIdentifier": "there", "MaxAllocatedStorage": 200, "PreferredBackupWindow": "17:00-17:30"},
    groups,
)
CHANGE.twin("storage_ceiling_is_above_the_storage", {"MaxAllocatedStorage": 50})
CHANGE.twin("windows_do_not_overlap", {"PreferredBackupWindow": "18:00-18:30"})
CHANGE.twin("parameter_group_is_of_the_version", {"DBParameterGroupName": "old"}, given={"DBParameterGroupName": "new"})

DELETION = Request("rds", "DeleteDBInstance", {"DBInstanceIdentifier": "there", "FinalDBSnapshotIdentifier": "last"})
DELETION.twin("final_snapshot_has_a_name", {"FinalDBSnapshotIdentifier": ABSENT})
DELETION.twin("final_snapshot_name_has_letters_digits_and_single_hyphens", {"FinalDBSnapshotIdentifier": "the last"})

PARAMETERS = Request(
    "rds",
    "ModifyDBParameterGroup",
    {
        "DBParameterGroupName": "new",
        "Parameters": [
            {"ParameterName": "require_secure_transport", "ParameterValue": "1", "ApplyMethod": "immediate"},
            {"ParameterName": "performance_schema", "ParameterValue": "1", "ApplyMethod": "pending-reboot"},
        ],
    },
    groups,
)
PARAMETERS.twin(
    "at_most_20_parameters_are_changed_at_once",
    {"Parameters": [{"ParameterName": "max_connections", "ParameterValue": "9", "ApplyMethod": "immediate"}] * 21},
)
PARAMETERS.twin(
    "parameter_exists_in_mysql_84",
    {"Parameters.0": {"ParameterName": "query_cache_size", "ParameterValue": "1", "ApplyMethod": "immediate"}},
)
PARAMETERS.twin("parameter_has_one_of_its_values", {"Parameters.0.ParameterValue": "on"})
PARAMETERS.twin("static_parameter_waits_for_a_reboot", {"Parameters.1.ApplyMethod": "immediate"})

SUBNETS = Request(
    "rds",
    "CreateDBSubnetGroup",
    {"DBSubnetGroupName": "isolated", "DBSubnetGroupDescription": "isolated", "SubnetIds": ["subnet-a", "subnet-b"]},
    groups,
)
SUBNETS.twin("subnet_group_covers_two_zones", {"SubnetIds": ["subnet-b", "subnet-c"]})
SUBNETS.twin("subnet_group_is_not_named_default", {"DBSubnetGroupName": "default"})
GROUP = Request(
    "rds",
    "CreateDBParameterGroup",
    {"DBParameterGroupName": "app-mysql84", "DBParameterGroupFamily": "mysql8.4", "Description": "app"},
)
GROUP.twin("parameter_group_name_has_letters_digits_and_single_hyphens", {"DBParameterGroupName": "mysql_8.4"})
