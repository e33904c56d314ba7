"""AWS's errors for requests that its model does not allow: the code and the message of each service, in its protocol."""

import json
import struct
from collections.abc import Sequence
from xml.sax.saxutils import escape

from botocore.model import ServiceModel

from .models import Violation
from .refusal import Refusal

Rendered = tuple[int, dict[str, str], bytes]

REQUEST_ID = "00000000-0000-0000-0000-000000000000"

# The code of each service for an invalid parameter, from its API reference. The others use ValidationException.
CODES = {
    "autoscaling": "ValidationError",
    "cloudwatch": "ValidationError",
    "ecr": "InvalidParameterException",
    "ecs": "InvalidParameterException",
    "elbv2": "ValidationError",
    "iam": "ValidationError",
    "lambda": "InvalidParameterValueException",
    "logs": "InvalidParameterException",
    "rds": "InvalidParameterValue",
    "resourcegroupstaggingapi": "InvalidParameterException",
    "route53": "InvalidInput",
    "s3": "InvalidArgument",
    "secretsmanager": "InvalidParameterException",
    "sns": "InvalidParameter",
    "sqs": "InvalidParameterValue",
    "sts": "ValidationError",
}

MALFORMED_XML = "The XML you provided was not well-formed or did not validate against our published schema"

# The numbers in the queries of S3's lists, as its messages name them.
S3_NUMBERS = {
    "MaxKeys": "max-keys",
    "MaxParts": "max-parts",
    "MaxUploads": "max-uploads",
    "PartNumberMarker": "part-number-marker",
}

# The codes for a missing parameter, of the services that have one.
MISSING = {"ec2": "MissingParameter", "rds": "MissingParameter", "sqs": "MissingParameter"}


def refusal_of(service: str, protocol: str, violations: Sequence[Violation]) -> Refusal:
    """The error of a service for these violations. AWS lists all of them, or in some protocols only the first."""
    first = violations[0]
    if protocol == "ec2":
        return ec2_refusal(first)
    in_document = "." in first.path or first.kind == "root" or first.allowed in ("structure", "list")
    if service == "s3" and in_document:
        # Amazon S3 gives no details of a fault in an XML document (Amazon S3 API Reference, Error responses).
        return Refusal("MalformedXML", f"{MALFORMED_XML} ({first})")
    if service == "s3" and first.kind == "type" and first.path in S3_NUMBERS:
        return Refusal("InvalidArgument", f"Provided {S3_NUMBERS[first.path]} not an integer or within integer range")
    if first.kind == "type" and protocol in ("json", "rest-json", "smithy-rpc-v2-cbor"):
        return Refusal("SerializationException", f"{first.path} can not be converted to {first.allowed}")
    code = CODES.get(service, "ValidationException")
    if first.kind == "required":
        code = MISSING.get(service, code)
    count = len(violations)
    plural = "" if count == 1 else "s"
    listed = "; ".join(words(violation) for violation in violations)
    return Refusal(code, f"{count} validation error{plural} detected: {listed}")


def ec2_refusal(violation: Violation) -> Refusal:
    """Source: Amazon EC2 API Reference, Error codes."""
    match violation.kind:
        case "required":
            return Refusal("MissingParameter", f"The request must contain the parameter {violation.path}")
        case "unknown":
            return Refusal("UnknownParameter", f"The parameter {violation.path} is not recognized")
    return Refusal("InvalidParameterValue", f"Value ({violation.value}) for parameter {violation.path} is invalid.")


def words(violation: Violation) -> str:
    """The message of one violation, as IAM, KMS and CloudWatch Logs write it."""
    at = f"Value '{violation.value}' at '{violation.path}' failed to satisfy constraint: "
    match violation.kind:
        case "unknown":
            return f"Unknown parameter: '{violation.path}'"
        case "required":
            return f"Value null at '{violation.path}' failed to satisfy constraint: Member must not be null"
        case "repeated":
            return f"Value at '{violation.path}' failed to satisfy constraint: Member must not be repeated"
        case "root":
            return f"Unexpected root element '{violation.value}', expected '{violation.allowed}'"
        case "type":
            return f"{at}Member must be a {violation.allowed}"
        case "enum":
            return f"{at}Member must satisfy enum value set: [{', '.join(violation.allowed)}]"
        case "range" | "length":
            least, most = violation.allowed
            what = "length " if violation.kind == "length" else ""
            return f"{at}Member must have {what or 'value '}between {least} and {most}"
        case "pattern":
            return f"{at}Member must satisfy regular expression pattern: {violation.allowed}"
        case "union":
            return f"{at}Member must have {violation.allowed}"


def render(service: ServiceModel, protocol: str, refusal: Refusal) -> Rendered:
    """The response that the service's clients read as this error."""
    code, message = refusal.code, refusal.message
    headers = {"x-amzn-requestid": REQUEST_ID}
    text = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
    match protocol:
        case "json" | "rest-json":
            version = service.metadata.get("jsonVersion")
            headers["Content-Type"] = f"application/x-amz-json-{version}" if version else "application/json"
            headers["x-amzn-ErrorType"] = code
            if "awsQueryCompatible" in service.metadata:
                headers["x-amzn-query-error"] = f"{code};Sender"
            body = json.dumps({"__type": code, "message": message}).encode()
        case "smithy-rpc-v2-cbor":
            headers["Content-Type"] = "application/cbor"
            headers["smithy-protocol"] = "rpc-v2-cbor"
            body = cbor({"__type": code, "message": message})
        case "ec2":
            headers["Content-Type"] = "text/xml"
            error = f"<Errors><Error>{text}</Error></Errors><RequestID>{REQUEST_ID}</RequestID>"
            body = f"<Response>{error}</Response>".encode()
        case "rest-xml" if service.service_name == "s3":
            headers["Content-Type"] = "application/xml"
            body = f"<Error>{text}<RequestId>{REQUEST_ID}</RequestId></Error>".encode()
        case _:
            headers["Content-Type"] = "text/xml"
            error = f"<Error><Type>Sender</Type>{text}</Error><RequestId>{REQUEST_ID}</RequestId>"
            body = f"<ErrorResponse>{error}</ErrorResponse>".encode()
    return refusal.status, headers, body


def cbor(texts: dict[str, str]) -> bytes:
    """A map of strings (RFC 8949: major types 5 and 3, lengths of two bytes)."""

    def text(value: str) -> bytes:
        encoded = value.encode()
        return b"\x79" + struct.pack(">H", len(encoded)) + encoded

    pairs = b"".join(text(name) + text(value) for name, value in texts.items())
    return bytes([0xA0 | len(texts)]) + pairs
