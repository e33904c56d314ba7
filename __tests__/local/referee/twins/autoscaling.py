import base64

from twins import ABSENT, Named, Request


def templates(account) -> None:
    ec2 = account.backend("ec2")
    interface = [{"DeviceIndex": 0, "Groups": ["sg-1"]}]
    for name, data in (
        (
            "whole",
            {
                "InstanceType": "t3.small",
                "NetworkInterfaces": interface,
                "CreditSpecification": {"CpuCredits": "standard"},
            },
        ),
        ("twice", {"InstanceType": "t3.small", "NetworkInterfaces": interface, "SecurityGroupIds": ["sg-1"]}),
        ("credits", {"InstanceType": "m7g.large", "CreditSpecification": {"CpuCredits": "unlimited"}}),
    ):
        ec2.launch_templates[name] = Named(
            id=name, name=name, latest_version_number=1, default_version_number=1, versions=[Named(number=1, data=data)]
        )


GROUP = Request(
    "autoscaling",
    "CreateAutoScalingGroup",
    {
        "AutoScalingGroupName": "hosts",
        "MinSize": 1,
        "MaxSize": 2,
        "DesiredCapacity": 1,
        "HealthCheckType": "EC2",
        "MaxInstanceLifetime": 86_400,
        "InstanceMaintenancePolicy": {"MinHealthyPercentage": 100, "MaxHealthyPercentage": 200},
        "LaunchTemplate": {"LaunchTemplateName": "whole", "Version": "1"},
    },
    templates,
)
GROUP.twin("most_instances_are_not_fewer_than_the_least", {"MinSize": 3})
GROUP.twin("desired_capacity_is_between_the_sizes", {"DesiredCapacity": 3})
GROUP.twin("instances_live_at_least_a_day", {"MaxInstanceLifetime": 3600})
GROUP.twin("health_check_type_is_known", {"HealthCheckType": "ALB"})
GROUP.twin("maintenance_policy_has_both_bounds", {"InstanceMaintenancePolicy.MinHealthyPercentage": ABSENT})
GROUP.twin("maintenance_policy_is_in_its_range", {"InstanceMaintenancePolicy.MinHealthyPercentage": 50})
GROUP.twin("group_has_something_to_launch", {"LaunchTemplate": ABSENT})
GROUP.twin("security_groups_are_given_once", {"LaunchTemplate.LaunchTemplateName": "twice"})
GROUP.twin("credits_are_for_burstable_instances", {"LaunchTemplate.LaunchTemplateName": "credits"})

REFRESH = Request(
    "autoscaling",
    "StartInstanceRefresh",
    {
        "AutoScalingGroupName": "hosts",
        "Preferences": {
            "MinHealthyPercentage": 100,
            "MaxHealthyPercentage": 200,
            "AutoRollback": True,
            "CheckpointPercentages": [50, 100],
            "CheckpointDelay": 60,
        },
        "DesiredConfiguration": {"LaunchTemplate": {"LaunchTemplateName": "whole", "Version": "2"}},
    },
)
REFRESH.twin("refresh_gives_both_percentages", {"Preferences.MinHealthyPercentage": 90})
REFRESH.twin("checkpoints_ascend", {"Preferences.CheckpointPercentages": [100, 50]})
REFRESH.twin("delay_needs_checkpoints", {"Preferences.CheckpointPercentages": ABSENT})
REFRESH.twin("rollback_needs_a_configuration", {"DesiredConfiguration": ABSENT})
REFRESH.twin("rollback_needs_a_fixed_version", {"DesiredConfiguration.LaunchTemplate.Version": "$Latest"})


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


TEMPLATE = Request(
    "ec2",
    "CreateLaunchTemplate",
    {
        "LaunchTemplateName": "hosts",
        "LaunchTemplateData": {
            "UserData": encoded("#!/bin/bash\n"),
            "BlockDeviceMappings": [
                {
                    "DeviceName": "/dev/xvda",
                    "Ebs": {"VolumeSize": 30, "VolumeType": "gp3", "Iops": 3000, "Throughput": 125, "Encrypted": True},
                }
            ],
            "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 1},
            "TagSpecifications": [{"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": "host"}]}],
        },
    },
)
volume = "LaunchTemplateData.BlockDeviceMappings.0.Ebs"
TEMPLATE.twin("user_data_is_base64", {"LaunchTemplateData.UserData": "#!/bin/bash"})
TEMPLATE.twin("user_data_has_at_most_16_kib", {"LaunchTemplateData.UserData": encoded("x" * 16_385)})
TEMPLATE.twin("volume_has_a_size_of_its_type", {f"{volume}.VolumeSize": 65_537})
TEMPLATE.twin("volume_has_iops_of_its_type", {f"{volume}.Iops": 100})
TEMPLATE.twin("throughput_is_for_gp3", {f"{volume}.Throughput": 100})
TEMPLATE.twin("metadata_reaches_1_to_64_hops", {"LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit": 65})
TEMPLATE.twin(
    "launched_resource_can_be_tagged", {"LaunchTemplateData.TagSpecifications.0.ResourceType": "security-group"}
)
