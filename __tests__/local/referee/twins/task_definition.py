"""The valid task definitions that the twins break."""

from twins import Request

CONTAINER = {
    "name": "app",
    "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1",
    "memory": 512,
    "memoryReservation": 256,
    "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 30, "timeout": 5, "retries": 3, "startPeriod": 10},
    "portMappings": [{"containerPort": 80, "hostPort": 0, "protocol": "tcp", "name": "http"}],
    "logConfiguration": {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": "app",
            "awslogs-region": "us-east-1",
            "awslogs-stream-prefix": "app",
            "mode": "non-blocking",
            "max-buffer-size": "25m",
        },
    },
    "linuxParameters": {"initProcessEnabled": True, "tmpfs": [{"containerPath": "/tmp", "size": 64}]},
    "dockerSecurityOptions": ["no-new-privileges"],
    "restartPolicy": {"enabled": True, "restartAttemptPeriod": 60, "ignoredExitCodes": [0]},
    "environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::settings/app.env"}],
    "environment": [{"name": "APP_ENV", "value": "production"}],
    "secrets": [{"name": "APP_KEY", "valueFrom": "arn:aws:ssm:us-east-1:123456789012:parameter/key"}],
    "mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}],
    "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 4096}],
}
SIDECAR = {"name": "logs", "image": "busybox", "memory": 64, "essential": False}
BRIDGE = Request(
    "ecs",
    "RegisterTaskDefinition",
    {
        "family": "web",
        "networkMode": "bridge",
        "requiresCompatibilities": ["EC2"],
        "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
        "volumes": [{"name": "data"}],
        "containerDefinitions": [CONTAINER, SIDECAR],
    },
)
first = "containerDefinitions.0"
depends = f"{first}.dependsOn"
log = f"{first}.logConfiguration.options"
EMPTY = Request(
    "ecs", "RegisterTaskDefinition", {"family": "web", "containerDefinitions": [SIDECAR | {"essential": True}]}
)
FARGATE = Request(
    "ecs",
    "RegisterTaskDefinition",
    {
        "family": "web",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
        "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
        "containerDefinitions": [
            {"name": "app", "image": "busybox", "logConfiguration": CONTAINER["logConfiguration"], "stopTimeout": 120}
        ],
    },
)
