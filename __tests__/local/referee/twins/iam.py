import json

from twins import Request


class Role:
    """A resource of moto, with the attributes that the rules read."""

    def __init__(self, name: str, policies: dict, managed: int = 0):
        self.name = name
        self.arn = f"arn:aws:iam::123456789012:role/{name}"
        self.policies = policies
        self.managed_policies = {f"arn:aws:iam::aws:policy/{number}": None for number in range(managed)}


def roles(account) -> None:
    for role in (
        Role("deploy", {}),
        Role("full", {"other": json.dumps("x" * 10_200)}),
        Role("managed", {}, managed=10),
    ):
        account.backend("iam").roles[role.name] = role


def policy(version: str = "2012-10-17", **changes) -> str:
    statement = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::settings/*"}
    kept = {key: value for key, value in (statement | changes).items() if value is not None}
    return json.dumps({"Version": version, "Statement": [kept]})


def trust(**changes) -> dict:
    service = {"Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole", "Resource": None}
    return {"AssumeRolePolicyDocument": policy(**(service | changes))}


INLINE = Request(
    "iam",
    "PutRolePolicy",
    {
        "RoleName": "deploy",
        "PolicyName": "deploy",
        "PolicyDocument": policy(Condition={"StringEquals": {"aws:ResourceTag/app": "api"}}),
    },
    roles,
)
INLINE.twin("policy_has_statements", {"PolicyDocument": json.dumps({"Version": "2012-10-17", "Statement": []})})
INLINE.twin("policy_has_the_elements_of_the_grammar", {"PolicyDocument": policy(Actions="s3:GetObject")})
INLINE.twin("policy_version_is_known", {"PolicyDocument": policy(version="2024-10-17")})
INLINE.twin("effect_is_allow_or_deny", {"PolicyDocument": policy(Effect="allow")})
INLINE.twin("action_has_its_services_prefix", {"PolicyDocument": policy(Action="GetObject")})
INLINE.twin("statement_has_resources", {"PolicyDocument": policy(Resource="settings/*")})
INLINE.twin("identity_policy_names_no_principal", {"PolicyDocument": policy(Principal="*")})
INLINE.twin(
    "condition_operator_is_known", {"PolicyDocument": policy(Condition={"StringEqual": {"aws:ResourceTag/app": "api"}})}
)
INLINE.twin("statement_ids_are_unique_letters_and_digits", {"PolicyDocument": policy(Sid="read-settings")})
INLINE.twin("inline_policies_of_a_role_have_10240_characters", {"RoleName": "full"})
MANAGED = Request("iam", "CreatePolicy", {"PolicyName": "deploy", "PolicyDocument": policy()})
LONG = [f"arn:aws:s3:::settings/{number:04}" for number in range(250)]
MANAGED.twin("managed_policy_has_6144_characters", {"PolicyDocument": policy(Resource=LONG)})

ROLE = Request("iam", "CreateRole", {"RoleName": "task", **trust()}, roles)
ROLE.twin("trust_policy_has_2048_characters", trust(Condition={"StringEquals": {"aws:SourceArn": LONG}}))
ROLE.twin("trust_policy_has_no_resource", trust(Resource="*"))
ROLE.twin("trust_policy_has_actions_of_sts", trust(Action="iam:PassRole"))
ROLE.twin("trusted_principal_is_one", trust(Principal={"Service": "ecs-tasks"}))
ROLE.twin(
    "trusted_role_or_user_exists",
    trust(Principal={"AWS": "arn:aws:iam::123456789012:role/unknown"}),
    given=trust(Principal={"AWS": "arn:aws:iam::123456789012:role/deploy"}),
)
ATTACHED = Request("iam", "AttachRolePolicy", {"RoleName": "deploy", "PolicyArn": "arn:aws:iam::aws:policy/Own"}, roles)
ATTACHED.twin("role_has_at_most_ten_managed_policies", {"RoleName": "managed"})
PROVIDER = Request(
    "iam",
    "CreateOpenIDConnectProvider",
    {"Url": "https://token.actions.githubusercontent.com", "ClientIDList": ["sts.amazonaws.com"]},
)
PROVIDER.twin("identity_provider_has_an_https_url", {"Url": "http://token.actions.githubusercontent.com"})
