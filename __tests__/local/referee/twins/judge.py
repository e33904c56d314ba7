"""Judges every twin. Prints one line of JSON for each rule and each twin: its name and its faults."""

import json
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[3] / "local" / "moto")]
# This process writes no files.
sys.dont_write_bytecode = True

import botocore.session  # noqa: E402
from botocore.validate import ParamValidator  # noqa: E402
from referee.account import Account  # noqa: E402
from referee.rules import RULES, refusals_of  # noqa: E402
from twins import TWINS  # noqa: E402

MODULES = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in ("twins", "judge"))
session = botocore.session.get_session()
REGIONS = session.get_available_regions("ec2")


prepared: dict[object, Account] = {}


def account_of(prepare) -> Account:
    """An account with what a request needs. Each preparation has a region of its own, which all its twins share."""
    if prepare not in prepared:
        prepared[prepare] = Account(region=REGIONS[len(prepared)])
        if prepare:
            prepare(prepared[prepare])
    return prepared[prepare]


def report(name: str, wrong: list[str]) -> None:
    print(json.dumps({"name": name, "wrong": wrong}))


def refusing(twin, params: dict, account: Account) -> dict[str, str]:
    """The rules that refuse a request, and the code of each."""
    found = {}
    for rule in RULES.get((twin.service, twin.operation), ()):
        for refusal in refusals_of(rule, params, account):
            found.setdefault(rule.judge.__name__, refusal.code)
    return found


def judge(twin) -> list[str]:
    wrong = []
    shape = session.get_service_model(twin.service).operation_model(twin.operation).input_shape
    for kind, params in (("accepted", twin.accepted), ("refused", twin.refused)):
        invalid = ParamValidator().validate(params, shape)
        if invalid.has_errors():
            wrong.append(f"the {kind} request is invalid by AWS's model: {invalid.generate_report()}")
    account = account_of(twin.prepare)
    if accepted := refusing(twin, twin.accepted, account):
        wrong.append(f"the accepted request is refused by {accepted}")
    if list(refused := refusing(twin, twin.refused, account)) != [twin.rule]:
        wrong.append(f"the refused request is refused by {refused or 'no rule'}")
    return wrong


def main() -> None:
    for module in MODULES:
        import_module(module)
    proved = {(twin.service, twin.rule) for twin in TWINS}
    for twin in TWINS:
        report(f"{twin.service} {twin.operation}: {twin.rule}", judge(twin))
    seen = set()
    for rules in RULES.values():
        for rule in rules:
            key = (rule.service, rule.judge.__name__)
            if key in seen:
                continue
            seen.add(key)
            wrong = [] if key in proved else ["it has no negative twin"]
            if not rule.source.strip():
                wrong.append("it names no AWS document")
            if not (rule.judge.__doc__ or "").strip():
                wrong.append("it does not state the rule in AWS's words")
            report(f"rule {rule.service}: {rule.judge.__name__}", wrong)


main()
