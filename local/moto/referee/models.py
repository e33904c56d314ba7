"""Validates parameters by their shape in AWS's model: members, types, enums, ranges, lengths, patterns.

This is stricter than AWS by design: AWS ignores unknown members in some protocols, and accepts other values for some enums of
its models. What the model itself permits is never refused.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from botocore.model import Shape

from .patterns import compiled

Kind = Literal["unknown", "required", "repeated", "root", "type", "enum", "range", "length", "pattern", "union"]


@dataclass(frozen=True)
class Violation:
    """One fault of a request, at a path such as `containerDefinitions[0].name`."""

    kind: Kind
    path: str
    value: Any = None
    allowed: Any = None

    def __str__(self) -> str:
        match self.kind:
            case "unknown":
                return f"{self.path}: no such member"
            case "required":
                return f"{self.path}: required, and missing"
            case "repeated":
                return f"{self.path}: repeated, but not a list"
            case "root":
                return f"{self.path}: the root element is {self.value}, not {self.allowed}"
            case _:
                return f"{self.path}: {self.value!r} is outside of {self.kind} {self.allowed}"


TYPES: dict[str, tuple[type, ...]] = {
    "structure": (dict,),
    "list": (list,),
    "map": (dict,),
    "string": (str,),
    "character": (str,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "boolean": (bool,),
    "timestamp": (datetime,),
    "blob": (bytes,),
}

# Signed, as AWS's parsers read them (Smithy 2.0, Simple types).
BITS = {"integer": 32, "long": 64}


def violations_of(shape: Shape | None, params: Any) -> list[Violation]:
    found: list[Violation] = []
    if shape is not None:
        check(shape, params, "", found)
    return found


def check(shape: Shape, value: Any, path: str, found: list[Violation]) -> None:
    if getattr(shape, "is_document_type", False):
        return
    shown = "(sensitive)" if shape.metadata.get("sensitive") else value
    right = isinstance(value, TYPES[shape.type_name])
    if not right or isinstance(value, bool) != (shape.type_name == "boolean"):
        found.append(Violation("type", path, shown, shape.type_name))
        return
    match shape.type_name:
        case "structure":
            check_structure(shape, value, path, found)
        case "list":
            check_size("length", shape, len(value), value, path, found)
            for index, each in enumerate(value):
                check(shape.member, each, f"{path}[{index}]", found)
        case "map":
            check_size("length", shape, len(value), value, path, found)
            for key, each in value.items():
                check(shape.key, key, f"{path}.{key}", found)
                check(shape.value, each, f"{path}.{key}", found)
        case "string":
            check_string(shape, value, shown, path, found)
        case "blob":
            check_size("length", shape, len(value), f"{len(value)} bytes", path, found)
        case "integer" | "long" if not fits(value, BITS[shape.type_name]):
            found.append(Violation("type", path, shown, f"{shape.type_name} of {BITS[shape.type_name]} bits"))
        case "integer" | "long" | "float" | "double":
            check_size("range", shape, value, value, path, found)


def fits(value: int, bits: int) -> bool:
    return -(1 << (bits - 1)) <= value < 1 << (bits - 1)


def check_structure(shape: Shape, value: dict, path: str, found: list[Violation]) -> None:
    dot = f"{path}." if path else ""
    for name in shape.required_members:
        if name not in value:
            found.append(Violation("required", f"{dot}{name}"))
    if shape.is_tagged_union and len(value) != 1:
        found.append(Violation("union", path, list(value), f"exactly one of {list(shape.members)}"))
    for name, each in value.items():
        if name in shape.members:
            check(shape.members[name], each, f"{dot}{name}", found)
        else:
            found.append(Violation("unknown", f"{dot}{name}"))


def check_string(shape: Shape, value: str, shown: str, path: str, found: list[Violation]) -> None:
    if shape.enum and value not in shape.enum:
        found.append(Violation("enum", path, shown, shape.enum))
    check_size("length", shape, len(value), shown, path, found)
    pattern = shape.metadata.get("pattern")
    if pattern and not compiled(pattern).fullmatch(value):
        found.append(Violation("pattern", path, shown, pattern))


def check_size(kind: Kind, shape: Shape, size: float, value: Any, path: str, found: list[Violation]) -> None:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < float(least) or most is not None and size > float(most):
        found.append(Violation(kind, path, value, (least, most)))
