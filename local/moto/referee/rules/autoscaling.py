"""What EC2 Auto Scaling refuses, launch templates included as far as EC2 looks at them."""

import base64
import binascii
import re
from functools import partial

from ..refusal import Refusal
from ..resources import held
from .table import rule

GROUP = "Amazon EC2 Auto Scaling API Reference, CreateAutoScalingGroup"
REFRESH = "Amazon EC2 Auto Scaling API Reference, RefreshPreferences"
POLICY = "Amazon EC2 Auto Scaling API Reference, InstanceMaintenancePolicy"
TEMPLATE = "Amazon EC2 API Reference, RequestLaunchTemplateData"
VOLUME = "Amazon EC2 API Reference, LaunchTemplateEbsBlockDeviceRequest"
TEMPLATES = ("CreateLaunchTemplate", "CreateLaunchTemplateVersion")
METADATA = "Amazon EC2 API Reference, LaunchTemplateInstanceMetadataOptionsRequest"

# GiB, IOPS of each type of volume.
SIZES = {"gp2": (1, 16_384), "gp3": (1, 65_536), "io1": (4, 16_384), "io2": (4, 65_536), "st1": (125, 16_384),
         "sc1": (125, 16_384), "standard": (1, 1_024)}  # fmt: skip
IOPS = {"gp3": (3_000, 80_000), "io1": (100, 64_000), "io2": (100, 256_000)}
LAUNCHED = {"elastic-gpu", "instance", "network-interface", "spot-instances-request", "volume"}

invalid = partial(Refusal, "ValidationError")


def sizes(params, account) -> tuple[int | None, int | None, int | None]:
    """The least, the desired and the most instances, of the request or else of the group."""
    group = held(account, "autoscaling").autoscaling_groups.get(params.get("AutoScalingGroupName"))
    return (
        params.get("MinSize", getattr(group, "min_size", None)),
        params.get("DesiredCapacity"),
        params.get("MaxSize", getattr(group, "max_size", None)),
    )


@rule("autoscaling", "CreateAutoScalingGroup", "UpdateAutoScalingGroup", source=GROUP)
def most_instances_are_not_fewer_than_the_least(params, account):
    """The maximum size must be greater than or equal to the minimum size of the group."""
    least, _, most = sizes(params, account)
    if least is not None and most is not None and most < least:
        return invalid(f"Max bound, {most}, must be greater than or equal to min bound, {least}")


@rule("autoscaling", "CreateAutoScalingGroup", "UpdateAutoScalingGroup", source=GROUP)
def desired_capacity_is_between_the_sizes(params, account):
    """Greater than or equal to the minimum size of the group and less than or equal to the maximum size."""
    least, desired, most = sizes(params, account)
    if (
        desired is not None
        and least is not None
        and most is not None
        and least <= most
        and not least <= desired <= most
    ):
        return invalid(f"Desired capacity:{desired} must be between the specified min size:{least} and max size:{most}")


@rule("autoscaling", "CreateAutoScalingGroup", "UpdateAutoScalingGroup", source=GROUP)
def instances_live_at_least_a_day(params, account):
    """MaxInstanceLifetime must be either 0 or a number equal to or greater than 86,400 seconds (1 day)."""
    seconds = params.get("MaxInstanceLifetime", 0)
    if seconds != 0 and seconds < 86_400:
        return invalid("Max instance lifetime must be either 0 or greater than or equal to 86400 seconds.")


@rule("autoscaling", "CreateAutoScalingGroup", "UpdateAutoScalingGroup", source=GROUP)
def health_check_type_is_known(params, account):
    """A comma-separated value string. The valid values are EC2, EBS, ELB, and VPC_LATTICE."""
    kinds = (params.get("HealthCheckType") or "EC2").split(",")
    if not {each.strip() for each in kinds} <= {"EC2", "EBS", "ELB", "VPC_LATTICE"}:
        return invalid(
            f"Invalid HealthCheckType '{params['HealthCheckType']}'. Valid values are EC2, EBS, ELB, VPC_LATTICE."
        )


@rule("autoscaling", "CreateAutoScalingGroup", "UpdateAutoScalingGroup", source=POLICY)
def maintenance_policy_has_both_bounds(params, account):
    """Both MinHealthyPercentage and MaxHealthyPercentage must be specified; -1 clears a value, and then both are."""
    policy = params.get("InstanceMaintenancePolicy") or {}
    bounds = [policy.get("MinHealthyPercentage"), policy.get("MaxHealthyPercentage")]
    if policy and (None in bounds or bounds.count(-1) == 1):
        return invalid(
            "Both MinHealthyPercentage and MaxHealthyPercentage must be specified for InstanceMaintenancePolicy."
        )


@rule("autoscaling", "CreateAutoScalingGroup", "UpdateAutoScalingGroup", source=POLICY)
def maintenance_policy_is_in_its_range(params, account):
    """MaxHealthyPercentage is 100 to 200, and the difference between the two cannot be greater than 100."""
    policy = params.get("InstanceMaintenancePolicy") or {}
    least, most = policy.get("MinHealthyPercentage", -1), policy.get("MaxHealthyPercentage", -1)
    if -1 not in (least, most) and not (100 <= most <= 200 and most - least <= 100):
        return invalid("MaxHealthyPercentage must be 100 to 200, and at most 100 more than MinHealthyPercentage.")


def template_data(params, account) -> dict:
    """The data of the launch template version that a group launches, as far as it exists."""
    named = params.get("LaunchTemplate") or {}
    for template in held(account, "ec2").launch_templates.values():
        if template.id == named.get("LaunchTemplateId") or template.name == named.get("LaunchTemplateName"):
            wanted = str(named.get("Version", "$Default"))
            numbers = {"$Latest": template.latest_version_number, "$Default": template.default_version_number}
            for version in template.versions:
                if str(version.number) == str(numbers.get(wanted, wanted)):
                    return version.data
    return {}


@rule("autoscaling", "CreateAutoScalingGroup", source=GROUP)
def group_has_something_to_launch(params, account):
    """You must specify either a launch template, a mixed instances policy, a launch configuration, or an instance."""
    kinds = {"LaunchTemplate", "MixedInstancesPolicy", "LaunchConfigurationName", "InstanceId"} & params.keys()
    if len(kinds) != 1:
        return invalid(
            "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or "
            "MixedInstancesPolicy parameter."
        )


@rule("autoscaling", "CreateAutoScalingGroup", "UpdateAutoScalingGroup", source=TEMPLATE)
def security_groups_are_given_once(params, account):
    """If you specify a network interface, you must specify any security groups as part of the network interface."""
    data = template_data(params, account)
    interfaces = data.get("NetworkInterfaces") or data.get("NetworkInterface")
    groups = data.get("SecurityGroupIds") or data.get("SecurityGroups") or data.get("SecurityGroupId")
    if interfaces and groups:
        return invalid(
            "You must use a valid fully-formed launch template. Network interfaces and an instance-level security groups may "
            "not be specified on the same request"
        )


@rule("autoscaling", "CreateAutoScalingGroup", "UpdateAutoScalingGroup", source=TEMPLATE)
def credits_are_for_burstable_instances(params, account):
    """CreditSpecification: the credit option for CPU usage of the instance. Valid only for T instances."""
    data = template_data(params, account)
    kind = data.get("InstanceType", "t3")
    if data.get("CreditSpecification") and not re.match(r"t\d", kind):
        return invalid(
            "You must use a valid fully-formed launch template. The T2 Unlimited option is only supported on T instances, not "
            f"on {kind}"
        )


@rule("autoscaling", "StartInstanceRefresh", source=REFRESH)
def refresh_gives_both_percentages(params, account):
    """If you specify MaxHealthyPercentage, you must also specify MinHealthyPercentage; they differ by at most 100."""
    preferences = params.get("Preferences") or {}
    least, most = preferences.get("MinHealthyPercentage"), preferences.get("MaxHealthyPercentage")
    if most is not None and (least is None or most - least > 100):
        return invalid(
            "MaxHealthyPercentage needs MinHealthyPercentage, and the difference cannot be greater than 100."
        )


@rule("autoscaling", "StartInstanceRefresh", source=REFRESH)
def checkpoints_ascend(params, account):
    """Threshold values for each checkpoint in ascending order. Each number must be unique."""
    percentages = (params.get("Preferences") or {}).get("CheckpointPercentages") or []
    if percentages != sorted(set(percentages)):
        return invalid("Checkpoint percentages must be unique and in ascending order.")


@rule("autoscaling", "StartInstanceRefresh", source=REFRESH)
def delay_needs_checkpoints(params, account):
    """If you specify a value for CheckpointDelay, you must also specify a value for CheckpointPercentages."""
    preferences = params.get("Preferences") or {}
    if "CheckpointDelay" in preferences and not preferences.get("CheckpointPercentages"):
        return invalid("CheckpointPercentages must be specified if CheckpointDelay is specified.")


@rule("autoscaling", "StartInstanceRefresh", source=REFRESH)
def rollback_needs_a_configuration(params, account):
    """A rollback is not supported if no desired configuration is specified for the instance refresh."""
    if (params.get("Preferences") or {}).get("AutoRollback") and not params.get("DesiredConfiguration"):
        return invalid("AutoRollback cannot be enabled without a desired configuration.")


@rule("autoscaling", "StartInstanceRefresh", source=REFRESH)
def rollback_needs_a_fixed_version(params, account):
    """A rollback is not supported if the group uses the launch template's $Latest or $Default version."""
    template = (params.get("DesiredConfiguration") or {}).get("LaunchTemplate") or {}
    version = template.get("Version", "$Default") if template else "1"
    if (params.get("Preferences") or {}).get("AutoRollback") and version in ("$Latest", "$Default"):
        return invalid("AutoRollback cannot be used with the $Latest or $Default version of a launch template.")


def user_data(params: dict) -> bytes | None:
    """The decoded user data of a launch template, or nothing if it is not base64."""
    try:
        return base64.b64decode((params.get("LaunchTemplateData") or {}).get("UserData", ""), validate=True)
    except (binascii.Error, ValueError):
        return None


@rule("ec2", *TEMPLATES, source=TEMPLATE)
def user_data_is_base64(params, account):
    """The user data to make available to the instance. You must provide base64-encoded text."""
    if user_data(params) is None:
        return Refusal("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.")


@rule("ec2", *TEMPLATES, source=TEMPLATE)
def user_data_has_at_most_16_kib(params, account):
    """User data is limited to 16 KB, in raw form, before it is base64-encoded."""
    if len(user_data(params) or b"") > 16_384:
        return Refusal("InvalidUserData.Malformed", "User data is limited to 16384 bytes")


def volumes(params: dict):
    """The type and the settings of each volume of a launch template."""
    for mapping in (params.get("LaunchTemplateData") or {}).get("BlockDeviceMappings") or []:
        volume = mapping.get("Ebs")
        if volume is not None:
            yield volume.get("VolumeType", "gp2"), volume


@rule("ec2", *TEMPLATES, source=VOLUME)
def volume_has_a_size_of_its_type(params, account):
    """gp2: 1 - 16,384 GiB. gp3: 1 - 65,536 GiB. io1: 4 - 16,384 GiB. And so on."""
    for kind, volume in volumes(params):
        low, high = SIZES.get(kind, (1, 65_536))
        if not low <= volume.get("VolumeSize", low) <= high:
            yield Refusal(
                "InvalidParameterValue",
                f"Volume of {volume['VolumeSize']}GiB is invalid for volume type {kind}: " f"{low} to {high} GiB",
            )


@rule("ec2", *TEMPLATES, source=VOLUME)
def volume_has_iops_of_its_type(params, account):
    """Iops is supported for io1, io2, and gp3 volumes only. gp3: 3,000 - 80,000 IOPS. And so on."""
    for kind, volume in volumes(params):
        iops = volume.get("Iops")
        if iops is not None and kind not in IOPS:
            yield Refusal("InvalidParameterCombination", f"The parameter iops is not supported for {kind} volumes.")
        elif iops is not None and not IOPS[kind][0] <= iops <= IOPS[kind][1]:
            yield Refusal("InvalidParameterValue", f"Volume iops of {iops} is not valid for {kind}.")


@rule("ec2", *TEMPLATES, source=VOLUME)
def throughput_is_for_gp3(params, account):
    """The throughput to provision for a gp3 volume: 125 to 2,000 MiB/s."""
    for kind, volume in volumes(params):
        throughput = volume.get("Throughput")
        if throughput is not None and kind != "gp3":
            yield Refusal(
                "InvalidParameterCombination", f"The parameter throughput is not supported for {kind} volumes."
            )
        elif throughput is not None and not 125 <= throughput <= 2_000:
            yield Refusal(
                "InvalidParameterValue", f"Throughput of {throughput} MiB/s is not valid: 125 to 2,000 MiB/s."
            )


@rule("ec2", *TEMPLATES, source=METADATA)
def metadata_reaches_1_to_64_hops(params, account):
    """HttpPutResponseHopLimit: possible values: integers from 1 to 64."""
    options = (params.get("LaunchTemplateData") or {}).get("MetadataOptions") or {}
    if not 1 <= options.get("HttpPutResponseHopLimit", 1) <= 64:
        return Refusal("InvalidParameterValue", "HttpPutResponseHopLimit must be an integer from 1 to 64.")


@rule("ec2", *TEMPLATES, source="Amazon EC2 API Reference, LaunchTemplateTagSpecificationRequest")
def launched_resource_can_be_tagged(params, account):
    """instance, volume, network-interface, spot-instances-request and elastic-gpu: the resources that are launched."""
    for each in (params.get("LaunchTemplateData") or {}).get("TagSpecifications") or []:
        if each.get("ResourceType") not in LAUNCHED:
            yield Refusal(
                "InvalidParameterValue",
                f"'{each.get('ResourceType')}' is not a valid taggable resource type for " "this operation.",
            )
