from task_definition import BRIDGE, FARGATE, log
from twins import ABSENT

BRIDGE.twin("awslogs_option_is_known", {f"{log}.awslogs-stream-prefx": "app"})
BRIDGE.twin("awslogs_has_a_group", {f"{log}.awslogs-group": ABSENT})
BRIDGE.twin("awslogs_has_a_region", {f"{log}.awslogs-region": ABSENT})
BRIDGE.twin("awslogs_mode_is_blocking_or_not", {f"{log}.mode": "nonblocking"})
BRIDGE.twin("awslogs_buffer_size_has_a_unit", {f"{log}.max-buffer-size": "25 MiB"})
BRIDGE.twin(
    "awslogs_has_one_way_to_join_lines",
    {f"{log}.awslogs-datetime-format": "%H:%M"},
    given={f"{log}.awslogs-multiline-pattern": "^INFO"},
)
FARGATE.twin("awslogs_on_fargate_has_a_stream_prefix", {f"{log}.awslogs-stream-prefix": ABSENT})
