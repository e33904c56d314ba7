"""The regular expressions of AWS's models, which are Java's, as Python's."""

import re
import sys
import unicodedata
from functools import cache

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
# Pairs of UTF-16, which say "any character beyond the first plane".
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


@cache
def class_of(name: str) -> str:
    """A class of Unicode, e.g. `L` or `Nd`, as ranges."""
    if name in ASCII_CLASSES:
        return ASCII_CLASSES[name]
    ranges = []
    start = None
    for code in range(sys.maxunicode + 2):
        is_in = code <= sys.maxunicode and unicodedata.category(chr(code)).startswith(name)
        if is_in and start is None:
            start = code
        elif not is_in and start is not None:
            ranges.append(f"\\U{start:08x}-\\U{code - 1:08x}")
            start = None
    return "".join(ranges)
