"""Judges one request: by its model, then by the documented rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from botocore.model import ServiceModel

from .account import Account
from .allowed import is_allowed
from .errors import refusal_of
from .fresh_account import check_fresh
from .models import Violation, violations_of
from .refusal import Refusal
from .requests import HttpRequest, Parsed, Unreadable, parse
from .rules import check


@dataclass(frozen=True)
class Judgement:
    """Why a request is refused, and by what: its model, or a documented rule. Without a refusal it is AWS's to answer."""

    request: Parsed
    refusal: Refusal | None = None
    violations: Sequence[Violation] = ()

    @property
    def service_model(self) -> ServiceModel:
        return self.request.operation.service_model

    @property
    def name(self) -> str:
        return f"{self.request.service}:{self.request.operation.name}"


def judge(request: HttpRequest, account: Account) -> Judgement:
    """:raises Unreadable: when the request is for no operation of AWS's"""
    parsed = parse(request)
    operation = parsed.operation
    found = [Violation("unknown", path) for path in parsed.unknown]
    found += violations_of(operation.input_shape, parsed.params)
    violations = [each for each in found if not is_allowed(parsed.service, operation.name, each)]
    if violations:
        return Judgement(parsed, refusal_of(parsed.service, parsed.protocol, violations), violations)
    refusal = check(parsed.service, operation.name, parsed.params, account)
    if refusal is None and account.profile == "fresh":
        refusal = check_fresh(parsed.service, operation.name, parsed.params, account)
    return Judgement(parsed, refusal)


__all__ = ["Judgement", "Unreadable", "judge"]
