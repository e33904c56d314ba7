"""Finds the service and the protocol of a request by its signature and its headers. The body is not read for this."""

import re
from dataclasses import dataclass

from botocore.model import ServiceModel

from ..services import UNSIGNED_QUERY, services_signed_as
from .http_request import HttpRequest
from .unreadable import Unreadable


@dataclass(frozen=True)
class Addressee:
    """The services that the request can be for (several share a signing name), and the protocol."""

    services: list[ServiceModel]
    protocol: str

    @property
    def service(self) -> ServiceModel:
        return self.services[0]


def addressee_of(request: HttpRequest) -> Addressee:
    _, signing_name = request.signed_for
    has_action = bool(re.search(r"(^|&)Action=", request.encoded_query))
    names = [signing_name] if signing_name else unsigned(request, has_action)
    services = [service for name in names for service in services_signed_as(name)]
    if not services:
        raise Unreadable(f"no API model of a service that signs as {signing_name}", "operation")

    if "x-amz-target" in request.headers:
        return Addressee(services, "json")
    if request.headers.get("smithy-protocol") == "rpc-v2-cbor":
        return Addressee(services, "smithy-rpc-v2-cbor")
    rest = [service for service in services if service.metadata["protocol"].startswith("rest")]
    others = [service for service in services if service not in rest]
    # Services whose models have a newer protocol still accept the query protocol: Amazon SQS Developer Guide, "Making Query API
    # requests".
    if others and (has_action or request.is_form):
        return Addressee(others, "ec2" if others[0].metadata["protocol"] == "ec2" else "query")
    found = rest or others
    return Addressee(found, found[0].metadata["protocol"])


def unsigned(request: HttpRequest, has_action: bool) -> list[str]:
    is_query = has_action or request.is_form and request.method == "POST" and request.path == "/"
    return [*UNSIGNED_QUERY] if is_query else ["s3"]
