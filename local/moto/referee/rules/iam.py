"""What IAM refuses of roles, their policies and identity providers."""

import json
import re
from functools import partial

from ..policies import listed, parsed, principals, statements
from ..refusal import Refusal
from ..resources import held
from .table import rule

QUOTAS = "IAM User Guide, IAM and AWS STS quotas"
ELEMENTS = "IAM User Guide, IAM JSON policy elements reference"
TRUST = "IAM User Guide, IAM JSON policy elements: Principal"

STATEMENT = {
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
}  # fmt: skip
OPERATOR = re.compile(
    r"(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals|Like)|String(Not)?EqualsIgnoreCase|Numeric(Not)?Equals"
    r"|Numeric(Less|Greater)Than(Equals)?|Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|BinaryEquals"
    r"|(Not)?IpAddress|Arn(Not)?(Equals|Like)|Null)(IfExists)?"
)
# Each request's document, by operation.
DOCUMENTS = ("PolicyDocument", "AssumeRolePolicyDocument")
IDENTITY = ("PutRolePolicy", "CreatePolicy", "CreatePolicyVersion")
TRUSTING = ("CreateRole", "UpdateAssumeRolePolicy")

malformed = partial(Refusal, "MalformedPolicyDocument")


def document(params: dict) -> str:
    return next((params[name] for name in DOCUMENTS if params.get(name)), "")


def characters(text: str) -> int:
    """IAM does not count white space. Between tokens, that is."""
    try:
        return len(json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False))
    except ValueError:
        return len(text)


@rule("iam", *IDENTITY, *TRUSTING, source=ELEMENTS)
def policy_has_statements(params, account):
    """Statement is the main element of a policy. This element is required."""
    if not statements(parsed(document(params))):
        return malformed("Syntax errors in policy.")


@rule("iam", *IDENTITY, *TRUSTING, source=ELEMENTS)
def policy_has_the_elements_of_the_grammar(params, account):
    """Version, Id, Statement; Sid, Effect, Principal, Action, Resource, Condition and their opposites."""
    policy = parsed(document(params)) or {}
    unknown = sorted(policy.keys() - {"Version", "Id", "Statement"})
    unknown += sorted(name for each in statements(policy) for name in each.keys() - STATEMENT)
    if unknown:
        return malformed(f"Syntax error in policy: unknown element {', '.join(unknown)}.")


@rule("iam", *IDENTITY, *TRUSTING, source=ELEMENTS)
def policy_version_is_known(params, account):
    """2012-10-17: the current version of the policy language. 2008-10-17: an earlier version."""
    if (parsed(document(params)) or {}).get("Version", "2008-10-17") not in ("2012-10-17", "2008-10-17"):
        return malformed("The policy must contain a valid version string.")


@rule("iam", *IDENTITY, *TRUSTING, source="IAM User Guide, IAM JSON policy elements: Effect")
def effect_is_allow_or_deny(params, account):
    """Valid values for Effect are Allow and Deny. The Effect value is case sensitive."""
    if any(each.get("Effect") not in ("Allow", "Deny") for each in statements(parsed(document(params)))):
        return malformed("Syntax errors in policy: an Effect is neither Allow nor Deny.")


@rule("iam", *IDENTITY, *TRUSTING, source="IAM User Guide, IAM JSON policy elements: Action")
def action_has_its_services_prefix(params, account):
    """You specify a value using a service namespace as an action prefix (iam, ec2, sqs, ...) and the name of the action."""
    for each in statements(parsed(document(params))):
        actions = [*listed(each.get("Action")), *listed(each.get("NotAction"))]
        if not actions or ("Action" in each and "NotAction" in each):
            yield malformed("Policy statement must contain actions.")
        for action in actions:
            if action != "*" and not re.fullmatch(r"[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+", str(action)):
                yield malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")


@rule("iam", *IDENTITY, source="IAM User Guide, IAM JSON policy elements: Resource")
def statement_has_resources(params, account):
    """Statements must include either a Resource or a NotResource element: ARNs, or *."""
    for each in statements(parsed(document(params))):
        resources = [*listed(each.get("Resource")), *listed(each.get("NotResource"))]
        if not resources:
            yield malformed("Policy statement must contain resources.")
        for resource in resources:
            if resource != "*" and not re.fullmatch(r"arn:[^:]*:[^:]*:[^:]*:[^:]*:.+", str(resource)):
                yield malformed(f'Resource {resource} must be in ARN format or "*".')


@rule("iam", *IDENTITY, source=TRUST)
def identity_policy_names_no_principal(params, account):
    """You cannot use the Principal element in an identity-based policy."""
    if any({"Principal", "NotPrincipal"} & each.keys() for each in statements(parsed(document(params)))):
        return malformed("Policy document should not specify a principal.")


@rule("iam", *IDENTITY, *TRUSTING, source="IAM User Guide, IAM JSON policy elements: Condition operators")
def condition_operator_is_known(params, account):
    """String, Numeric, Date, Boolean, Binary, IP address, ARN and Null condition operators, with ...IfExists and sets."""
    for each in statements(parsed(document(params))):
        for operator in each.get("Condition") or {}:
            if not OPERATOR.fullmatch(operator):
                yield malformed(f"Syntax errors in policy: unknown condition operator {operator}.")


@rule("iam", *IDENTITY, *TRUSTING, source="IAM User Guide, IAM JSON policy elements: Sid")
def statement_ids_are_unique_letters_and_digits(params, account):
    """The Sid element supports A-Z, a-z, and 0-9, and must be unique within a JSON policy."""
    sids = [str(each["Sid"]) for each in statements(parsed(document(params))) if each.get("Sid")]
    if len(sids) > len(set(sids)):
        yield malformed("Statement IDs (SID) in a single policy must be unique.")
    if not all(re.fullmatch(r"[A-Za-z0-9]+", each) for each in sids):
        yield malformed(
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
            "[0-9A-Za-z]*"
        )


@rule("iam", "PutRolePolicy", source=QUOTAS)
def inline_policies_of_a_role_have_10240_characters(params, account):
    """The total size of all inline policies of a role cannot exceed 10,240 characters. IAM doesn't count white space."""
    role = next((each for each in held(account, "iam").roles.values() if each.name == params["RoleName"]), None)
    others = [text for name, text in (role.policies if role else {}).items() if name != params["PolicyName"]]
    if sum(characters(text) for text in [*others, params["PolicyDocument"]]) > 10_240:
        return Refusal(
            "LimitExceeded", f"Maximum policy size of 10240 bytes exceeded for role {params['RoleName']}", 409
        )


@rule("iam", "CreatePolicy", "CreatePolicyVersion", source=QUOTAS)
def managed_policy_has_6144_characters(params, account):
    """The size of each managed policy cannot exceed 6,144 characters. IAM doesn't count white space."""
    if characters(params["PolicyDocument"]) > 6_144:
        return Refusal("LimitExceeded", "Cannot exceed quota for PolicySize: 6144", 409)


@rule("iam", *TRUSTING, source=QUOTAS)
def trust_policy_has_2048_characters(params, account):
    """Role trust policy length: 2,048 characters by default."""
    if characters(document(params)) > 2_048:
        return Refusal("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048", 409)


@rule("iam", *TRUSTING, source="IAM User Guide, Create a role to delegate permissions to an IAM user")
def trust_policy_has_no_resource(params, account):
    """A trust policy has no Resource element: it is attached to the role, which is the resource."""
    if any({"Resource", "NotResource"} & each.keys() for each in statements(parsed(document(params)))):
        return malformed("Has prohibited field Resource")


@rule("iam", *TRUSTING, source="IAM User Guide, Roles terms and concepts")
def trust_policy_has_actions_of_sts(params, account):
    """sts:AssumeRole, AssumeRoleWithSAML, AssumeRoleWithWebIdentity, TagSession, SetSourceIdentity, SetContext."""
    known = re.compile(
        r"sts:(AssumeRole|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|TagSession|SetSourceIdentity|SetContext|\*)",
        re.I,
    )
    actions = [str(one) for each in statements(parsed(document(params))) for one in listed(each.get("Action"))]
    if not all(known.fullmatch(each) for each in actions):
        return malformed("AssumeRole policy may only specify STS AssumeRole actions.")


@rule("iam", *TRUSTING, source=TRUST)
def trusted_principal_is_one(params, account):
    """A service by its domain, an account, role or user by its ARN or id, a federated identity by its provider."""
    for each in statements(parsed(document(params))):
        for name in principals(each, "Service"):
            if not re.fullmatch(r"[a-z0-9.-]+\.amazon(aws)?\.com(\.cn)?", name):
                yield malformed(f'Invalid principal in policy: "SERVICE":"{name}"')
        for name in principals(each, "AWS"):
            if not re.fullmatch(r"\*|\d{12}|arn:aws[\w-]*:(iam|sts)::\d{12}:.+|A[RI][A-Z]{2}[A-Z0-9]{12,}", name):
                yield malformed(f'Invalid principal in policy: "AWS":"{name}"')


@rule("iam", *TRUSTING, source=TRUST)
def trusted_role_or_user_exists(params, account):
    """When you save the policy, IAM transforms the ARN to the principal's unique ID: it must exist."""
    iam = held(account, "iam")
    known = {each.arn for each in [*iam.roles.values(), *iam.users.values()]}
    for each in statements(parsed(document(params))):
        for name in principals(each, "AWS"):
            if re.fullmatch(rf"arn:aws[\w-]*:iam::{account.id}:(role|user)/.+", name) and name not in known:
                yield malformed(f'Invalid principal in policy: "AWS":"{name}"')


@rule("iam", "AttachRolePolicy", source=QUOTAS)
def role_has_at_most_ten_managed_policies(params, account):
    """Managed policies attached to an IAM role: 10 by default."""
    role = next((each for each in held(account, "iam").roles.values() if each.name == params["RoleName"]), None)
    attached = set(role.managed_policies if role else ())
    if len(attached | {params["PolicyArn"]}) > 10:
        return Refusal("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", 409)


@rule("iam", "CreateOpenIDConnectProvider", source="IAM API Reference, CreateOpenIDConnectProvider")
def identity_provider_has_an_https_url(params, account):
    """The URL must begin with https:// and should correspond to the iss claim in the provider's tokens. No port."""
    if not re.fullmatch(r"https://[^/:?#]+(/[^?#]*)?", params.get("Url", "")):
        return Refusal("ValidationError", "Invalid Open ID Connect Provider URL")
