"""Validates an answer by the output of the operation's model. Errors are not validated."""

from dataclasses import dataclass

from .models import Violation, violations_of
from .requests import DOCUMENT_READERS, BodyShape, Parsed, XmlReader, decoding, local


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def violations_of_answer(request: Parsed, answer: Answer) -> list[Violation]:
    shape = request.operation.output_shape
    if answer.status >= 300 or shape is None:
        return []
    found: list[Violation] = []
    with decoding(request.operation.service_model, request.protocol):
        params = read_answer(request, answer.body, found)
    if params is None:
        return []
    # Only the body was read, so a member that is a header counts as missing.
    return found + [each for each in violations_of(shape, params) if not is_header(shape, each)]


def is_header(shape, violation: Violation) -> bool:
    member = shape.members.get(violation.path)
    return member is not None and "location" in member.serialization


def read_answer(request: Parsed, body: bytes, found: list[Violation]):
    shape = request.operation.output_shape
    if request.protocol in ("query", "ec2"):
        return read_query_answer(request, body, found)
    reader = DOCUMENT_READERS[request.protocol](found)
    payload = shape.serialization.get("payload")
    if payload and shape.members[payload].type_name in ("blob", "string"):
        return None
    if payload:
        return {payload: reader.read(shape.members[payload], reader.decode(body), payload)}
    members = {name: member for name, member in shape.members.items() if "location" not in member.serialization}
    return reader.read(BodyShape(members), reader.decode(body), "") if members else None


def read_query_answer(request: Parsed, body: bytes, found: list[Violation]):
    """In the query protocol the answer is in a wrapper in an envelope. Both are named after the operation."""
    reader = XmlReader(found)
    shape = request.operation.output_shape
    envelope = reader.decode(body)
    for child in list(envelope):
        if local(child.tag) in ("requestId", "ResponseMetadata"):
            envelope.remove(child)
    wrapper = shape.serialization.get("resultWrapper")
    if wrapper is None:
        return reader.read(shape, envelope, "")
    wrapped = [child for child in envelope if local(child.tag) == wrapper]
    if not wrapped:
        found.append(Violation("required", f"{local(envelope.tag)}.{wrapper}"))
        return {}
    return reader.read(shape, wrapped[0], "")
