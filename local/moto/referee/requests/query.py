"""The protocol `query`: all parameters are fields of a form or of the URL's query, e.g. `Tags.member.1.Key`."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

from .http_request import HttpRequest
from .parsed import Parsed
from .reader import Reader
from .unreadable import UnknownOperation
from .values import scalar


@dataclass
class Field:
    """A field, and those whose names continue its name after a dot."""

    value: str | None = None
    children: dict[str, "Field"] = field(default_factory=dict)


def tree_of(fields: dict[str, str]) -> Field:
    root = Field()
    for name, value in fields.items():
        node = root
        for part in name.split("."):
            node = node.children.setdefault(part, Field())
        node.value = value
    return root


class QueryReader(Reader):
    def wire_name(self, name: str, member: Shape) -> str:
        if isinstance(member, ListShape) and member.serialization.get("flattened"):
            return member.member.serialization.get("name") or member.serialization.get("name", name)
        return member.serialization.get("name", name)

    def read_structure(self, shape: StructureShape, node: Field, path: str) -> Any:
        if node.value or node.value is not None and not node.children and shape.members:
            return node.value
        by_wire = {self.wire_name(name, member): name for name, member in shape.members.items()}
        read = {}
        for wire, child in node.children.items():
            if wire not in by_wire:
                self.report(path, wire)
                continue
            name = by_wire[wire]
            read[name] = self.read(shape.members[name], child, f"{path}.{name}" if path else name)
        return read

    def entries(self, node: Field, path: str) -> list[Field]:
        for name in node.children:
            if not name.isdecimal():
                self.report(path, name)
        numbered = [(int(name), child) for name, child in node.children.items() if name.isdecimal()]
        return [child for _, child in sorted(numbered, key=lambda each: each[0])]

    def items(self, wrapper: str, is_flat: bool, node: Field, path: str) -> list[Field]:
        if is_flat:
            return self.entries(node, path)
        for name in node.children:
            if name != wrapper:
                self.report(path, name)
        return self.entries(node.children[wrapper], path) if wrapper in node.children else []

    def read_list(self, shape: ListShape, node: Field, path: str) -> Any:
        if node.value:
            return node.value
        wrapper = shape.member.serialization.get("name", "member")
        items = self.items(wrapper, bool(shape.serialization.get("flattened")), node, path)
        return [self.read(shape.member, each, f"{path}[{index}]") for index, each in enumerate(items)]

    def read_map(self, shape: MapShape, node: Field, path: str) -> Any:
        if node.value:
            return node.value
        key_name = shape.key.serialization.get("name", "key")
        value_name = shape.value.serialization.get("name", "value")
        read = {}
        for item in self.items("entry", bool(shape.serialization.get("flattened")), node, path):
            for name in item.children:
                if name not in (key_name, value_name):
                    self.report(path, name)
            key = item.children.get(key_name, Field()).value or ""
            read[key] = self.read(shape.value, item.children.get(value_name, Field("")), f"{path}.{key}")
        return read

    def read_scalar(self, shape: Shape, node: Field, path: str) -> Any:
        for name in node.children:
            self.report(path, name)
        return scalar(shape, node.value or "")


def parse_query(
    request: HttpRequest,
    services: list[ServiceModel],
    protocol: str = "query",
    reader_class: type[QueryReader] = QueryReader,
) -> Parsed:
    pairs = [*request.query, *request.form]
    fields = dict(pairs)
    action, version = fields.pop("Action", None), fields.pop("Version", None)
    for service in services:
        if service.api_version == version and action in service.operation_names:
            parsed = Parsed(service.operation_model(action), protocol)
            break
    else:
        raise UnknownOperation(f"no action {action} of version {version} of {services[0].service_name}")
    reader = reader_class(parsed.faults)
    for name, count in Counter(name for name, _ in pairs).items():
        if count > 1:
            reader.report("", name, "repeated")
    parsed.params = reader.read(parsed.operation.input_shape, tree_of(fields), "")
    return parsed
