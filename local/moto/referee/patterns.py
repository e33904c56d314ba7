"""Translates the regular expressions of AWS's models from Java to Python."""

import re
import sys
import unicodedata
from functools import cache
from itertools import groupby

# POSIX classes of Java, inside or outside of brackets (java.util.regex.Pattern).
ASCII_CLASSES = {
    "ASCII": r"\x00-\x7f",
    "Print": r"\x20-\x7e",
    "Graph": r"\x21-\x7e",
    "Alnum": "A-Za-z0-9",
    "Alpha": "A-Za-z",
    "Digit": "0-9",
    "Punct": re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    "XDigit": "0-9A-Fa-f",
}
# Surrogate pairs of UTF-16. In AWS's models they mean any character beyond the first plane.
SURROGATES = r"\uD800\uDC00-\uDBFF\uDFFF"


@cache
def compiled(pattern: str) -> re.Pattern:
    translated = pattern.replace(SURROGATES, "\U00010000-\U0010ffff").replace(r"[\w-_", r"[\w\-_")
    in_brackets = False
    pieces = []
    for piece in re.split(r"(\\p\{\w+\}|\\.|[\[\]])", translated):
        if piece == "[":
            in_brackets = True
        elif piece == "]":
            in_brackets = False
        if piece.startswith(r"\p{"):
            members = class_of(piece[3:-1])
            piece = members if in_brackets else f"[{members}]"
        pieces.append(piece)
    translated = "".join(pieces)
    # `\w` and `\d` are ASCII in Java.
    flags = re.ASCII
    if "(?i)" in translated:
        translated, flags = translated.replace("(?i)", ""), flags | re.IGNORECASE
    return re.compile(translated, flags)


def class_of(name: str) -> str:
    """The ranges of a class of Java, e.g. `L` or `Print`."""
    return ASCII_CLASSES[name] if name in ASCII_CLASSES else unicode_classes()[name]


@cache
def unicode_classes() -> dict[str, str]:
    """The major categories of Unicode, e.g. `L` for letters. Computed once, because it takes a third of a second."""
    ranges: dict[str, list[str]] = {}
    categories = (unicodedata.category(chr(code))[0] for code in range(sys.maxunicode + 1))
    start = 0
    for category, group in groupby(categories):
        end = start + sum(1 for _ in group)
        ranges.setdefault(category, []).append(f"\\U{start:08x}-\\U{end - 1:08x}")
        start = end
    return {category: "".join(each) for category, each in ranges.items()}
