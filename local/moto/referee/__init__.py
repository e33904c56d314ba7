"""A WSGI middleware before moto that refuses the requests that AWS refuses.

Every request is read (`requests/`) and validated by AWS's own API model (botocore's `service-2.json`, `models.py`) and by the
documented rules (`rules/`). The error is the one that AWS gives (`errors.py`, `malformed.py`).

The referee is stricter than AWS in two points, by design: it refuses members that the model does not have, and values that are
repeated although the model has one, in every protocol. It knows nothing of AWS beyond the models and the rules here.
"""

import re
from collections import Counter
from io import BytesIO
from threading import Lock
from typing import Any

from .account import PROFILES, Account, Profile, account_id_of
from .errors import Rendered, render
from .judge import judge
from .malformed import rendered
from .requests import HttpRequest, Unreadable, decoding, without_signature

__all__ = ["PROFILES", "Referee"]

REASONS = {400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict"}


class Referee:
    """Passes valid requests on to moto, answers the others itself, and counts both."""

    def __init__(self, aws: Any, profile: Profile = "grown") -> None:
        self.aws = aws
        self.profile = profile
        self.operations: Counter[str] = Counter()
        self.refusals: list[dict[str, Any]] = []
        # The longest valid request of each operation, for the self-test.
        self.samples: dict[str, HttpRequest] = {}
        self.lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        try:
            request = request_of(environ)
            environ |= headers_in_query(request)
            refused = self.refused(request)
        except Unreadable as error:
            refused = rendered(error)
        if refused is None:
            return self.aws(environ, start_response)
        status, headers, body = refused
        headers["Content-Length"] = str(len(body))
        start_response(f"{status} {REASONS.get(status, 'Refused')}", list(headers.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def refused(self, request: HttpRequest) -> Rendered | None:
        region = request.signed_for[0] or "us-east-1"
        try:
            judgement = judge(request, Account(self.profile, region, account_id_of(request.access_key)))
        except Unreadable as error:
            with self.lock:
                self.refusals.append(
                    {"operation": f"{request.method} {request.path}", "by": "model", "code": "", "message": str(error)}
                )
            return rendered(error)

        refusal = judgement.refusal
        with self.lock:
            self.operations[judgement.name] += 1
            known = self.samples.get(judgement.name)
            if not refusal and len(request.body) < 100_000 and (not known or size(known) < size(request)):
                self.samples[judgement.name] = request
            if refusal:
                self.refusals.append(
                    {
                        "operation": judgement.name,
                        "by": "model" if judgement.violations else "rule",
                        "code": refusal.code,
                        "message": "; ".join(str(each) for each in judgement.violations) or refusal.message,
                    }
                )
        return render(judgement.service_model, judgement.request.protocol, refusal) if refusal else None

    @property
    def record(self) -> dict[str, Any]:
        """The requests so far."""
        with self.lock:
            return {"operations": dict(self.operations), "refusals": list(self.refusals)}


def size(request: HttpRequest) -> int:
    return len(request.target) + len(request.body)


def request_of(environ: dict[str, Any]) -> HttpRequest:
    """The request. Its body is put back, because moto reads it from the same stream."""
    with decoding(None, "HTTP/1.1"):
        body = body_of(environ)
    environ["wsgi.input"] = BytesIO(body)
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
    }
    return HttpRequest(environ["REQUEST_METHOD"], environ["REQUEST_URI"], headers, body)


def headers_in_query(request: HttpRequest) -> dict[str, str]:
    """The headers that a presigned request has in its query. moto reads headers only, and finds the service by one."""
    return {
        f"HTTP_{name.upper().replace('-', '_')}": value
        for name, value in without_signature(request).headers.items()
        if name not in request.headers
    }


def body_of(environ: dict[str, Any]) -> bytes:
    stream = environ["wsgi.input"]
    if length := environ.get("CONTENT_LENGTH"):
        if not re.fullmatch(r"[0-9]+", length):
            raise ValueError(f"Content-Length is {length}")
        body = stream.read(int(length))
        if len(body) < int(length):
            # The client has gone, e.g. a command that was interrupted. It asked for nothing, so nothing was refused.
            raise ValueError(f"the body has {len(body)} of {length} bytes")
        return body
    return stream.read() if environ.get("wsgi.input_terminated") else b""
