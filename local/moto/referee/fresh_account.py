"""The profile `fresh`: what only a new account refuses.

It has no service-linked role, a Lambda quota of 10, and GitHub's identity provider, which another project created. The
service-linked role of ECS must exist before its first use. The other services create their roles at the first use, if the
caller has the permission (the page "Using service-linked roles" of each service's guide). Callers here have all permissions.
"""

from typing import Any

from .account import Account
from .refusal import Refusal

ECS = "ecs.amazonaws.com"

# As AWS answers: hashicorp/terraform-provider-aws#11417. AWS also starts to create the role then, so a later attempt may
# succeed. Here no attempt does.
CANNOT_ASSUME = Refusal(
    "InvalidParameterException",
    "Unable to assume the service linked role. Please verify that the ECS service linked role exists.",
)
WITHOUT_ROLE = {
    "CreateCluster": CANNOT_ASSUME,
    "PutClusterCapacityProviders": CANNOT_ASSUME,
    "CreateService": CANNOT_ASSUME,
    # terraform-aws-modules/terraform-aws-ecs#26
    "CreateCapacityProvider": Refusal(
        "ClientException",
        "ECS Service Linked Role does not exist. Please create a Service linked role for ECS and try again.",
    ),
}

# awslabs/fhir-works-on-aws-deployment#691
NOTHING_TO_RESERVE = Refusal(
    "InvalidParameterValueException",
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its "
    "minimum value of [10].",
)

CREATES_ITS_ROLE = {
    ("application-autoscaling", "RegisterScalableTarget"): "ecs.application-autoscaling.amazonaws.com",
    ("autoscaling", "CreateAutoScalingGroup"): "autoscaling.amazonaws.com",
    ("elbv2", "CreateLoadBalancer"): "elasticloadbalancing.amazonaws.com",
    ("rds", "CreateDBInstance"): "rds.amazonaws.com",
}


def check_fresh(service: str, operation: str, params: dict[str, Any], account: Account) -> Refusal | None:
    if service == "ecs" and operation in WITHOUT_ROLE and not has_role(account, ECS):
        return WITHOUT_ROLE[operation]
    if (service, operation) == ("lambda", "PutFunctionConcurrency") and params["ReservedConcurrentExecutions"] > 0:
        return NOTHING_TO_RESERVE
    role = CREATES_ITS_ROLE.get((service, operation))
    if role and not has_role(account, role):
        account.backend("iam").create_service_linked_role(role, "", "")
    return None


def has_role(account: Account, service: str) -> bool:
    path = f"/aws-service-role/{service}/"
    return any(role.path == path for role in account.backend("iam").roles.values())


def furnish() -> None:
    """Creates what another project left in the account: GitHub's identity provider."""
    Account("fresh").backend("iam").create_open_id_connect_provider(
        "https://token.actions.githubusercontent.com", [], ["sts.amazonaws.com"], []
    )
