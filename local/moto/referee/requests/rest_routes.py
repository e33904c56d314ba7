"""Finds the operation of a REST request by the method, the path and the fixed part of the query."""

import re
from functools import cache
from urllib.parse import parse_qsl, unquote

from botocore.model import OperationModel, ServiceModel

from ..services import operations
from .http_request import HttpRequest
from .unreadable import UndecodableUri, UnknownOperation


def route(request: HttpRequest, services: list[ServiceModel]) -> tuple[OperationModel, dict[str, str]]:
    """The operation, and the parameters in the path."""
    query = dict(request.query)
    matching = []
    for service in services:
        for operation, path, fixed in routes(service.service_name):
            match = path.fullmatch(request.path)
            if operation.http["method"] != request.method or not match:
                continue
            if any(name not in query or value and query[name] != value for name, value in fixed.items()):
                continue
            matching.append((operation, match.groupdict(), fixed))
    if not matching:
        names = ", ".join(service.service_name for service in services)
        raise UnknownOperation(f"no operation {request.method} {request.target} of {names}")

    def likelihood(candidate: tuple[OperationModel, dict[str, str], dict[str, str]]) -> tuple:
        operation, labels, fixed = candidate
        wanted = wanted_elsewhere(operation)
        present = [name in query or name.lower() in request.headers for name in wanted]
        named = query.get("x-id") == operation.name
        return (named, all(present), len(fixed), len(wanted), -len(labels), not operation.deprecated)

    operation, labels, _ = max(matching, key=likelihood)
    try:
        return operation, {name: unquote(value, errors="strict") for name, value in labels.items()}
    except UnicodeDecodeError as error:
        raise UndecodableUri(f"the path is not UTF-8: {error}") from error


@cache
def routes(service: str) -> list[tuple[OperationModel, re.Pattern, dict[str, str]]]:
    """The operations of a service, each with its path and the parameters that its query always has."""
    table = []
    for operation in operations(service):
        path = operation.http["requestUri"].partition("?")[0]
        pattern = "".join(
            f"(?P<{part[1:-1].rstrip('+')}>{'.+' if '+' in part else '[^/]+'})"
            if part.startswith("{")
            else re.escape(part)
            for part in re.split(r"(\{[^}]+\})", path.rstrip("/"))
        )
        table.append((operation, re.compile(f"{pattern}/?"), fixed_query(operation)))
    return table


def fixed_query(operation: OperationModel) -> dict[str, str]:
    return dict(parse_qsl(operation.http["requestUri"].partition("?")[2], keep_blank_values=True))


def wanted_elsewhere(operation: OperationModel) -> list[str]:
    """The required query parameters and headers. They distinguish operations of one path: CopyObject from PutObject."""
    shape = operation.input_shape
    if shape is None:
        return []
    return [
        shape.members[name].serialization["name"]
        for name in shape.required_members
        if shape.members[name].serialization.get("location") in ("querystring", "header")
    ]
