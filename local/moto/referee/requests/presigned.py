"""Presigned requests: the signature is in the query, and so are headers that the signer moved there.

Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters". S3 counts each other `x-amz-` parameter of such a
query as the header of this name. Names of headers have no case, those of the signature do.
"""

from dataclasses import replace
from urllib.parse import unquote_plus

from .http_request import HttpRequest

# Of Signature Version 4, and of 4A, which signs for a set of regions.
SIGNATURE = {
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Region-Set",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
}
# Of Signature Version 2, which S3 still accepts in its older regions.
SIGNATURE_2 = {"AWSAccessKeyId", "Expires", "Signature"}


def without_signature(request: HttpRequest) -> HttpRequest:
    """The request as a client would send it that signs in a header. Any other request stays as it is."""
    parameters = [(each, *decoded(each)) for each in request.encoded_query.split("&") if each]
    names = {name for _, name, _ in parameters}
    if {"X-Amz-Algorithm", "X-Amz-Signature"} <= names:
        signature = SIGNATURE
    elif SIGNATURE_2 <= names:
        signature = SIGNATURE_2
    else:
        return request
    rest = [each for each in parameters if each[1] not in signature]
    headers = {name.lower(): value for _, name, value in rest if is_header(name)}
    if credential := [value for _, name, value in parameters if name == "X-Amz-Credential"]:
        headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={credential[0]}"
    query = "&".join(encoded for encoded, name, _ in rest if not is_header(name))
    target = f"{request.path}?{query}" if query else request.path
    return replace(request, target=target, headers={**headers, **request.headers})


def decoded(parameter: str) -> tuple[str, str]:
    name, _, value = parameter.partition("=")
    return unquote_plus(name), unquote_plus(value)


def is_header(name: str) -> bool:
    return name.lower().startswith("x-amz-")
