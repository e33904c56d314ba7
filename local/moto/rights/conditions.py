"""The condition of a statement ("IAM JSON policy elements: Condition operators" and "Single-valued vs. multivalued context
keys", IAM User Guide).

A condition with an operator that is not known here, or with a policy variable, is answered as the caller asks.
"""

import re
from collections.abc import Callable
from fnmatch import translate
from functools import cache
from typing import Any

Context = dict[str, str | list[str]]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@cache
def pattern(text: str, ignore_case: bool = False) -> re.Pattern[str]:
    # Brackets have no meaning in IAM.
    return re.compile(translate(text.replace("[", "[[]")), re.IGNORECASE if ignore_case else 0)


def like(expected: str, actual: str) -> bool:
    return bool(pattern(expected).match(actual))


def arn_like(expected: str, actual: str) -> bool:
    """Each of the six components is compared alone: a wildcard does not reach over a colon, except in the last one."""
    parts, others = expected.split(":", 5), actual.split(":", 5)
    return len(parts) == len(others) == 6 and all(map(like, parts, others))


# Those with Not in their names are the opposites.
OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda expected, actual: expected == actual,
    "StringLike": like,
    "ArnEquals": arn_like,
    "ArnLike": arn_like,
    "Bool": lambda expected, actual: expected.lower() == actual.lower(),
}


def condition_holds(condition: dict[str, Any], context: Context, if_unknown: bool) -> bool:
    """All operators, and all keys of each, must hold.

    :param if_unknown: the answer for what is not known here
    """
    actual = {key.lower(): value for key, value in context.items()}
    answers = [
        holds(operator, [str(each) for each in listed(values)], actual.get(key.lower()))
        for operator, keys in condition.items()
        for key, values in keys.items()
    ]
    return all(if_unknown if answer is None else answer for answer in answers)


def holds(operator: str, expected: list[str], actual: str | list[str] | None) -> bool | None:
    """:return: None if it is not known"""
    # A key without a value counts as absent.
    absent = actual is None or actual == []
    if operator == "Null":
        return absent == (expected[0].lower() == "true")
    several, _, rest = operator.rpartition(":")
    name = rest.removesuffix("IfExists")
    negated, compare = "Not" in name, OPERATORS.get(name.replace("Not", "", 1))
    if compare is None or several not in ("", "ForAllValues", "ForAnyValue") or any("${" in each for each in expected):
        return None
    if absent:
        # ForAnyValue needs a value, also with IfExists.
        return several == "ForAllValues" or several == "" and (negated or rest != name)
    if isinstance(actual, list) != bool(several):
        # AWS documents no answer for one kind of key with an operator for the other kind.
        return None
    answers = [any(compare(each, one) for each in expected) != negated for one in listed(actual)]
    return any(answers) if several == "ForAnyValue" else all(answers)
