"""The protocol `ec2`: the query protocol with names in capitals, and lists without `member`."""

from botocore.model import ServiceModel, Shape

from .http_request import HttpRequest
from .parsed import Parsed
from .query import Field, QueryReader, parse_query


def parse_ec2(request: HttpRequest, services: list[ServiceModel]) -> Parsed:
    return parse_query(request, services, "ec2", Ec2Reader)


class Ec2Reader(QueryReader):
    def wire_name(self, name: str, member: Shape) -> str:
        if "queryName" in member.serialization:
            return member.serialization["queryName"]
        wire = member.serialization.get("name", name)
        return wire[0].upper() + wire[1:]

    def items(self, wrapper: str, is_flat: bool, node: Field, path: str) -> list[Field]:
        return self.entries(node, path)
