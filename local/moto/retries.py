"""Answers the retry of a successful request with the response to its first attempt.

On a busy machine a client may lose a response and retry, and the resource exists already. The AWS SDKs identify each call by
`amz-sdk-invocation-id`, which is the same in every attempt (AWS SDKs and Tools Reference Guide, "Retry behavior").
"""

from collections import OrderedDict
from threading import Lock
from typing import Any

REMEMBERED = 1_000


class Retries:
    """WSGI middleware. Reads and refused requests are passed on again."""

    def __init__(self, aws: Any) -> None:
        self.aws = aws
        self.answers: OrderedDict[str, tuple[str, list[tuple[str, str]], bytes]] = OrderedDict()
        self.lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if not invocation or environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            return self.aws(environ, start_response)
        with self.lock:
            answer = self.answers.get(invocation)
        if answer is None:
            answer = self.ask(environ)
            if answer[0].startswith("2"):
                self.remember(invocation, answer)
        status, headers, body = answer
        start_response(status, headers)
        return [body]

    def ask(self, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
        head: list[Any] = []

        def keep(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            head[:] = [status, list(headers)]

        body = b"".join(self.aws(environ, keep))
        return head[0], head[1], body

    def remember(self, invocation: str, answer: tuple[str, list[tuple[str, str]], bytes]) -> None:
        with self.lock:
            self.answers[invocation] = answer
            if len(self.answers) > REMEMBERED:
                self.answers.popitem(last=False)
