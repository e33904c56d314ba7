"""Copies of the embedded AWS, for tests: a copy is another process with everything that this one has, on its own port.

    POST /embedded-aws/copies    the endpoint and the process id of a new copy

A copy ends together with the process that started this one. No other request may be in progress when it is made.
"""

import os
import socket
from functools import partial
from threading import Thread
from typing import Any

from ecs.state import LOCK
from questions import question
from werkzeug.serving import WSGIRequestHandler, make_server

LOOPBACK = "127.0.0.1"


class Handler(WSGIRequestHandler):
    """Logs the requests that failed."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if not str(code).startswith(("2", "3")):
            super().log_request(code, size)


def serve(port: int, application: Any) -> None:
    listen = partial(make_server, LOOPBACK, app=application, threaded=True, request_handler=Handler)
    server = listen(port)

    @question("POST", "copies", for_tests=True)
    def copy(body: Any) -> dict[str, Any]:
        with socket.create_server((LOOPBACK, 0)) as listener:
            copied = listener.getsockname()[1]
            with LOCK:
                process = os.fork()
            if process == 0:
                server.socket.close()
                listen(copied, fd=listener.fileno()).serve_forever()
        # Without this, an ended copy would stay as a zombie.
        Thread(target=os.waitpid, args=(process, 0), daemon=True).start()
        return {"endpoint": f"http://{LOOPBACK}:{copied}", "pid": process}

    server.serve_forever()
