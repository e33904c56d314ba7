"""An HTTP request as a client sent it."""

import gzip
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from .unreadable import UndecodableUri


@dataclass(frozen=True)
class HttpRequest:
    method: str
    # As it was sent, still percent-encoded.
    target: str
    # Names in lower case.
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def encoded_query(self) -> str:
        return self.target.partition("?")[2]

    @property
    def query(self) -> list[tuple[str, str]]:
        try:
            return parse_qsl(self.encoded_query, keep_blank_values=True, errors="strict")
        except UnicodeDecodeError as error:
            raise UndecodableUri(f"the query is not UTF-8: {error}") from error

    @property
    def decoded_body(self) -> bytes:
        is_compressed = self.headers.get("content-encoding", "").lower() == "gzip"
        return gzip.decompress(self.body) if is_compressed else self.body

    @property
    def is_form(self) -> bool:
        return self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")

    @property
    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.decoded_body.decode(), keep_blank_values=True, errors="strict")

    @property
    def scope(self) -> list[str]:
        """The credential scope of the request's signature, which is in a header or in the query: access key, date, region,
        service and its end."""
        credential = re.search(r"Credential=([^,\s]+)", self.headers.get("authorization", ""))
        scope = credential.group(1) if credential else dict(parse_qsl(self.encoded_query)).get("X-Amz-Credential", "")
        parts = scope.split("/")
        return parts if len(parts) >= 5 else []

    @property
    def access_key(self) -> str | None:
        return self.scope[0] if self.scope else None

    @property
    def signed_for(self) -> tuple[str | None, str | None]:
        """The region and the service in the request's signature."""
        scope = self.scope
        return (scope[-3], scope[-2]) if scope else (None, None)
