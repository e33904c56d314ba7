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
    """The result for one request. `violations` are those of its model; a refusal without any is by a documented rule."""

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
    """:raises Unreadable: if the request is not one for an operation of AWS, or cannot be decoded"""
    parsed = parse(request)
    operation = parsed.operation
    found = parsed.faults + violations_of(operation.input_shape, parsed.params)
    violations = [each for each in found if not is_allowed(parsed.service, operation.name, each)]
    if violations:
        return Judgement(parsed, refusal_of(parsed.service, parsed.protocol, violations), violations)
    refusal = check(parsed.service, operation.name, parsed.params, account)
    if refusal is None and account.profile == "fresh":
        refusal = check_fresh(parsed.service, operation.name, parsed.params, account)
    return Judgement(parsed, refusal)


__all__ = ["Judgement", "Unreadable", "judge"]
