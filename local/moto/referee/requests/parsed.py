"""The result of reading a request."""

from dataclasses import dataclass, field
from typing import Any

from botocore.model import OperationModel

from ..models import Violation


@dataclass
class Parsed:
    """The operation and its parameters. `faults` has what the parameters cannot hold, e.g. an unknown member."""

    operation: OperationModel
    protocol: str
    params: dict[str, Any] = field(default_factory=dict)
    faults: list[Violation] = field(default_factory=list)

    @property
    def service(self) -> str:
        return self.operation.service_model.service_name
