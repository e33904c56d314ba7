"""Reads a request of any of AWS's protocols by its model: which operation of which service it is, and its parameters.

The parameters have the names of the model's members, as botocore takes them. What the model has no member for is kept
beside them, under the name it came with: some protocols of AWS's drop such a thing without a word, the referee refuses it.
"""

import base64
import binascii
import gzip
import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote
from xml.etree import ElementTree

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape
from botocore.parsers import BaseCBORParser
from botocore.utils import parse_timestamp

from .services import UNSIGNED_QUERY, operations, services_signed_as

# Headers that belong to signing, retries and checksums of bodies, not to an operation (AWS General Reference, Signature
# Version 4; Amazon S3 API Reference, Common Request Headers).
COMMON_HEADERS = re.compile(
    r"x-amz-(content-sha256|date|decoded-content-length|region-set|s3session-token|sdk-checksum-algorithm|security-token"
    r"|target|te|trailer|user-agent|checksum-.*)$"
)
# The same of signed URLs, and the name of the operation that newer SDKs add.
COMMON_QUERY = re.compile(r"X-Amz-|x-id$")


class Unreadable(Exception):
    """The request is for no operation of a known service, or its body is none of its protocol."""


@dataclass(frozen=True)
class HttpRequest:
    method: str
    # As it was sent, with what is percent-encoded in it.
    target: str
    # Names in lower case.
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(self.target.partition("?")[2], keep_blank_values=True)

    @property
    def decoded_body(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.decoded_body.decode(), keep_blank_values=True))

    @property
    def signed_for(self) -> tuple[str | None, str | None]:
        """The region and the service in the request's signature."""
        credential = re.search(r"Credential=([^,\s]+)", self.headers.get("authorization", ""))
        scope = credential.group(1) if credential else dict(self.query).get("X-Amz-Credential", "")
        parts = scope.split("/")
        return (parts[-3], parts[-2]) if len(parts) >= 5 else (None, None)


@dataclass
class Parsed:
    """One request, read. `unknown` has the paths of what its model has no member for."""

    operation: OperationModel
    protocol: str
    params: dict[str, Any]
    region: str | None
    unknown: list[str] = field(default_factory=list)

    @property
    def service(self) -> str:
        return self.operation.service_model.service_name


def parse(request: HttpRequest) -> Parsed:
    operation, protocol, labels = identify(request)
    parsed = Parsed(operation, protocol, {}, request.signed_for[0])
    shape = operation.input_shape
    reader = READERS[protocol](parsed.unknown)
    if protocol in ("query", "ec2"):
        fields = request.form
        fields.pop("Action")
        fields.pop("Version")
        parsed.params = reader.read(shape, tree_of(fields), "") if shape or fields else {}
    elif protocol in ("json", "smithy-rpc-v2-cbor"):
        parsed.params = reader.read(shape, reader.document(request.decoded_body), "")
    else:
        parsed.params = read_rest(request, parsed, reader, labels)
    return parsed


def identify(request: HttpRequest) -> tuple[OperationModel, str, dict[str, str]]:
    """The operation, the protocol it came in, and what its path says."""
    _, signing_name = request.signed_for
    content_type = request.headers.get("content-type", "")
    is_form = content_type.startswith("application/x-www-form-urlencoded")
    names = [signing_name] if signing_name else [*UNSIGNED_QUERY] if is_form else ["s3"]
    services = [service for name in names for service in services_signed_as(name)]
    if not services:
        raise Unreadable(f"no API model of a service that signs as {signing_name}")

    if target := request.headers.get("x-amz-target"):
        prefix, _, name = target.rpartition(".")
        for service in services:
            if service.metadata.get("targetPrefix") == prefix and name in service.operation_names:
                return service.operation_model(name), "json", {}
        raise Unreadable(f"no operation {target} of {signing_name}")

    if request.headers.get("smithy-protocol") == "rpc-v2-cbor":
        name = request.path.rpartition("/")[2]
        for service in services:
            if name in service.operation_names:
                return service.operation_model(name), "smithy-rpc-v2-cbor", {}
        raise Unreadable(f"no operation {name} of {signing_name}")

    if is_form:
        form = request.form
        for service in services:
            known = service.api_version == form.get("Version") and form.get("Action") in service.operation_names
            if known:
                protocol = "ec2" if service.metadata["protocol"] == "ec2" else "query"
                return service.operation_model(form["Action"]), protocol, {}
        raise Unreadable(f"no action {form.get('Action')} of version {form.get('Version')} of {signing_name}")

    return identify_rest(request, [service.service_name for service in services])


def identify_rest(request: HttpRequest, services: list[str]) -> tuple[OperationModel, str, dict[str, str]]:
    query = dict(request.query)
    matching = []
    for service in services:
        for operation, path, fixed in rest_table(service):
            match = path.fullmatch(request.path)
            if operation.http["method"] != request.method or not match:
                continue
            if any(name not in query or value and query[name] != value for name, value in fixed.items()):
                continue
            matching.append((operation, match.groupdict(), fixed))
    if not matching:
        raise Unreadable(f"no operation {request.method} {request.target} of {', '.join(services)}")

    def likelihood(candidate) -> tuple:
        operation, labels, fixed = candidate
        wanted = wanted_elsewhere(operation)
        present = [name in query or name.lower() in request.headers for name in wanted]
        named = query.get("x-id") == operation.name
        return (named, all(present), len(fixed), len(wanted), -len(labels), not operation.deprecated)

    operation, labels, _ = max(matching, key=likelihood)
    protocol = operation.service_model.metadata["protocol"]
    return operation, protocol, {name: unquote(value) for name, value in labels.items()}


@cache
def rest_table(service: str) -> list[tuple[OperationModel, re.Pattern, dict[str, str]]]:
    """The operations of a service with the paths they have and the query that is fixed in each."""
    table = []
    for operation in operations(service):
        path, _, query = operation.http["requestUri"].partition("?")
        pattern = "".join(
            f"(?P<{part[1:-1].rstrip('+')}>{'.+' if '+' in part else '[^/]+'})" if part.startswith("{") else re.escape(part)
            for part in re.split(r"(\{[^}]+\})", path.rstrip("/"))
        )
        table.append((operation, re.compile(f"{pattern}/?"), dict(parse_qsl(query, keep_blank_values=True))))
    return table


def wanted_elsewhere(operation: OperationModel) -> list[str]:
    """The query and the headers without which an operation is another: a copy of an object is no upload of one."""
    shape = operation.input_shape
    if shape is None:
        return []
    return [
        shape.members[name].serialization["name"]
        for name in shape.required_members
        if shape.members[name].serialization.get("location") in ("querystring", "header")
    ]


def read_rest(request: HttpRequest, parsed: Parsed, reader: "Reader", labels: dict[str, str]) -> dict[str, Any]:
    shape = parsed.operation.input_shape
    members = shape.members if shape else {}
    query: dict[str, list[str]] = {}
    for name, value in request.query:
        query.setdefault(name, []).append(value)
    _, _, fixed = parsed.operation.http["requestUri"].partition("?")
    used = {name for name, _ in parse_qsl(fixed, keep_blank_values=True)}
    used_headers: set[str] = set()
    params: dict[str, Any] = {}
    in_body: dict[str, Shape] = {}
    for name, member in members.items():
        wire = member.serialization.get("name", name)
        match member.serialization.get("location"):
            case "uri":
                if wire in labels:
                    params[name] = scalar(member, labels[wire])
            case "querystring" if isinstance(member, MapShape):
                params[name] = {key: values[0] for key, values in query.items() if key not in used}
                used |= set(query)
            case "querystring":
                used.add(wire)
                if wire in query and isinstance(member, ListShape):
                    params[name] = [scalar(member.member, value) for value in query[wire]]
                elif wire in query:
                    params[name] = scalar(member, query[wire][-1])
            case "header":
                used_headers.add(wire.lower())
                if (value := request.headers.get(wire.lower())) is not None:
                    is_list = isinstance(member, ListShape)
                    params[name] = (
                        [scalar(member.member, each.strip(), "rfc822") for each in value.split(",")]
                        if is_list
                        else scalar(member, value, "rfc822")
                    )
            case "headers":
                found = {key: value for key, value in request.headers.items() if key.startswith(wire.lower())}
                used_headers |= set(found)
                if found:
                    params[name] = {key.removeprefix(wire.lower()): value for key, value in found.items()}
            case _:
                in_body[name] = member

    parsed.unknown += [name for name in query if name not in used and not COMMON_QUERY.match(name)]
    parsed.unknown += [
        name
        for name in request.headers
        if name.startswith("x-amz-") and name not in used_headers and not COMMON_HEADERS.match(name)
    ]

    payload = shape.serialization.get("payload") if shape else None
    if payload and members[payload].type_name in ("blob", "string"):
        if request.body:
            params[payload] = request.body if members[payload].type_name == "blob" else request.body.decode()
    elif payload:
        if request.body:
            params[payload] = reader.read(members[payload], reader.document(request.decoded_body), payload)
    elif request.body:
        body = reader.document(request.decoded_body)
        params |= reader.read(BodyShape(in_body), body, "")
    return params


class BodyShape:
    """What of an input is in the body, as a structure of its own."""

    type_name = "structure"
    is_document_type = False

    def __init__(self, members: dict[str, Shape]) -> None:
        self.members = members


class Reader:
    """Reads values of one protocol. A value of another type than its shape's stays as it came, to be refused by it."""

    def __init__(self, unknown: list[str]) -> None:
        self.unknown = unknown

    def read(self, shape: Shape | None, value: Any, path: str) -> Any:
        if shape is None:
            shape = BodyShape({})
        method = getattr(self, f"read_{shape.type_name}", self.read_scalar)
        return method(shape, value, path)

    def report(self, path: str, name: str) -> None:
        self.unknown.append(f"{path}.{name}" if path else name)

    def document(self, body: bytes) -> Any:
        raise NotImplementedError

    def read_scalar(self, shape: Shape, value: Any, path: str) -> Any:
        raise NotImplementedError


class JsonReader(Reader):
    def document(self, body: bytes) -> Any:
        try:
            return json.loads(body or b"{}")
        except ValueError as error:
            raise Unreadable(f"the body is no JSON: {error}") from error

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


class CborReader(JsonReader):
    def document(self, body: bytes) -> Any:
        parser = BaseCBORParser()
        return parser.parse_data_item(parser.get_peekable_stream_from_bytes(body)) if body else {}

    def read_blob(self, shape: Shape, value: Any, path: str) -> Any:
        return value

    def read_timestamp(self, shape: Shape, value: Any, path: str) -> Any:
        return value


@dataclass
class Field:
    """A field of a form and those whose names go on from it after a dot."""

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
        if node.value is not None and not node.children and shape.members:
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


class Ec2Reader(QueryReader):
    def wire_name(self, name: str, member: Shape) -> str:
        if "queryName" in member.serialization:
            return member.serialization["queryName"]
        wire = member.serialization.get("name", name)
        return wire[0].upper() + wire[1:]

    def items(self, wrapper: str, is_flat: bool, node: Field, path: str) -> list[Field]:
        return self.entries(node, path)


class XmlReader(Reader):
    def document(self, body: bytes) -> Any:
        try:
            return ElementTree.fromstring(body)
        except ElementTree.ParseError as error:
            raise Unreadable(f"the body is no XML: {error}") from error

    def read_structure(self, shape: StructureShape, node: ElementTree.Element, path: str) -> Any:
        if (node.text or "").strip() and not len(node):
            return node.text
        by_wire = {}
        for name, member in shape.members.items():
            by_wire[member.serialization.get("name", name).split(":")[-1]] = name
        read: dict[str, Any] = {}
        repeated: dict[str, list[ElementTree.Element]] = {}
        for attribute, value in node.attrib.items():
            name = by_wire.get(local(attribute))
            if name is None:
                self.report(path, local(attribute))
            else:
                read[name] = value
        for child in node:
            name = by_wire.get(local(child.tag))
            if name is None:
                self.report(path, local(child.tag))
                continue
            member = shape.members[name]
            if member.serialization.get("flattened"):
                repeated.setdefault(name, []).append(child)
            else:
                read[name] = self.read(member, child, f"{path}.{name}" if path else name)
        for name, children in repeated.items():
            member = shape.members[name]
            where = f"{path}.{name}" if path else name
            read[name] = [self.read(member.member, each, f"{where}[{index}]") for index, each in enumerate(children)]
        return read

    def read_list(self, shape: ListShape, node: ElementTree.Element, path: str) -> Any:
        if (node.text or "").strip():
            return node.text
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
            read[key] = self.read(shape.value, values.pop(shape.value.serialization.get("name", "value")), f"{path}.{key}")
            for name in values:
                self.report(path, name)
        return read

    def read_scalar(self, shape: Shape, node: ElementTree.Element, path: str) -> Any:
        for child in node:
            self.report(path, local(child.tag))
        return scalar(shape, node.text or "")


READERS: dict[str, type[Reader]] = {
    "json": JsonReader,
    "rest-json": JsonReader,
    "smithy-rpc-v2-cbor": CborReader,
    "query": QueryReader,
    "ec2": Ec2Reader,
    "rest-xml": XmlReader,
}


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def scalar(shape: Shape, text: str, timestamp_format: str = "iso8601") -> Any:
    """A value that came as text."""
    match shape.type_name:
        case "integer" | "long":
            return int(text) if re.fullmatch(r"\s*[+-]?\d+\s*", text) else text
        case "float" | "double":
            try:
                return float(text)
            except ValueError:
                return text
        case "boolean":
            return {"true": True, "false": False}.get(text.strip().lower(), text)
        case "timestamp":
            return time_of(text)
        case "blob":
            return from_base64(text)
    return text


def time_of(value: Any) -> Any:
    try:
        return parse_timestamp(value)
    except (ValueError, TypeError):
        return value


def from_base64(text: str) -> bytes | str:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return text
