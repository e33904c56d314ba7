"""The parts of a request to Amazon SES, and its errors."""

from typing import Any
from urllib.parse import unquote


def part_after(response: Any, name: str) -> str:
    parts = response.path.split("/")
    return unquote(parts[parts.index(name) + 1])


def error(code: str, message: str, status: int = 400) -> Exception:
    from moto.core.exceptions import JsonRESTError

    failure = JsonRESTError(code, message)
    failure.code = status
    return failure
