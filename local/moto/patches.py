"""Corrections of moto 5.2.1. Without them a second `terraform plan` would not be empty.

Each function changes one class of moto, mostly so that it stores and returns all options. Attributes have the names of the
fields in AWS's API in snake case: that is how moto's serializer finds them.
"""


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


def remember_security_group_rule_descriptions() -> None:
    """Every rule can have a description. moto stores it only for rules with a CIDR range."""
    from moto.ec2.models.security_groups import SecurityGroupRule

    initialize = SecurityGroupRule.__init__

    def initialize_and_remember(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        # As AuthorizeSecurityGroupIngress passes them: ..., ip_range, source_group, prefix_list_id.
        peers = [peer for peer in args[5:8] if peer]
        self.peer_description = next((peer.get("Description") for peer in peers), None)

    SecurityGroupRule.__init__ = initialize_and_remember
    SecurityGroupRule.description = property(
        lambda self: self.ip_range.get("Description") or self.peer_description
    )


def mark_database_parameters_of_the_user() -> None:
    """RDS marks the parameters that its user has set. The AWS provider ignores all others."""
    from moto.rds.models import DBParameterGroup

    update_parameters = DBParameterGroup.update_parameters

    def update_and_mark(self, new_parameters):
        update_parameters(self, [{**parameter, "Source": "user"} for parameter in new_parameters])

    DBParameterGroup.update_parameters = update_and_mark


def remember_database_options() -> None:
    """Stores the lifecycle support: whether RDS upgrades an engine after its standard support, or charges extended support.
    A new database has RDS's default certificate authority ("Using SSL/TLS to encrypt a connection to a DB instance or cluster",
    Amazon RDS User Guide). With that of moto the AWS provider modifies it at once, and waits a second time."""
    from moto.rds.models import DBInstance

    initialize = DBInstance.__init__

    def initialize_and_remember(self, *args, **kwargs):
        authority = kwargs.get("ca_certificate_identifier") or "rds-ca-rsa2048-g1"
        initialize(self, *args, **{**kwargs, "ca_certificate_identifier": authority})
        self.engine_lifecycle_support = kwargs.get("engine_lifecycle_support", "open-source-rds-extended-support")

    DBInstance.__init__ = initialize_and_remember


def remember_key_rotation_period() -> None:
    """The rotation period of a KMS key in days, 365 by default. moto stores only whether rotation is enabled."""
    import json

    from moto.kms.responses import KmsResponse as Responses

    enable_key_rotation = Responses.enable_key_rotation
    get_key_rotation_status = Responses.get_key_rotation_status

    def key_of(response):
        return response.kms_backend.describe_key(response._get_param("KeyId"))

    def enable_and_remember(self):
        answer = enable_key_rotation(self)
        key_of(self).rotation_period_in_days = self._get_param("RotationPeriodInDays") or 365
        return answer

    def status_with_period(self):
        status = json.loads(get_key_rotation_status(self))
        period = getattr(key_of(self), "rotation_period_in_days", None)
        return json.dumps({**status, **({"RotationPeriodInDays": period} if period else {})})

    Responses.enable_key_rotation = enable_and_remember
    Responses.get_key_rotation_status = status_with_period


def leave_conditional_bucket_statements_alone() -> None:
    """moto denies a request if it cannot check the condition of a statement, so the usual "TLS only" statement would deny
    everything. On the loopback interface every connection counts as secure."""
    import json

    from moto.iam.access_control import IAMPolicy, PermissionResult
    from moto.s3.models import FakeBucket

    def get_permission(self, action, resource):
        if self.policy is None:
            return PermissionResult.NEUTRAL
        policy = json.loads(self.policy)
        unconditional = [each for each in policy["Statement"] if "Condition" not in each]
        return IAMPolicy(json.dumps({"Statement": unconditional})).is_action_permitted(action, resource)

    FakeBucket.get_permission = get_permission


def write_redrive_policies_as_they_were_given() -> None:
    """SQS returns a redrive policy unchanged. moto adds spaces to it."""
    import json

    from moto.sqs.models import Queue

    attributes = Queue.attributes

    def attributes_with_compact_policy(self):
        answer = attributes.fget(self)
        if answer.get("RedrivePolicy"):
            answer["RedrivePolicy"] = json.dumps(json.loads(answer["RedrivePolicy"]), separators=(",", ":"))
        return answer

    Queue.attributes = property(attributes_with_compact_policy)


def keep_the_policies_of_changed_queues() -> None:
    """A request changes the attributes that it names ("SetQueueAttributes", Amazon SQS API Reference). moto also removes the policy."""
    from moto.sqs.models import SQSBackend

    set_attributes = SQSBackend.set_queue_attributes

    def set_and_keep_policy(self, queue_name, attributes):
        return set_attributes(self, queue_name, {"Policy": self.get_queue(queue_name).policy, **attributes})

    SQSBackend.set_queue_attributes = set_and_keep_policy


def remember_dead_letter_queues_of_functions() -> None:
    """Stores the dead-letter queue of a function when it is created or updated. moto does not."""
    from moto.awslambda.models import LambdaFunction

    initialize = LambdaFunction.__init__
    update_configuration = LambdaFunction.update_configuration
    get_configuration = LambdaFunction.get_configuration

    def initialize_and_remember(self, account_id, spec, *args, **kwargs):
        initialize(self, account_id, spec, *args, **kwargs)
        self.dead_letter_config = spec.get("DeadLetterConfig")

    def update_and_remember(self, config_updates):
        self.dead_letter_config = config_updates.get("DeadLetterConfig", self.dead_letter_config)
        return update_configuration(self, config_updates)

    def configuration_with_dead_letters(self, *args, **kwargs):
        configuration = get_configuration(self, *args, **kwargs)
        if self.dead_letter_config:
            configuration["DeadLetterConfig"] = self.dead_letter_config
        return configuration

    LambdaFunction.__init__ = initialize_and_remember
    LambdaFunction.update_configuration = update_and_remember
    LambdaFunction.get_configuration = configuration_with_dead_letters


def refuse_foreign_buckets() -> None:
    """S3 answers 403 if the bucket does not belong to the account that the caller expects. moto does not check it."""
    from moto.s3.responses import S3Response

    head_bucket = S3Response.head_bucket

    def head_bucket_of_expected_owner(self):
        answer = head_bucket(self)
        expected = self.headers.get("x-amz-expected-bucket-owner")
        if answer[0] == 200 and expected and self.backend.head_bucket(self.bucket_name).account_id != expected:
            return 403, {}, ""
        return answer

    S3Response.head_bucket = head_bucket_of_expected_owner


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


def leave_the_ttl_of_an_alias_out() -> None:
    """An alias record has no TTL (Amazon Route 53 API Reference, "ResourceRecordSet"). moto lists it with a TTL of 0, which a
    client sends back when it deletes the record."""
    from moto.route53.models import RecordSet

    initialize = RecordSet.__init__

    def initialize_without_ttl(self, kwargs):
        initialize(self, kwargs)
        if self.alias_target:
            self.ttl = None

    RecordSet.__init__ = initialize_without_ttl


def add_a_role_to_its_profile_once() -> None:
    """On a busy machine a client may lose the response and retry. The profile then has the role already."""
    from moto.iam.models import IAMBackend as Backend

    original = Backend.add_role_to_instance_profile

    def add_role_to_instance_profile(self, profile_name, role_name):
        roles = self.get_instance_profile(profile_name).roles
        if [role.name for role in roles] != [role_name]:
            original(self, profile_name, role_name)

    Backend.add_role_to_instance_profile = add_role_to_instance_profile


def find_nat_gateways_by_their_tags() -> None:
    """moto ignores this filter ("DescribeNatGateways", Amazon EC2 API Reference)."""
    from moto.ec2.models.nat_gateways import NatGatewayBackend

    describe = NatGatewayBackend.describe_nat_gateways

    def describe_tagged(self, filters, nat_gateway_ids):
        wanted = {name.removeprefix("tag:"): values for name, values in (filters or {}).items() if name.startswith("tag:")}
        tags = {each.id: {tag["key"]: tag["value"] for tag in each.get_tags()} for each in self.nat_gateways.values()}
        return [
            each
            for each in describe(self, filters, nat_gateway_ids)
            if all(tags[each.id].get(key) in values for key, values in wanted.items())
        ]

    NatGatewayBackend.describe_nat_gateways = describe_tagged


def apply() -> None:
    remember_auto_scaling_group_options()
    keep_template_tags_out_of_launch_template_data()
    remember_security_group_rule_descriptions()
    mark_database_parameters_of_the_user()
    remember_database_options()
    remember_key_rotation_period()
    leave_conditional_bucket_statements_alone()
    write_redrive_policies_as_they_were_given()
    keep_the_policies_of_changed_queues()
    remember_dead_letter_queues_of_functions()
    refuse_foreign_buckets()
    tag_scalable_targets()
    read_user_data_of_later_launch_template_versions()
    leave_the_ttl_of_an_alias_out()
    add_a_role_to_its_profile_once()
    find_nat_gateways_by_their_tags()
