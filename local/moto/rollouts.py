"""ECS without failures. moto 5.2.1 keeps the first deployment of a service for ever, has no service deployments, and starts no
task if no host has joined.

Here every deployment completes at once and is stored with its service revision, and every task outside a service ends at once
with exit code 0. Releases that fail are simulated in __tests__/ops/endpoint.
"""

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random


def complete_deployments() -> None:
    from moto.ecs.models import EC2ContainerServiceBackend as Backend
    from moto.ecs.responses import EC2ContainerServiceResponse as Responses

    create_service = Responses.create_service
    update_service = Backend.update_service

    def create_and_complete(self):
        answer = create_service(self)
        complete(answer.result["service"])
        return answer

    def update_and_complete(self, properties):
        # ECS returns the ARN with the revision, whatever the request contains.
        if properties.get("task_definition"):
            properties["task_definition"] = self.describe_task_definition(properties["task_definition"]).arn
        forced = properties.get("force_new_deployment")
        service = update_service(self, properties)
        if forced or service.deployments[0]["taskDefinition"] != service.task_definition:
            complete(service)
        return service

    Responses.create_service = create_and_complete
    Backend.update_service = update_and_complete


def complete(service) -> None:
    """Adds a new, completed deployment to a service."""
    number = f"{mock_random.randint(0, 10**18)}"
    now = utcnow()
    revision = arn_of(service, "service-revision", number)
    service.deployments = [
        {
            **service.deployments[0],
            "id": f"ecs-svc/{number}",
            "taskDefinition": service.task_definition,
            "rolloutState": "COMPLETED",
            "rolloutStateReason": f"ECS deployment ecs-svc/{number} completed.",
            "createdAt": now,
            "updatedAt": now,
        }
    ]
    service.revisions = {
        **getattr(service, "revisions", {}),
        revision: {
            "serviceRevisionArn": revision,
            "serviceArn": service.arn,
            "clusterArn": service.cluster_arn,
            "taskDefinition": service.task_definition,
            "createdAt": now,
        },
    }
    deployment = {
        "serviceDeploymentArn": arn_of(service, "service-deployment", number),
        "serviceArn": service.arn,
        "clusterArn": service.cluster_arn,
        "targetServiceRevision": {"arn": revision},
        "targetServiceRevisionArn": revision,
        "status": "SUCCESSFUL",
        "createdAt": now,
        "startedAt": now,
        "finishedAt": now,
    }
    service.service_deployments = [deployment, *getattr(service, "service_deployments", [])]


def arn_of(service, kind: str, number: str) -> str:
    return f"{service.arn.replace(':service/', f':{kind}/')}/{number}"


def answer_for_service_deployments() -> None:
    from moto.ecs.responses import EC2ContainerServiceResponse as Responses

    def services(self):
        return self.ecs_backend.services.values()

    def named(items, field: str, wanted: list[str]):
        found = [item for item in items if item[field] in wanted]
        missing = set(wanted) - {item[field] for item in found}
        return found, [{"arn": arn, "reason": "MISSING"} for arn in missing]

    def list_service_deployments(self):
        cluster, name = (self._get_param(each).split("/")[-1] for each in ("cluster", "service"))
        wanted = self._get_param("status", [])
        found = [
            deployment
            for service in services(self)
            if (service.cluster_name, service.name) == (cluster, name)
            for deployment in service.service_deployments
            if not wanted or deployment["status"] in wanted
        ]
        return ActionResult({"serviceDeployments": found})

    def describe_service_deployments(self):
        known = [each for service in services(self) for each in service.service_deployments]
        found, failures = named(known, "serviceDeploymentArn", self._get_param("serviceDeploymentArns"))
        return ActionResult({"serviceDeployments": found, "failures": failures})

    def describe_service_revisions(self):
        known = [each for service in services(self) for each in service.revisions.values()]
        found, failures = named(known, "serviceRevisionArn", self._get_param("serviceRevisionArns"))
        return ActionResult({"serviceRevisions": found, "failures": failures})

    Responses.list_service_deployments = list_service_deployments
    Responses.describe_service_deployments = describe_service_deployments
    Responses.describe_service_revisions = describe_service_revisions


def end_tasks() -> None:
    from moto.ecs.models import EC2ContainerServiceBackend as Backend

    run_task = Backend.run_task
    list_tasks = Backend.list_tasks

    def run_and_end(self, cluster, task_definition, count, overrides, started_by, tags, launch_type, *rest):
        # Without a host moto starts only Fargate tasks.
        tasks = run_task(self, cluster, task_definition, count, overrides, started_by, tags, "FARGATE", *rest)
        for task in tasks:
            task.launch_type = launch_type or "EC2"
            task.last_status = task.desired_status = "STOPPED"
            task.stop_code = "EssentialContainerExited"
            task.stopped_reason = "Essential container in task exited"
            task.created_at = task.started_at = task.stopped_at = utcnow()
            for container in task.containers:
                container.last_status = "STOPPED"
                container.exit_code = 0
        return tasks

    def list_running_tasks(self, cluster=None, instance=None, family=None, by=None, service=None, status=None):
        return list_tasks(self, cluster, instance, family, by, service, status or "RUNNING")

    Backend.run_task = run_and_end
    Backend.list_tasks = list_running_tasks


def apply() -> None:
    complete_deployments()
    answer_for_service_deployments()
    end_tasks()
