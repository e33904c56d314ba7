"""The referee of the doubles of AWS in the tests: `python3 local/moto/referee <socket>`, until standard input ends.

Each line that a client writes to the socket is JSON: a request to a double, and the answer that the double will give.

    {"request": {"method", "target", "headers", "body"}, "answer": {"status", "body"} | null}

Each line that it gets back has the faults of both, and AWS's error if AWS refuses the request:

    {"violations": ["..."], "refusal": {"status", "headers", "body"} | null}

Bodies are base64.
"""

import json
import os
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingMixIn, UnixStreamServer
from threading import Thread
from typing import Any

sys.path[0] = str(Path(__file__).parents[1])

from referee.account import Account  # noqa: E402
from referee.answers import Answer, violations_of_answer  # noqa: E402
from referee.errors import Rendered, render  # noqa: E402
from referee.judge import Judgement, judge  # noqa: E402
from referee.malformed import rendered  # noqa: E402
from referee.requests import HttpRequest, Unreadable  # noqa: E402


class Handler(StreamRequestHandler):
    def handle(self) -> None:
        for line in self.rfile:
            self.wfile.write(json.dumps(verdict(json.loads(line))).encode() + b"\n")


class Server(ThreadingMixIn, UnixStreamServer):
    # A test opens a hundred doubles at once, and each connects. Python's default is five.
    request_queue_size = 512
    daemon_threads = True


def verdict(exchange: dict[str, Any]) -> dict[str, Any]:
    sent = exchange["request"]
    request = HttpRequest(sent["method"], sent["target"], sent["headers"], b64decode(sent["body"]))
    try:
        judgement = judge(request, Account())
    except Unreadable as error:
        what = f"{request.method} {request.path}: {error}"
        return {"violations": [what], "refusal": as_json(rendered(error)) if error.service else None}
    violations = [f"{judgement.name} was called with {each}" for each in judgement.violations]
    if judgement.refusal and not violations:
        violations.append(f"{judgement.name} is refused: {judgement.refusal.message}")
    if answer := exchange["answer"]:
        given = Answer(answer["status"], b64decode(answer["body"]))
        violations += [f"{judgement.name} was answered with {each}" for each in faults_of(judgement, given)]
    if not judgement.refusal:
        return {"violations": violations, "refusal": None}
    refusal = render(judgement.service_model, judgement.request.protocol, judgement.refusal)
    return {"violations": violations, "refusal": as_json(refusal)}


def faults_of(judgement: Judgement, answer: Answer) -> list[str]:
    try:
        return [str(each) for each in violations_of_answer(judgement.request, answer)]
    except Unreadable as error:
        return [f"a body that is {error}"]


def as_json(refusal: Rendered) -> dict[str, Any]:
    status, headers, body = refusal
    return {"status": status, "headers": headers, "body": b64encode(body).decode()}


def end_with_standard_input(socket: Path) -> None:
    """Ends this process and removes its socket, which is in a folder of its own."""
    sys.stdin.read()
    socket.unlink()
    socket.parent.rmdir()
    os._exit(0)


if __name__ == "__main__":
    server = Server(sys.argv[1], Handler)
    Thread(target=end_with_standard_input, args=[Path(sys.argv[1])], daemon=True).start()
    print("ready", flush=True)
    server.serve_forever()
