"""Requests that cannot be read, and the one place that recognizes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from botocore.model import ServiceModel

Part = Literal["operation", "uri", "body"]


class UnknownOperation(Exception):
    """The service has no such operation."""

    part: Part = "operation"


class UndecodableUri(Exception):
    """The path or the query is not percent-encoded UTF-8."""

    part: Part = "uri"


class Unreadable(Exception):
    """A part of the request cannot be read. The service is missing if the request is not for a known one."""

    def __init__(
        self, message: str, part: Part, service: ServiceModel | None = None, protocol: str | None = None
    ) -> None:
        super().__init__(message)
        self.part = part
        self.service = service
        self.protocol = protocol


@contextmanager
def decoding(service: ServiceModel | None, protocol: str) -> Iterator[None]:
    """Turns every failure into `Unreadable`.

    A request is arbitrary bytes, and each decoder (UTF-8, gzip, JSON, XML, CBOR, numbers) raises exceptions of its own. So no
    decoder here handles them, and no list of them can be incomplete.
    """
    try:
        yield
    except Unreadable:
        raise
    except (UnknownOperation, UndecodableUri) as error:
        raise Unreadable(str(error), error.part, service, protocol) from error
    except Exception as error:
        message = f"not readable in the protocol {protocol}: {type(error).__name__}: {error}"
        raise Unreadable(message, "body", service, protocol) from error
