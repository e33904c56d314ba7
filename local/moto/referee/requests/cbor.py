"""The protocol `smithy-rpc-v2-cbor`: the operation is the end of the path, the parameters are a map in CBOR."""

from typing import Any

from botocore.model import ServiceModel, Shape
from botocore.parsers import BaseCBORParser

from .http_request import HttpRequest
from .json import JsonReader, checked
from .parsed import Parsed
from .unreadable import UnknownOperation


def parse_cbor(request: HttpRequest, services: list[ServiceModel]) -> Parsed:
    name = request.path.rpartition("/")[2]
    for service in services:
        if name in service.operation_names:
            parsed = Parsed(service.operation_model(name), "smithy-rpc-v2-cbor")
            reader = CborReader(parsed.faults)
            parsed.params = reader.read_document(parsed.operation.input_shape, request.decoded_body, "")
            return parsed
    raise UnknownOperation(f"no operation {name} of {services[0].service_name}")


class CborReader(JsonReader):
    def decode(self, body: bytes) -> dict[str, Any]:
        parser = Parser()
        stream = parser.get_peekable_stream_from_bytes(body or b"\xa0")
        document = checked(parser.parse_data_item(stream))
        if stream.read(1):
            raise ValueError("the map has bytes after its end")
        return document

    def read_blob(self, shape: Shape, value: Any, path: str) -> Any:
        return value

    def read_timestamp(self, shape: Shape, value: Any, path: str) -> Any:
        return value


class Parser(BaseCBORParser):
    """The parser of botocore accepts a repeated key. This one does not."""

    def _parse_key_value_pair(self, stream: Any, items: dict[Any, Any]) -> None:
        key = self.parse_data_item(stream)
        if key in items:
            raise ValueError(f"the key {key!r} is repeated")
        items[key] = self.parse_data_item(stream)
