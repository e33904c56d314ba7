"""AWS's errors for requests that it cannot read."""

from .errors import CODES, MALFORMED_XML, Rendered, render
from .refusal import Refusal
from .requests import Unreadable

# "Common Errors" in the API references of the services with the query protocol.
MALFORMED_QUERY = "The query string contains a syntax error"
INVALID_ACTION = "The action or operation requested is invalid. Verify that the action is typed correctly."


def rendered(error: Unreadable) -> Rendered:
    """The response for it. Without a known service no protocol is known either, so the response is a plain text."""
    if error.service is None or error.protocol is None:
        return 400, {"Content-Type": "text/plain"}, str(error).encode()
    return render(error.service, error.protocol, refusal_of(error, error.service.service_name, error.protocol))


def refusal_of(error: Unreadable, service: str, protocol: str) -> Refusal:
    if error.part == "operation":
        return unknown_operation(service, protocol, str(error))
    match protocol:
        case "query":
            return Refusal("MalformedQueryString", f"{MALFORMED_QUERY} ({error})", 404)
        case "ec2":
            return Refusal("MalformedQueryString", f"{MALFORMED_QUERY} ({error})")
        case "rest-xml" if error.part == "uri":
            # Amazon S3 API Reference, Error responses.
            return Refusal("InvalidURI", f"Couldn't parse the specified URI. ({error})")
        case "rest-xml":
            return Refusal("MalformedXML" if service == "s3" else CODES[service], f"{MALFORMED_XML} ({error})")
    if service == "lambda":
        # AWS Lambda API Reference, the errors of each operation with a body.
        return Refusal("InvalidRequestContentException", f"Could not parse request body into json: {error}")
    return Refusal("SerializationException", str(error))


def unknown_operation(service: str, protocol: str, message: str) -> Refusal:
    match protocol:
        case "query" | "ec2":
            return Refusal("InvalidAction", f"{INVALID_ACTION} ({message})")
        case "rest-xml" if service == "s3":
            return Refusal(
                "MethodNotAllowed", f"The specified method is not allowed against this resource. ({message})", 405
            )
        case "json":
            return Refusal("UnknownOperationException", message)
    # Smithy 2.0, the error handling of its HTTP protocols.
    return Refusal("UnknownOperationException", message, 404)
