"""What IAM authorizes for a request (Service Authorization Reference): its actions, their resources and their context.

It knows the operations that the roles of this project call on particular resources. Of any other operation only the
name is known here, so that only a statement for all resources allows it.
"""

import re
from itertools import product
from typing import Any
from urllib.parse import unquote

from keys import find_key

from .conditions import listed
from .mail import SENDING, asks_to_send
from .policies import Ask

Params = dict[str, Any]

# The ARNs of the operations' resources. The fields are parameters of the request, of an ARN or URL the last part.
RESOURCES = {
    "ecs:cluster/{cluster}": "ListContainerInstances RegisterContainerInstance DeregisterContainerInstance "
    "SubmitTaskStateChange SubmitContainerStateChange",
    "ecs:service/{cluster}/{service}": "UpdateService ListServiceDeployments",
    "ecs:service/{cluster}/{services}": "DescribeServices",
    "ecs:task/{cluster}/{task}": "StopTask",
    "ecs:task/{cluster}/{tasks}": "DescribeTasks",
    "ecs:container-instance/{cluster}/{containerInstance}": "ListTasks",
    "ecs:container-instance/{cluster}/{containerInstances}": "DescribeContainerInstances UpdateContainerInstancesState",
    "ecs:task-definition/{family}:1": "RegisterTaskDefinition",
    "ecr:repository/{repositoryName*}": "DescribeImages DescribeImageScanFindings BatchCheckLayerAvailability BatchGetImage "
    "GetDownloadUrlForLayer InitiateLayerUpload UploadLayerPart CompleteLayerUpload PutImage",
    "logs:log-group:{logGroupName*}:log-stream:{logStreamName*}": "CreateLogStream PutLogEvents GetLogEvents",
    "logs:log-group:{logGroupName*}:log-stream:": "FilterLogEvents",
    "sqs:{QueueUrl}": "ChangeMessageVisibility DeleteMessage GetQueueAttributes PurgeQueue ReceiveMessage SendMessage "
    "ListQueueTags ChangeMessageVisibilityBatch DeleteMessageBatch SendMessageBatch",
    "sqs:{QueueName}": "GetQueueUrl",
    "lambda:function:{FunctionName:}": "Invoke GetFunction GetFunctionCodeSigningConfig GetFunctionConcurrency "
    "GetFunctionEventInvokeConfig GetPolicy ListVersionsByFunction",
    "iam:role/{RoleName}": "GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies",
    "events:rule/{Name}": "DescribeRule",
    "events:rule/{Rule}": "ListTargetsByRule",
    "logs:log-group:{logGroupName*}": "DescribeMetricFilters",
    "cloudwatch:dashboard/{DashboardName}": "GetDashboard",
    "scheduler:schedule/default/{Name}": "GetSchedule",
    "route53:hostedzone/{Id}": "GetHostedZone",
    "route53:hostedzone/{ResourceId}": "ListTagsForResource",
    "elasticache:replicationgroup:{ReplicationGroupId}": "DescribeReplicationGroups",
    "elasticache:cluster:{CacheClusterId}": "DescribeCacheClusters",
    "elasticache:parametergroup:{CacheParameterGroupName}": "DescribeCacheParameterGroups DescribeCacheParameters",
    "elasticache:subnetgroup:{CacheSubnetGroupName}": "DescribeCacheSubnetGroups",
    "s3:{Bucket}": "ListObjectsV2 ListObjects HeadBucket GetBucketLocation GetBucketAccelerateConfiguration "
    "GetBucketEncryption GetBucketLifecycleConfiguration GetBucketReplication GetObjectLockConfiguration "
    "GetPublicAccessBlock",
    "s3:{Bucket}/{Key*}": "GetObject HeadObject GetObjectTagging PutObject DeleteObject GetObjectAcl PutObjectAcl "
    "CreateMultipartUpload UploadPart CompleteMultipartUpload AbortMultipartUpload CopyObject",
}
TEMPLATES = {
    f"{template.split(':')[0]}:{operation}": template
    for template, operations in RESOURCES.items()
    for operation in operations.split()
}
# The actions of IAM whose names are not those of the operations.
ACTIONS = {
    "lambda:Invoke": "lambda:InvokeFunction",
    "s3:CompleteMultipartUpload": "s3:PutObject",
    "s3:CopyObject": "s3:PutObject",
    "s3:CreateMultipartUpload": "s3:PutObject",
    "s3:UploadPart": "s3:PutObject",
    "s3:GetBucketAccelerateConfiguration": "s3:GetAccelerateConfiguration",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:SendMessageBatch": "sqs:SendMessage",
}
# Of one version of an object ("Required permissions for Amazon S3 API operations", Amazon S3 User Guide).
OF_A_VERSION = ("s3:DeleteObject", "s3:GetObject", "s3:GetObjectAcl", "s3:GetObjectTagging")
# GetCallerIdentity needs no permission. The others are decided by the trust policy of a role.
FREE = ("sts:GetCallerIdentity", "sts:AssumeRoleWithWebIdentity")
# How the names in signatures differ from IAM's.
PREFIXES = {"monitoring": "cloudwatch", "tagging": "tag"}
# How operations name parameters of Parameter Store. GetParametersByPath is not known: no role here may call it.
PARAMETERS = {
    "ssm:GetParameter": "Name",
    "ssm:GetParameters": "Names",
    "ssm:PutParameter": "Name",
    "ssm:ListTagsForResource": "ResourceId",
}
# The parameter that is the ARN of the resource.
ARNS = {
    "acm:DescribeCertificate": "CertificateArn",
    "acm:GetCertificate": "CertificateArn",
    "acm:ListTagsForCertificate": "CertificateArn",
    "cloudwatch:ListTagsForResource": "ResourceARN",
    "elasticache:ListTagsForResource": "ResourceName",
    "elasticloadbalancing:CreateRule": "ListenerArn",
    "elasticloadbalancing:DeleteRule": "RuleArn",
    "events:ListTagsForResource": "ResourceARN",
    "iam:GetOpenIDConnectProvider": "OpenIDConnectProviderArn",
    "logs:ListTagsForResource": "resourceArn",
    "sns:Publish": "TopicArn",
}
# The resources whose ARNs have no region, and no account.
GLOBAL = ("iam:", "s3:", "route53:", "cloudwatch:dashboard/")
OF_NO_ACCOUNT = ("s3:", "route53:")
# With an ACL in the request they need the permission to set one ("Required permissions for Amazon S3 API operations").
WITH_AN_ACL = ("s3:PutObject", "s3:CopyObject", "s3:CreateMultipartUpload")
CHILDREN = {
    "ecs:DescribeServiceDeployments": "serviceDeploymentArns",
    "ecs:DescribeServiceRevisions": "serviceRevisionArns",
    "ecs:StopServiceDeployment": "serviceDeploymentArn",
}


class Request:
    """An operation in the region of its signature and in the account of its role."""

    def __init__(self, signing_name: str, operation: str, params: Params, region: str, account: str) -> None:
        self.name = f"{PREFIXES.get(signing_name, signing_name)}:{operation}"
        self.action = ACTIONS.get(self.name, self.name)
        if self.action in OF_A_VERSION and params.get("VersionId"):
            self.action = self.action.replace("Object", "ObjectVersion", 1)
        self.params, self.region, self.account = params, region, account

    def arn(self, resource: str) -> str:
        service, rest = resource.split(":", 1)
        region = "" if resource.startswith(GLOBAL) else self.region
        account = "" if resource.startswith(OF_NO_ACCOUNT) else self.account
        return f"arn:aws:{service}:{region}:{account}:{rest}"

    def asks(self) -> list[Ask]:
        given = self.params
        if self.name in FREE:
            return []
        if self.name in PARAMETERS:
            return [ask for name in listed(given[PARAMETERS[self.name]]) for ask in self.on_parameter(name)]
        if self.name in CHILDREN:
            # What belongs to a service is authorized as itself, and as the service.
            arns = listed(given[CHILDREN[self.name]])
            services = [re.sub(r":service-\w+/([^/]+/[^/]+)/.*", r":service/\1", arn) for arn in arns]
            return [Ask(self.action, arn) for arn in [*arns, *services]]
        if self.name == "ecs:RunTask":
            return self.run_task()
        if self.name in SENDING:
            return asks_to_send(self.name, given, self.region, self.account)
        if self.name == "s3:DeleteObjects":
            keys = [each["Key"] for each in given["Delete"]["Objects"]]
            return [Ask("s3:DeleteObject", self.arn(f"s3:{given['Bucket']}/{key}")) for key in keys]
        if self.name in ARNS:
            return [Ask(self.action, given.get(ARNS[self.name], "*"))]
        if self.name == "kms:DescribeKey":
            # By the ARN of the key, also where the request has its alias. One that does not exist is not found.
            key = find_key(self.account, self.region, given["KeyId"])
            return [Ask(self.action, key.arn)] if key else []
        if self.name not in TEMPLATES:
            return [Ask(self.action)]
        template = TEMPLATES[self.name]
        resources = self.filled(template)
        context = self.in_cluster() if "{cluster}/" in template else {}
        context = {**context, **self.of_the_revision(), **self.on_capacity(), **self.to_revision()}
        asks = [Ask(self.action, resource, context) for resource in resources]
        if self.name == "ecs:RegisterTaskDefinition":
            roles = passed(given.get("taskRoleArn"), given.get("executionRoleArn"))
            asks += [*self.tagged(resources[0]), *roles]
        if self.name == "s3:CopyObject":
            source = given["CopySource"]
            read = "s3:GetObjectVersion" if "?versionId=" in source else "s3:GetObject"
            asks.append(Ask(read, self.arn(f"s3:{copied_from(source)}")))
        if self.name in WITH_AN_ACL and given.get("ACL"):
            asks.append(Ask("s3:PutObjectAcl", resources[0]))
        if self.name == "ecs:RegisterContainerInstance":
            asks += self.tagged(self.filled("ecs:container-instance/{cluster}/{containerInstance}")[0])
        return asks

    def filled(self, template: str) -> list[str]:
        """The resources of a template. A star marks a name with slashes, a colon one that may end an ARN after a colon."""

        def values(name: str, kind: str) -> list[str]:
            given = self.params.get(name) or ("default" if name == "cluster" else "any")
            return [each if kind == "*" else each.split(kind or "/")[-1] for each in listed(given)]

        fields = re.findall(r"{(\w+)([*:]?)}", template)
        text = re.sub(r"{\w+[*:]?}", "{}", template)
        return [self.arn(text.format(*each)) for each in product(*(values(*field) for field in fields))]

    def in_cluster(self) -> dict[str, str]:
        return {"ecs:cluster": self.filled("ecs:cluster/{cluster}")[0]}

    def of_the_revision(self) -> dict[str, str | list[str]]:
        """What RegisterTaskDefinition is given beside a family. Without compatibilities the key is absent."""
        if self.name != "ecs:RegisterTaskDefinition":
            return {}
        privileged = any(each.get("privileged") for each in self.params.get("containerDefinitions", []))
        required = self.params.get("requiresCompatibilities")
        known = {"ecs:privileged": str(privileged).lower()}
        return {**known, "ecs:compute-compatibility": required} if required else known

    def on_capacity(self) -> dict[str, str | list[str]]:
        strategy = self.params.get("capacityProviderStrategy") or []
        if self.name not in ("ecs:RunTask", "ecs:UpdateService") or not strategy:
            return {}
        names = [each["capacityProvider"].split("/")[-1] for each in strategy]
        return {"ecs:capacity-provider": [self.arn(f"ecs:capacity-provider/{each}") for each in names]}

    def to_revision(self) -> dict[str, str]:
        """The revision that an update names. Without one the key is absent."""
        named = self.params.get("taskDefinition")
        if self.name != "ecs:UpdateService" or not named:
            return {}
        return {"ecs:task-definition": self.arn(f"ecs:task-definition/{named.split('/')[-1]}")}

    def tagged(self, resource: str) -> list[Ask]:
        """Copied and ECS managed tags need the same permission as explicit ones (ECS Developer Guide, "CWE_IAM_role")."""
        has_tags = any(self.params.get(each) for each in ("tags", "propagateTags", "enableECSManagedTags"))
        context = {"ecs:CreateAction": self.name.removeprefix("ecs:")}
        return [Ask("ecs:TagResource", resource, context)] if has_tags else []

    def run_task(self) -> list[Ask]:
        from moto.ecs.models import ecs_backends

        backend = ecs_backends[self.account][self.region]
        definition = backend.describe_task_definition(self.params["taskDefinition"])
        overrides = self.params.get("overrides", {})
        roles = [
            overrides.get(parameter) or getattr(definition, attribute, None)
            for parameter, attribute in (("taskRoleArn", "task_role_arn"), ("executionRoleArn", "execution_role_arn"))
        ]
        [task] = self.filled("ecs:task/{cluster}/{task}")
        context = {**self.in_cluster(), **self.on_capacity()}
        return [Ask(self.action, definition.arn, context), *self.tagged(task), *passed(*roles)]

    def on_parameter(self, name: str) -> list[Ask]:
        """A SecureString is decrypted by its key with the rights of the caller. AWS's own key is open to the account."""
        from moto.kms.models import kms_backends
        from moto.ssm.models import ssm_backends

        path = name.split(":parameter")[-1] if name.startswith("arn:") else name
        arn = self.arn(f"ssm:parameter/{path.removeprefix('/')}")
        if path.startswith("/aws/service/"):
            # Public parameters of AWS, e.g. the ids of its machine images, belong to no account.
            arn = arn.replace(f":{self.account}:", "::")
        known = ssm_backends[self.account][self.region].get_parameters([path]).get(path)
        asks = [Ask(self.action, arn)]
        if self.params.get("WithDecryption") and known and known.parameter_type == "SecureString":
            service = f"ssm.{self.region}.amazonaws.com"
            context = {"kms:ViaService": service, "kms:EncryptionContext:PARAMETER_ARN": arn}
            if not known.keyid.endswith("alias/aws/ssm"):
                key = kms_backends[self.account][self.region].describe_key(known.keyid)
                asks.append(Ask("kms:Decrypt", key.arn, context))
        return asks


def copied_from(source: str) -> str:
    """The bucket and the key of a copy's source, which is encoded as in a URL and may name a version."""
    return unquote(source).removeprefix("/").split("?versionId=")[0]


def passed(*roles: str | None) -> list[Ask]:
    context = {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
    return [Ask("iam:PassRole", role, context) for role in roles if role]
