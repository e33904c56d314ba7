"""Refuses what a web page sends: WSGI middleware in front of everything else.

The embedded AWS asks for no credentials, and its containers may run as root on this machine. A page in a browser of this
machine reaches the loopback interface, too: with a request to another origin, or by a name of its own that it lets point
to 127.0.0.1 ("DNS rebinding"). The first has an Origin or a Sec-Fetch-Site, the second another Host ("Fetch", "Fetch
Metadata Request Headers"). No AWS client sends these.
"""

import re
from typing import Any

# This machine, and the names of AWS's endpoints, by which containers reach it.
HOST = re.compile(r"(127\.0\.0\.1|\[::1\]|localhost|[a-z0-9.-]+\.amazonaws\.com)?(:\d+)?")
FOREIGN_PAGES = ("cross-site", "same-site")


class Browsers:
    def __init__(self, aws: Any) -> None:
        self.aws = aws

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if not is_of_a_page(environ):
            return self.aws(environ, start_response)
        body = b"The embedded AWS answers programs on this machine, and no web pages.\n"
        start_response("403 Forbidden", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def is_of_a_page(environ: dict[str, Any]) -> bool:
    return (
        "HTTP_ORIGIN" in environ
        or environ.get("HTTP_SEC_FETCH_SITE") in FOREIGN_PAGES
        or not HOST.fullmatch(environ.get("HTTP_HOST", ""))
    )
