"""The protocol `rest-json`: REST, and the body is a JSON object."""

from botocore.model import ServiceModel

from .http_request import HttpRequest
from .json import JsonReader
from .parsed import Parsed
from .rest import parse_rest


def parse_rest_json(request: HttpRequest, services: list[ServiceModel]) -> Parsed:
    return parse_rest(request, services, "rest-json", JsonReader)
