"""The protocol `json`: the operation is in the header X-Amz-Target, the parameters are a JSON object."""

import json
from typing import Any

from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

from .http_request import HttpRequest
from .parsed import Parsed
from .reader import Reader
from .unreadable import UnknownOperation
from .values import from_base64, time_of

# No shape here is nested deeper, and Python's stack has about a thousand levels.
DEEPEST = 100


def parse_json(request: HttpRequest, services: list[ServiceModel]) -> Parsed:
    target = request.headers.get("x-amz-target", "")
    prefix, _, name = target.rpartition(".")
    for service in services:
        if service.metadata.get("targetPrefix") == prefix and name in service.operation_names:
            parsed = Parsed(service.operation_model(name), "json")
            reader = JsonReader(parsed.faults)
            parsed.params = reader.read_document(parsed.operation.input_shape, request.decoded_body, "")
            return parsed
    raise UnknownOperation(f"no operation {target} of {services[0].service_name}")


class JsonReader(Reader):
    def decode(self, body: bytes) -> dict[str, Any]:
        value = json.loads(body.decode() or "{}", object_pairs_hook=without_repetition, parse_constant=refuse_constant)
        return checked(value)

    def read_structure(self, shape: StructureShape, value: Any, path: str) -> Any:
        if not isinstance(value, dict) or getattr(shape, "is_document_type", False):
            return value
        by_wire = {member.serialization.get("name", name): name for name, member in shape.members.items()}
        read = {}
        for wire, each in value.items():
            if wire not in by_wire:
                self.report(path, wire)
            elif each is not None:
                name = by_wire[wire]
                read[name] = self.read(shape.members[name], each, f"{path}.{name}" if path else name)
        return read

    def read_list(self, shape: ListShape, value: Any, path: str) -> Any:
        if not isinstance(value, list):
            return value
        return [self.read(shape.member, each, f"{path}[{index}]") for index, each in enumerate(value)]

    def read_map(self, shape: MapShape, value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            return value
        return {key: self.read(shape.value, each, f"{path}.{key}") for key, each in value.items() if each is not None}

    def read_blob(self, shape: Shape, value: Any, path: str) -> Any:
        return from_base64(value) if isinstance(value, str) else value

    def read_timestamp(self, shape: Shape, value: Any, path: str) -> Any:
        is_text = isinstance(value, str)
        if is_text == (shape.serialization.get("timestampFormat", "unixtimestamp") == "unixtimestamp"):
            return value
        return time_of(value)

    def read_scalar(self, shape: Shape, value: Any, path: str) -> Any:
        return value


def checked(document: Any) -> dict[str, Any]:
    """The document if it is an object, and not nested too deeply to be read."""
    if not isinstance(document, dict):
        raise ValueError(f"an object is expected, not a {type(document).__name__}")
    level: list[Any] = [document]
    for _ in range(DEEPEST):
        inner = [each.values() if isinstance(each, dict) else each for each in level]
        level = [each for values in inner for each in values if isinstance(each, (dict, list))]
        if not level:
            return document
    raise ValueError(f"nested deeper than {DEEPEST} levels")


def without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"repeated members: {sorted({name for name in names if names.count(name) > 1})}")
    return value


def refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
