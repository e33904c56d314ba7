"""Whether an answer is one that AWS could give: by the output of the operation's model. Errors are not looked at."""

from dataclasses import dataclass

from .models import Violation, violations_of
from .requests import READERS, BodyShape, Parsed, Reader, XmlReader, local


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def violations_of_answer(request: Parsed, answer: Answer) -> list[Violation]:
    shape = request.operation.output_shape
    if answer.status >= 300 or shape is None:
        return []
    unknown: list[str] = []
    params = read_answer(request, answer.body, unknown)
    if params is None:
        return []
    found = [Violation("unknown", path) for path in unknown]
    # A header is no matter of the body, which alone was read.
    return found + [each for each in violations_of(shape, params) if not is_header(shape, each)]


def is_header(shape, violation: Violation) -> bool:
    member = shape.members.get(violation.path)
    return member is not None and "location" in member.serialization


def read_answer(request: Parsed, body: bytes, unknown: list[str]):
    shape = request.operation.output_shape
    if request.protocol in ("query", "ec2"):
        return read_query_answer(request, body, unknown)
    reader: Reader = READERS[request.protocol](unknown)
    payload = shape.serialization.get("payload")
    if payload and shape.members[payload].type_name in ("blob", "string"):
        return None
    if payload:
        return {payload: reader.read(shape.members[payload], reader.document(body), payload)}
    members = {name: member for name, member in shape.members.items() if "location" not in member.serialization}
    return reader.read(BodyShape(members), reader.document(body), "") if members else None


def read_query_answer(request: Parsed, body: bytes, unknown: list[str]):
    """Of the query protocol an answer is in a wrapper in an envelope, both named after the operation."""
    reader = XmlReader(unknown)
    shape = request.operation.output_shape
    envelope = reader.document(body)
    for child in list(envelope):
        if local(child.tag) in ("requestId", "ResponseMetadata"):
            envelope.remove(child)
    wrapper = shape.serialization.get("resultWrapper")
    if wrapper is None:
        return reader.read(shape, envelope, "")
    found = [child for child in envelope if local(child.tag) == wrapper]
    if not found:
        unknown.append(f"{local(envelope.tag)} without {wrapper}")
        return {}
    return reader.read(shape, found[0], "")
