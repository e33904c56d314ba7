"""What AWS accepts although the models of botocore 1.43 do not allow it. Each entry is exact and has its reason."""

import re

from .models import Violation

# (service, operation, path without indices, kind of violation)
ALLOWED: set[tuple[str, str, str, str]] = {
    # Laravel's driver requests ApproximateReceiveCount by this name. The model lists the attributes of a queue there, the
    # Amazon SQS API Reference, "ReceiveMessage", those of a message.
    ("sqs", "ReceiveMessage", "AttributeNames[]", "enum"),
}


def is_allowed(service: str, operation: str, violation: Violation) -> bool:
    path = re.sub(r"\[\d+\]", "[]", violation.path)
    return (service, operation, path, violation.kind) in ALLOWED
