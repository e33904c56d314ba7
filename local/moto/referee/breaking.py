"""The self-test of the referee: breaks a valid request, one field at a time, and checks that the referee refuses it.

A broken request is made as an SDK would send it, by botocore's own serializers, from a copy of the model that has the fault.
Two kinds of faults are not tried: an empty part of a path, and the removal of a header that distinguishes two operations.
Without it the request is a valid one of the other operation.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from botocore.model import OperationModel, ServiceModel, Shape
from botocore.serialize import create_serializer

from .account import Account
from .judge import judge
from .models import BITS, Kind
from .patterns import compiled
from .requests import HttpRequest, Parsed, Unreadable, wanted_elsewhere

TEXT = "BrokenText"
STRANGER = "NotInTheModel"
# Every pattern, except one that allows everything, excludes one of these.
UNLIKELY = ("~ ~", "", "a", "\u00a7{|}", "x" * 3000)
# Limits above this are not tried: the list or text would be too long.
LONGEST = 200_000

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """The value to set at the path, or None to remove it, and the shapes of the model that the request is made by."""

    kind: Kind
    path: Path
    value: Any = None
    shapes: dict[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.kind} at {'.'.join(map(str, self.path))}"


class Breaker:
    """Breaks one request that the referee has read."""

    def __init__(self, request: HttpRequest, parsed: Parsed) -> None:
        self.request = request
        self.parsed = parsed
        self.description = parsed.operation.service_model._service_description
        self.is_json = parsed.protocol in ("json", "rest-json")

    def faults(self) -> Iterator[Fault]:
        shape = self.parsed.operation.input_shape
        if shape is not None:
            yield from self.faults_in(shape, self.parsed.params, ())

    def faults_in(self, shape: Shape, value: Any, path: Path) -> Iterator[Fault]:
        match shape.type_name:
            case "structure" if not shape.is_document_type:
                yield from self.faults_in_structure(shape, value, path)
            case "list":
                yield from self.faults_of_size(shape, value, path)
                if value:
                    yield from self.faults_of_type(shape.member, (*path, 0), shape.name, ["member"])
                    yield from self.faults_in(shape.member, value[0], (*path, 0))
            case "map":
                yield from self.faults_in_map(shape, value, path)
            case "string":
                yield from self.faults_in_string(shape, value, path)
            case "integer" | "long" | "float" | "double":
                for limit, beyond in (("min", -1), ("max", 1)):
                    if limit in shape.metadata:
                        yield Fault("range", path, int(shape.metadata[limit]) + beyond)
                if shape.type_name in BITS:
                    yield Fault("type", path, 1 << (BITS[shape.type_name] - 1))

    def faults_in_structure(self, shape: Shape, value: dict[str, Any], path: Path) -> Iterator[Fault]:
        in_query = not path and self.parsed.protocol.startswith("rest")
        reference = {"shape": TEXT} | ({"location": "querystring", "locationName": STRANGER} if in_query else {})
        yield Fault("unknown", (*path, STRANGER), "x", self.shapes_with(shape.name, ["members", STRANGER], reference))
        elsewhere = wanted_elsewhere(self.parsed.operation) if not path else []
        for name, each in value.items():
            member = shape.members[name]
            location = member.serialization.get("location")
            wire = member.serialization.get("name", name)
            if name in shape.required_members and location != "uri" and not (location and wire in elsewhere):
                yield Fault("required", (*path, name))
            is_text = member.type_name in ("blob", "string")
            if not (location and member.type_name in ("list", "map") or is_text and (location or not self.is_json)):
                yield from self.faults_of_type(member, (*path, name), shape.name, ["members", name])
            for fault in self.faults_in(member, each, (*path, name)):
                if location != "uri" or fault.value != "":
                    yield fault

    def faults_of_type(self, shape: Shape, path: Path, parent: str, place: list[str]) -> Iterator[Fault]:
        if shape.type_name == "string":
            if self.is_json:
                yield Fault("type", path, {"a": "structure"})
            return
        payload = self.parsed.operation.input_shape.serialization.get("payload")
        if payload == path[-1] and shape.type_name == "blob":
            return
        node = self.description["shapes"][parent]
        for part in place:
            node = node[part]
        yield Fault("type", path, "wrong", self.shapes_with(parent, place, {**node, "shape": TEXT}))

    def faults_in_map(self, shape: Shape, value: dict[str, Any], path: Path) -> Iterator[Fault]:
        yield from self.faults_of_size(shape, value, path)
        for key, each in list(value.items())[:1]:
            if getattr(shape.key, "enum", None):
                yield Fault("enum", path, {STRANGER: each})
            yield from self.faults_in(shape.value, each, (*path, key))

    def faults_in_string(self, shape: Shape, value: str, path: Path) -> Iterator[Fault]:
        if shape.enum:
            yield Fault("enum", path, STRANGER)
        least, most = int(shape.metadata.get("min", 0)), shape.metadata.get("max")
        if least > 0:
            yield Fault("length", path, value[: least - 1])
        if most is not None and int(most) < LONGEST:
            yield Fault("length", path, "a" * (int(most) + 1))
        if pattern := shape.metadata.get("pattern"):
            wrong = [each for each in UNLIKELY if not compiled(pattern).fullmatch(each)]
            if wrong:
                yield Fault("pattern", path, wrong[0])

    def faults_of_size(self, shape: Shape, value: Any, path: Path) -> Iterator[Fault]:
        least, most = int(shape.metadata.get("min", 0)), shape.metadata.get("max")
        if shape.type_name == "list":
            if least > 0:
                yield Fault("length", path, value[: least - 1])
            if most is not None and value and int(most) < 1000:
                yield Fault("length", path, (value * (int(most) + 1))[: int(most) + 1])

    def shapes_with(self, name: str, place: list[str], reference: dict[str, Any]) -> dict[str, Any]:
        """The shapes of the model, with one reference in one of them replaced."""
        shape = deepcopy(self.description["shapes"][name])
        node = shape
        for part in place[:-1]:
            node = node.setdefault(part, {})
        node[place[-1]] = reference
        return {**self.description["shapes"], TEXT: {"type": "string"}, name: shape}

    def with_fault(self, fault: Fault) -> HttpRequest:
        params = deepcopy(self.parsed.params)
        node = params
        for part in fault.path[:-1]:
            node = node[part]
        if fault.kind == "required":
            del node[fault.path[-1]]
        else:
            node[fault.path[-1]] = fault.value
        return self.sent(params, fault.shapes)

    def sent(self, params: dict[str, Any], shapes: dict[str, Any] | None = None) -> HttpRequest:
        operation = self.parsed.operation
        if shapes:
            description = {**self.description, "shapes": shapes}
            service = ServiceModel(description, operation.service_model.service_name)
            operation = OperationModel(description["operations"][operation.name], service, operation.name)
        protocol = self.parsed.protocol
        made = create_serializer(protocol, include_validation=False).serialize_to_request(params, operation)
        body = made["body"]
        if isinstance(body, dict):
            body = urlencode(body)
        query = urlencode(made["query_string"], doseq=True)
        joint = "&" if "?" in made["url_path"] else "?"
        headers = {name.lower(): str(value) for name, value in made["headers"].items()}
        region, signing_name = self.request.signed_for
        if signing_name:
            headers["authorization"] = f"AWS4-HMAC-SHA256 Credential=key/20261122/{region}/{signing_name}/aws4_request"
        target = f"{made['url_path']}{joint}{query}" if query else made["url_path"]
        return HttpRequest(made["method"], target, headers, body.encode() if isinstance(body, str) else body)


def self_test(requests: list[HttpRequest]) -> dict[str, Any]:
    """The number of faults tried on these valid requests, and the list of those that the referee missed."""
    tried = 0
    missed = []
    for request in requests:
        parsed = judge(request, Account()).request
        name = f"{parsed.service}:{parsed.operation.name}"
        breaker = Breaker(request, parsed)
        if not passes(breaker.sent(parsed.params)):
            missed.append(f"{name}: refused without a fault")
        for fault in breaker.faults():
            tried += 1
            if passes(breaker.with_fault(fault)):
                missed.append(f"{name}: {fault}")
    return {"operations": len(requests), "faults": tried, "missed": missed}


def passes(request: HttpRequest) -> bool:
    try:
        return not judge(request, Account()).violations
    except Unreadable:
        return False
