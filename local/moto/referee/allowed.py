"""What AWS takes and botocore 1.43's models do not know. Exact, and each with its reason."""

import re

from .models import Violation

# (service, operation, path without indices, kind of violation)
ALLOWED: set[tuple[str, str, str, str]] = {
    # Laravel's driver asks for ApproximateReceiveCount by this name. The model has the names of a queue's attributes there;
    # the Amazon SQS API Reference, "ReceiveMessage", lists those of a message.
    ("sqs", "ReceiveMessage", "AttributeNames[]", "enum"),
}


def is_allowed(service: str, operation: str, violation: Violation) -> bool:
    path = re.sub(r"\[\d+\]", "[]", violation.path)
    return (service, operation, path, violation.kind) in ALLOWED
