"""Corrections of Auto Scaling, launch templates and instance profiles."""


def remember_auto_scaling_group_options() -> None:
    """Stores the warm-up and the maintenance policy of an Auto Scaling group when it is created or updated."""
    from moto.autoscaling.responses import AutoScalingResponse as Responses

    options = {
        "DefaultInstanceWarmup": "default_instance_warmup",
        "InstanceMaintenancePolicy": "instance_maintenance_policy",
        "MaxInstanceLifetime": "max_instance_lifetime",
    }

    def remembering(action):
        def act_and_remember(self):
            answer = action(self)
            given = self._get_params()
            group = self.autoscaling_backend.autoscaling_groups[given["AutoScalingGroupName"]]
            for option, attribute in options.items():
                if option in given:
                    setattr(group, attribute, given[option])
            return answer

        return act_and_remember

    Responses.create_auto_scaling_group = remembering(Responses.create_auto_scaling_group)
    Responses.update_auto_scaling_group = remembering(Responses.update_auto_scaling_group)


def keep_template_tags_out_of_launch_template_data() -> None:
    """moto adds the tags of a launch template to the tags of what it launches. AWS does not."""
    from moto.ec2.models.launch_templates import LaunchTemplate

    create_version = LaunchTemplate.create_version

    def create_without_own_tags(self, data, description):
        specifications = data.get("TagSpecifications", [])
        launched = [each for each in specifications if each["ResourceType"] != "launch-template"]
        return create_version(self, {**data, "TagSpecifications": launched}, description)

    LaunchTemplate.create_version = create_without_own_tags


def read_user_data_of_later_launch_template_versions() -> None:
    """Every version of a launch template has user data. moto decodes that of the first version only."""
    from moto.ec2.models.launch_templates import LaunchTemplate
    from moto.ec2.utils import parse_user_data

    create_version = LaunchTemplate.create_version

    def create_with_user_data(self, data, description):
        if type(data.get("UserData")) is str:
            data = {**data, "UserData": parse_user_data(data["UserData"])}
        return create_version(self, data, description)

    LaunchTemplate.create_version = create_with_user_data


def add_a_role_to_its_profile_once() -> None:
    """On a busy machine a client may lose the response and retry. The profile then has the role already."""
    from moto.iam.models import IAMBackend as Backend

    original = Backend.add_role_to_instance_profile

    def add_role_to_instance_profile(self, profile_name, role_name):
        roles = self.get_instance_profile(profile_name).roles
        if [role.name for role in roles] != [role_name]:
            original(self, profile_name, role_name)

    Backend.add_role_to_instance_profile = add_role_to_instance_profile


def tag_scalable_targets() -> None:
    """The tags of a scalable target in Application Auto Scaling. moto does not have these actions."""
    import json

    from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse as Responses

    register_scalable_target = Responses.register_scalable_target

    def tags_of(self):
        arn = self._get_param("ResourceARN")
        [target] = [
            each
            for targets in self.applicationautoscaling_backend.targets.values()
            for each in targets.values()
            if each.arn == arn
        ]
        return target.__dict__.setdefault("tags", {})

    def register_with_tags(self):
        answer = register_scalable_target(self)
        given = self._get_param("Tags")
        if given:
            self.querystring = {}
            self.body = json.dumps({"ResourceARN": json.loads(answer)["ScalableTargetARN"], "Tags": given})
            tag_resource(self)
        return answer

    def list_tags_for_resource(self):
        return json.dumps({"Tags": tags_of(self)})

    def tag_resource(self):
        tags_of(self).update(self._get_param("Tags"))
        return "{}"

    def untag_resource(self):
        for key in self._get_param("TagKeys"):
            tags_of(self).pop(key, None)
        return "{}"

    Responses.register_scalable_target = register_with_tags
    Responses.list_tags_for_resource = list_tags_for_resource
    Responses.tag_resource = tag_resource
    Responses.untag_resource = untag_resource


PATCHES = (
    remember_auto_scaling_group_options,
    keep_template_tags_out_of_launch_template_data,
    read_user_data_of_later_launch_template_versions,
    add_a_role_to_its_profile_once,
    tag_scalable_targets,
)
