from task_definition import BRIDGE, first
from twins import ABSENT

BRIDGE.twin(
    "environment_file_is_an_env_object_in_s3", {f"{first}.environmentFiles.0.value": "arn:aws:s3:::settings/app.txt"}
)
BRIDGE.twin(
    "container_has_at_most_ten_environment_files",
    {
        f"{first}.environmentFiles": [
            {"type": "s3", "value": f"arn:aws:s3:::settings/{number}.env"} for number in range(11)
        ]
    },
)
BRIDGE.twin("environment_files_need_an_execution_role", {"executionRoleArn": ABSENT}, given={f"{first}.secrets": []})
BRIDGE.twin("secrets_need_an_execution_role", {"executionRoleArn": ABSENT}, given={f"{first}.environmentFiles": []})
BRIDGE.twin("secret_and_variable_have_different_names", {f"{first}.secrets.0.name": "APP_ENV"})
