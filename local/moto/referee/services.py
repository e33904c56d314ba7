"""AWS's API models, as AWS publishes them in botocore, the AWS SDK for Python."""

from functools import cache

import botocore.session
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel

# The names of services in signatures that differ from botocore's. Some services share one.
SIGNING_NAMES = {
    "elasticloadbalancing": ("elbv2", "elb"),
    "monitoring": ("cloudwatch",),
    "s3": ("s3", "s3control"),
    "ses": ("sesv2", "ses"),
    "servicequotas": ("service-quotas",),
    "tagging": ("resourcegroupstaggingapi",),
}

# The only service here whose calls may be unsigned: AssumeRoleWithWebIdentity has no credentials yet.
UNSIGNED_QUERY = ("sts",)


@cache
def loader() -> Loader:
    """One for all models: each lists the folders of botocore once."""
    return botocore.session.get_session().get_component("data_loader")


@cache
def service_model(name: str) -> ServiceModel:
    return ServiceModel(loader().load_service_model(name, "service-2"), service_name=name)


def services_signed_as(signing_name: str) -> list[ServiceModel]:
    found = []
    for name in SIGNING_NAMES.get(signing_name, (signing_name,)):
        try:
            found.append(service_model(name))
        except UnknownServiceError:
            continue
    return found


@cache
def operations(name: str) -> tuple[OperationModel, ...]:
    service = service_model(name)
    return tuple(service.operation_model(operation) for operation in service.operation_names)
