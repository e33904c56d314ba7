"""Services: CreateService, UpdateService and DeleteService. moto 5.2.1 stores a few options only, and returns an empty
networkConfiguration for services without one, on which the AWS provider panics."""

from typing import Any

from botocore import xform_name
from moto.core.utils import utcnow
from moto.ecs.exceptions import ECSException, InvalidParameterException
from moto.ecs.models import Service
from moto.ecs.responses import EC2ContainerServiceResponse as Responses

from .clusters import counted, pending, running, services_in, tasks_in
from .deployments import deploy
from .state import action, active_cluster, active_task_definition

# "UpdateService", Amazon ECS API Reference: the parameters that trigger a new service deployment.
DEPLOYED = {
    "taskDefinition",
    "loadBalancers",
    "networkConfiguration",
    "platformVersion",
    "serviceConnectConfiguration",
    "serviceRegistries",
    "volumeConfigurations",
    "vpcLatticeConfigurations",
}


def tasks_of(service: Service) -> list[Any]:
    """The tasks that have not stopped."""
    tasks = tasks_in(service._backend.clusters[service.cluster_name])
    return [task for task in tasks if task._service is service and task.last_status != "STOPPED"]


Service.tasks = property(tasks_of)
Service.running_count = counted(lambda service: running(service.tasks))
Service.pending_count = counted(lambda service: pending(service.tasks))
create_service = Responses.create_service


def create_and_deploy(self: Any) -> Any:
    given = self._get_params()
    cluster = active_cluster(self.ecs_backend, given)
    active_task_definition(self.ecs_backend, given["taskDefinition"])
    for known in services_in(cluster):
        if known.name == given["serviceName"]:
            draining = known.status == "DRAINING"
            raise InvalidParameterException(
                "Unable to Start a service that is still Draining."
                if draining
                else "Creation of service was not idempotent."
            )
    answer = create_service(self)
    remember(answer.result["service"], given)
    return answer


def remember(service: Service, given: dict) -> None:
    service.capacity_provider_strategy = given.get("capacityProviderStrategy", [])
    if service.capacity_provider_strategy:
        service.launch_type = None
    service.deployment_configuration = given.get("deploymentConfiguration", {})
    service.availability_zone_rebalancing = given.get("availabilityZoneRebalancing", "DISABLED")
    service.health_check_grace_period_seconds = given.get("healthCheckGracePeriodSeconds", 0)
    service.enable_ecs_managed_tags = given.get("enableECSManagedTags", False)
    service.enable_execute_command = given.get("enableExecuteCommand", False)
    service.placement_constraints = given.get("placementConstraints", [])
    service.placement_strategy = given.get("placementStrategy", [])
    service.network_configuration = service.network_configuration or None
    service.created_at, service.last_completed, service.failed_start_at = utcnow(), None, 0.0
    service.revisions, service.service_deployments, service.deployments = [], [], []
    deploy(service)


Responses.create_service = create_and_deploy


@action
def update_service(backend: Any, given: dict) -> dict:
    given = dict(given)
    service = backend._get_service(given.pop("cluster", "default"), given.pop("service"))
    if service.status != "ACTIVE":
        raise ECSException("ServiceNotActiveException", "Service was not ACTIVE.")
    if name := given.get("taskDefinition"):
        # ECS returns the ARN with the revision, whatever the request contains.
        given["taskDefinition"] = active_task_definition(backend, name).arn
    redeployed = given.pop("forceNewDeployment", False)
    for key, value in given.items():
        attribute = xform_name(key)
        redeployed |= key in DEPLOYED and getattr(service, attribute, None) != value
        setattr(service, attribute, value)
    if redeployed:
        deploy(service)
    return {"service": service}


@action
def delete_service(backend: Any, given: dict) -> dict:
    service = backend._get_service(given.get("cluster", "default"), given["service"])
    if service.desired_count > 0 and not given.get("force"):
        raise InvalidParameterException("The service cannot be stopped while it is scaled above 0.")
    if service.status == "ACTIVE":
        # The scheduler makes it INACTIVE when all tasks have stopped.
        service.status, service.desired_count = "DRAINING", 0
    return {"service": service}


@action
def list_services(backend: Any, given: dict) -> dict:
    cluster = backend._get_cluster(given.get("cluster", "default"))
    filters = {key: given[key] for key in ("launchType", "schedulingStrategy") if given.get(key)}
    services = [
        service.arn
        for service in services_in(cluster)
        if all(getattr(service, xform_name(key)) == value for key, value in filters.items())
    ]
    return {"serviceArns": sorted(services)}
