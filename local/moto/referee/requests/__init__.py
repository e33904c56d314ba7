"""Reads a request in any protocol of AWS by its API model: which operation of which service it is, and its parameters.

The parameters have the names of the model's members, as botocore takes them. A member that the model does not have is kept
as a fault: AWS ignores it in some protocols, the referee refuses it in all.
"""

from collections.abc import Callable

from botocore.model import ServiceModel

from .addressee import addressee_of
from .cbor import CborReader, parse_cbor
from .ec2 import parse_ec2
from .http_request import HttpRequest
from .json import JsonReader, parse_json
from .parsed import Parsed
from .presigned import without_signature
from .query import parse_query
from .reader import BodyShape, Reader
from .rest_json import parse_rest_json
from .rest_routes import wanted_elsewhere
from .rest_xml import XmlReader, local, parse_rest_xml
from .unreadable import Unreadable, decoding

__all__ = [
    "DOCUMENT_READERS",
    "BodyShape",
    "HttpRequest",
    "Parsed",
    "Reader",
    "Unreadable",
    "XmlReader",
    "decoding",
    "local",
    "parse",
    "wanted_elsewhere",
    "without_signature",
]

# By botocore's name of each protocol.
PARSERS: dict[str, Callable[[HttpRequest, list[ServiceModel]], Parsed]] = {
    "json": parse_json,
    "rest-json": parse_rest_json,
    "smithy-rpc-v2-cbor": parse_cbor,
    "query": parse_query,
    "ec2": parse_ec2,
    "rest-xml": parse_rest_xml,
}

# The protocols whose bodies are documents, in requests and in answers.
DOCUMENT_READERS: dict[str, type[Reader]] = {
    "json": JsonReader,
    "rest-json": JsonReader,
    "smithy-rpc-v2-cbor": CborReader,
    "rest-xml": XmlReader,
}


def parse(request: HttpRequest) -> Parsed:
    """:raises Unreadable: for every request that cannot be read"""
    addressee = addressee_of(request)
    with decoding(addressee.service, addressee.protocol):
        return PARSERS[addressee.protocol](without_signature(request), addressee.services)
