"""What the REST protocols share: parameters are in the path, in the query, in headers and in the body."""

import re
from typing import Any

from botocore.model import ListShape, MapShape, ServiceModel, Shape

from .http_request import HttpRequest
from .parsed import Parsed
from .reader import BodyShape, Reader
from .rest_routes import fixed_query, route
from .values import scalar

# Headers of signing, retries and checksums of bodies, which are not parameters of an operation (AWS General Reference,
# Signature Version 4; Amazon S3 API Reference, Common Request Headers).
COMMON_HEADERS = re.compile(
    r"x-amz-(content-sha256|date|decoded-content-length|region-set|s3session-token|sdk-checksum-algorithm|security-token"
    r"|target|te|trailer|user-agent|checksum-.*)$"
)
# Newer SDKs add the name of the operation.
OPERATION = "x-id"


def parse_rest(request: HttpRequest, services: list[ServiceModel], protocol: str, reader_class: type[Reader]) -> Parsed:
    operation, labels = route(request, services)
    parsed = Parsed(operation, protocol)
    shape = operation.input_shape
    members = shape.members if shape else {}
    location = {name: member.serialization.get("location") for name, member in members.items()}

    def located(*places: str) -> dict[str, Shape]:
        return {name: member for name, member in members.items() if location[name] in places}

    reader = reader_class(parsed.faults)
    for name, member in located("uri").items():
        if (wire := member.serialization.get("name", name)) in labels:
            parsed.params[name] = scalar(member, labels[wire])
    parsed.params |= read_query(request, located("querystring"), {*fixed_query(operation), OPERATION}, reader)
    parsed.params |= read_headers(request, located("header", "headers"), reader)
    parsed.params |= read_body(request, shape, members, reader)
    return parsed


def read_query(request: HttpRequest, members: dict[str, Shape], used: set[str], reader: Reader) -> dict[str, Any]:
    query: dict[str, list[str]] = {}
    for name, value in request.query:
        query.setdefault(name, []).append(value)
    params: dict[str, Any] = {}
    for name, member in members.items():
        if isinstance(member, MapShape):
            params[name] = {key: values[0] for key, values in query.items() if key not in used}
            used = used | set(query)
            continue
        wire = member.serialization.get("name", name)
        used = used | {wire}
        values = query.get(wire, [])
        if values and isinstance(member, ListShape):
            params[name] = [scalar(member.member, value) for value in values]
        elif values:
            params[name] = scalar(member, values[0])
        if len(values) > 1 and not isinstance(member, ListShape):
            reader.report("", name, "repeated")
    for name in query.keys() - used:
        reader.report("", name)
    return params


def read_headers(request: HttpRequest, members: dict[str, Shape], reader: Reader) -> dict[str, Any]:
    used: set[str] = set()
    params: dict[str, Any] = {}
    for name, member in members.items():
        wire = member.serialization.get("name", name).lower()
        if member.serialization["location"] == "headers":
            found = {key: value for key, value in request.headers.items() if key.startswith(wire)}
            used |= set(found)
            if found:
                params[name] = {key.removeprefix(wire): value for key, value in found.items()}
            continue
        used.add(wire)
        value = request.headers.get(wire)
        if value is not None and isinstance(member, ListShape):
            params[name] = [scalar(member.member, each.strip()) for each in value.split(",")]
        elif value is not None:
            params[name] = scalar(member, value)
    for name in request.headers:
        if name.startswith("x-amz-") and name not in used and not COMMON_HEADERS.match(name):
            reader.report("", name)
    return params


def read_body(request: HttpRequest, shape: Shape | None, members: dict[str, Shape], reader: Reader) -> dict[str, Any]:
    if not request.body:
        return {}
    payload = shape.serialization.get("payload") if shape else None
    if payload and members[payload].type_name == "blob":
        return {payload: request.body}
    if payload and members[payload].type_name == "string":
        return {payload: request.body.decode()}
    if payload:
        return {payload: reader.read_document(members[payload], request.decoded_body, payload)}
    in_body = {name: member for name, member in members.items() if "location" not in member.serialization}
    return reader.read_document(BodyShape(in_body, shape), request.decoded_body, "")
