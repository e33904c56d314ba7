"""Service-linked roles with AWS's names, each once per account. moto generates other names ("AWSServiceRoleForecs"), and
refuses a second role with an error that AWS does not have."""

# From the page "Using service-linked roles" of each service's documentation.
NAMES = {
    "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
    "ecs.amazonaws.com": "AWSServiceRoleForECS",
    "ecs.application-autoscaling.amazonaws.com": "AWSServiceRoleForApplicationAutoScaling_ECSService",
    "elasticache.amazonaws.com": "AWSServiceRoleForElastiCache",
    "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
    "rds.amazonaws.com": "AWSServiceRoleForRDS",
    "spot.amazonaws.com": "AWSServiceRoleForEC2Spot",
}


def apply() -> None:
    from moto.iam.exceptions import InvalidInput
    from moto.iam.models import IAMBackend

    create_role = IAMBackend.create_role

    def create_under_aws_name(self, role_name, *args, **kwargs):
        service = kwargs.get("linked_service")
        if service is None:
            return create_role(self, role_name, *args, **kwargs)
        name = NAMES.get(service, role_name)
        if any(role.name == name for role in self.roles.values()):
            raise InvalidInput(
                f"Service role name {name} has been taken in this account, please try a different suffix."
            )
        return create_role(self, name, *args, **kwargs)

    IAMBackend.create_role = create_under_aws_name
