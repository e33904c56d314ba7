"""What the readers of all protocols share."""

from typing import Any

from botocore.model import Shape

from ..models import Kind, Violation


class BodyShape:
    """The members of a structure that are in the body, as a structure of its own."""

    type_name = "structure"
    is_document_type = False

    def __init__(self, members: dict[str, Shape], whole: Shape | None = None) -> None:
        self.members = members
        self.name = whole.name if whole else ""
        self.serialization = whole.serialization if whole else {}


class Reader:
    """Reads the values of one protocol.

    A value whose type is not its shape's stays as it came: validation then refuses it. What the parameters cannot hold is
    added to `faults`.
    """

    def __init__(self, faults: list[Violation]) -> None:
        self.faults = faults

    def read_document(self, shape: Shape | BodyShape | None, body: bytes, path: str) -> Any:
        return self.read(shape, self.decode(body), path)

    def read(self, shape: Shape | BodyShape | None, value: Any, path: str) -> Any:
        if shape is None:
            shape = BodyShape({})
        method = getattr(self, f"read_{shape.type_name}", self.read_scalar)
        return method(shape, value, path)

    def report(self, path: str, name: str, kind: Kind = "unknown") -> None:
        self.faults.append(Violation(kind, f"{path}.{name}" if path else name))

    def decode(self, body: bytes) -> Any:
        """May raise anything: see `decoding`."""
        raise NotImplementedError

    def read_scalar(self, shape: Shape, value: Any, path: str) -> Any:
        raise NotImplementedError
