"""Copies of the embedded AWS, for tests: a copy is another process with everything that this one has, on its own port.

    POST /embedded-aws/copies    the endpoint and the process id of a new copy

A copy ends together with the process that started this one. No other request may be in progress when it is made.
"""

import os
import socket
from threading import Thread
from typing import Any

from ecs.state import LOCK
from questions import question
from werkzeug.serving import make_server

LOOPBACK = "127.0.0.1"


def serve(port: int, application: Any) -> None:
    server = make_server(LOOPBACK, port, application, threaded=True)

    @question("POST", "copies", for_tests=True)
    def copy(body: Any) -> dict[str, Any]:
        with socket.create_server((LOOPBACK, 0)) as listener:
            copied = listener.getsockname()[1]
            with LOCK:
                process = os.fork()
            if process == 0:
                server.socket.close()
                make_server(LOOPBACK, copied, application, threaded=True, fd=listener.fileno()).serve_forever()
        # Without this, an ended copy would stay as a zombie.
        Thread(target=os.waitpid, args=(process, 0), daemon=True).start()
        return {"endpoint": f"http://{LOOPBACK}:{copied}", "pid": process}

    server.serve_forever()
