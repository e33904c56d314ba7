"""Values that a protocol sends as text. A text that does not fit its shape stays a text: validation then refuses it."""

import base64
import binascii
import re
from typing import Any

from botocore.model import Shape
from botocore.utils import parse_timestamp


def scalar(shape: Shape, text: str) -> Any:
    match shape.type_name:
        case "integer" | "long":
            # No number of 64 bits has more digits, and Python refuses to read thousands.
            return int(text) if re.fullmatch(r"\s*[+-]?[0-9]{1,30}\s*", text) else text
        case "float" | "double":
            try:
                return float(text)
            except ValueError:
                return text
        case "boolean":
            return {"true": True, "false": False}.get(text.strip().lower(), text)
        case "timestamp":
            return time_of(text)
        case "blob":
            return from_base64(text)
    return text


def time_of(value: Any) -> Any:
    try:
        return parse_timestamp(value)
    except (ValueError, TypeError, OverflowError, RuntimeError):
        return value


def from_base64(text: str) -> bytes | str:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return text
