"""What ECS refuses in the environment files and the secrets of a container."""

import re

from .task_definition import containers, refused, register


@register("Amazon ECS Developer Guide, Pass environment variables to an Amazon ECS container")
def environment_file_is_an_env_object_in_s3(params, account):
    """The Amazon Resource Name (ARN) of the Amazon S3 object. The file must have a .env file extension."""
    pattern = re.compile(r"arn:aws[\w-]*:s3:::[^/]+/.+\.env")
    for container in containers(params):
        for file in container.get("environmentFiles") or []:
            if not pattern.fullmatch(file.get("value", "")):
                yield refused(
                    f"Invalid environment file '{file.get('value')}': the ARN of an S3 object with the extension .env."
                )


@register("Amazon ECS Developer Guide, Pass environment variables to an Amazon ECS container")
def container_has_at_most_ten_environment_files(params, account):
    """There is a limit of 10 files per task definition."""
    if sum(len(each.get("environmentFiles") or []) for each in containers(params)) > 10:
        return refused("A task definition can have at most 10 environment files.")


@register("Amazon ECS Developer Guide, Pass environment variables to an Amazon ECS container")
def environment_files_need_an_execution_role(params, account):
    """The task execution role needs s3:GetObject and s3:GetBucketLocation to read environment files."""
    if not params.get("executionRoleArn") and any(each.get("environmentFiles") for each in containers(params)):
        return refused(
            "When you are specifying environment files, you must also specify a value for 'executionRoleArn'."
        )


@register("Amazon ECS Developer Guide, Pass sensitive data to an Amazon ECS container")
def secrets_need_an_execution_role(params, account):
    """To provide access to secrets, add permissions to the task execution role."""
    if not params.get("executionRoleArn") and any(each.get("secrets") for each in containers(params)):
        return refused(
            "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
        )


@register("Amazon ECS API Reference, ContainerDefinition")
def secret_and_variable_have_different_names(params, account):
    """The secret name must be unique and not shared with any new or existing environment variables."""
    for container in containers(params):
        variables = {each.get("name") for each in container.get("environment") or []}
        secrets = [each.get("name") for each in container.get("secrets") or []]
        for name in sorted({name for name in secrets if name in variables or secrets.count(name) > 1}):
            yield refused(
                "The secret name must be unique and not shared with any new or existing environment variables "
                f"set on the container, such as '{name}'."
            )
