"""The protocol `rest-xml`: REST, and the body is an XML document."""

from typing import Any
from xml.etree import ElementTree

from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

from ..models import Violation
from .http_request import HttpRequest
from .parsed import Parsed
from .reader import BodyShape, Reader
from .rest import parse_rest
from .values import scalar


def parse_rest_xml(request: HttpRequest, services: list[ServiceModel]) -> Parsed:
    return parse_rest(request, services, "rest-xml", XmlReader)


class XmlReader(Reader):
    def decode(self, body: bytes) -> ElementTree.Element:
        return ElementTree.fromstring(body)

    def read_document(self, shape: Shape | BodyShape | None, body: bytes, path: str) -> Any:
        root = self.decode(body)
        expected = shape.serialization.get("name", shape.name) if shape else ""
        if expected and shape.members and local(root.tag) != expected:
            self.faults.append(Violation("root", path, local(root.tag), expected))
        return self.read(shape, root, path)

    def read_structure(self, shape: StructureShape, node: ElementTree.Element, path: str) -> Any:
        if text := text_between(node):
            return text
        read = self.read_attributes(shape, node, path)
        by_wire = {wire_name(name, member): name for name, member in shape.members.items() if not is_attribute(member)}
        repeated: dict[str, list[ElementTree.Element]] = {}
        for child in node:
            name = by_wire.get(local(child.tag))
            if name is None:
                self.report(path, local(child.tag))
                continue
            member = shape.members[name]
            if member.serialization.get("flattened"):
                repeated.setdefault(name, []).append(child)
                continue
            if name in read:
                self.report(path, name, "repeated")
            read[name] = self.read(member, child, f"{path}.{name}" if path else name)
        for name, children in repeated.items():
            member = shape.members[name]
            where = f"{path}.{name}" if path else name
            read[name] = [self.read(member.member, each, f"{where}[{index}]") for index, each in enumerate(children)]
        return read

    def read_attributes(self, shape: StructureShape, node: ElementTree.Element, path: str) -> dict[str, Any]:
        by_wire = {wire_name(name, member): name for name, member in shape.members.items() if is_attribute(member)}
        read = {}
        for attribute, value in node.attrib.items():
            name = by_wire.get(local(attribute))
            if name is None:
                self.report(path, local(attribute))
            else:
                read[name] = value
        return read

    def read_list(self, shape: ListShape, node: ElementTree.Element, path: str) -> Any:
        if text := text_between(node):
            return text
        wrapper = shape.member.serialization.get("name", "member")
        for child in node:
            if local(child.tag) != wrapper:
                self.report(path, local(child.tag))
        items = [child for child in node if local(child.tag) == wrapper]
        return [self.read(shape.member, each, f"{path}[{index}]") for index, each in enumerate(items)]

    def read_map(self, shape: MapShape, node: ElementTree.Element, path: str) -> Any:
        read = {}
        for entry in node:
            values = {local(child.tag): child for child in entry}
            key = values.pop(shape.key.serialization.get("name", "key")).text or ""
            read[key] = self.read(
                shape.value, values.pop(shape.value.serialization.get("name", "value")), f"{path}.{key}"
            )
            for name in values:
                self.report(path, name)
        return read

    def read_scalar(self, shape: Shape, node: ElementTree.Element, path: str) -> Any:
        for child in node:
            self.report(path, local(child.tag))
        return scalar(shape, node.text or "")


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def wire_name(name: str, member: Shape) -> str:
    return member.serialization.get("name", name).split(":")[-1]


def is_attribute(member: Shape) -> bool:
    return bool(member.serialization.get("xmlAttribute"))


def text_between(node: ElementTree.Element) -> str:
    """The text of an element beside its children. A structure and a list have only white space there."""
    return "".join([node.text or "", *(child.tail or "" for child in node)]).strip()
