"""What Systems Manager refuses of a parameter."""

import re
from functools import partial

from ..refusal import Refusal
from .table import rule

PARAMETER = "AWS Systems Manager API Reference, PutParameter"
NAMES = "AWS Systems Manager User Guide, Requirements and constraints for parameter names"

invalid = partial(Refusal, "ValidationException")


@rule("ssm", "PutParameter", source=NAMES)
def parameter_name_is_not_reserved(params, account):
    """A parameter name can't be prefixed with "aws" or "ssm" (case-insensitive)."""
    if re.match(r"(?i)/?(aws|ssm)", params["Name"]):
        return invalid(
            'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of '
            "sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the "
            "following 3 symbols .-_"
        )


@rule("ssm", "PutParameter", source=NAMES)
def parameter_name_has_letters_digits_and_three_symbols(params, account):
    """Only the following symbols and letters: a-zA-Z0-9_.- and / to delineate hierarchies, with a leading one then."""
    name = params["Name"]
    if not re.fullmatch(r"(/[\w.-]+)+|[\w.-]+", name, re.ASCII):
        return invalid(
            "Parameter name must be a fully qualified name: letters, numbers and .-_, in a path each after a slash."
        )


@rule("ssm", "PutParameter", source=NAMES)
def parameter_hierarchy_has_at_most_fifteen_levels(params, account):
    """Parameter hierarchies are limited to a maximum depth of fifteen levels."""
    if params["Name"].count("/") > 15:
        return Refusal("HierarchyLevelLimitExceededException", "Parameter hierarchies have at most 15 levels.")


@rule("ssm", "PutParameter", source=PARAMETER)
def standard_parameter_has_4_kb(params, account):
    """Standard parameters have a value limit of 4 KB. Advanced parameters have a value limit of 8 KB."""
    size = len(params.get("Value", ""))
    if params.get("Tier", "Standard") == "Standard" and size > 4096:
        return invalid(
            "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, "
            "upgrade the parameter to use the advanced-parameter tier."
        )
    if size > 8192:
        return invalid("Advanced tier parameters support a maximum parameter value of 8192 characters.")


@rule("ssm", "PutParameter", source=PARAMETER)
def value_refers_to_no_parameter(params, account):
    """You can't include values wrapped in double brackets {{}} or {{ssm:parameter-name}} in a parameter value."""
    if re.search(r"\{\{.*\}\}", params.get("Value", ""), re.DOTALL):
        return invalid('Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.')


@rule("ssm", "PutParameter", source=PARAMETER)
def key_is_for_a_secure_string(params, account):
    """KeyId: the KMS key that you want to use to encrypt a parameter, of the SecureString data type."""
    if params.get("KeyId") and params.get("Type") not in (None, "SecureString"):
        return invalid("KeyId is required for SecureString parameter type only.")


@rule("ssm", "PutParameter", source=PARAMETER)
def value_matches_its_pattern(params, account):
    """AllowedPattern: a regular expression used to validate the parameter value."""
    pattern = params.get("AllowedPattern")
    if pattern and not re.search(pattern, params.get("Value", "")):
        return Refusal(
            "ParameterPatternMismatchException",
            f"Parameter value, cannot be validated against allowedPattern: {pattern}",
        )


@rule("ssm", "PutParameter", source=PARAMETER)
def tags_are_given_to_a_new_parameter(params, account):
    """To add tags to an existing parameter, use AddTagsToResource: Overwrite and Tags exclude each other."""
    if params.get("Overwrite") and params.get("Tags"):
        return invalid(
            "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove "
            "overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or "
            "RemoveTagsFromResource."
        )


@rule("ssm", "PutParameter", source="AWS Systems Manager User Guide, Assigning parameter policies in Parameter Store")
def policies_are_for_advanced_parameters(params, account):
    """Standard parameters can't be configured to use parameter policies."""
    if params.get("Policies") and params.get("Tier", "Standard") == "Standard":
        return invalid("The parameter policies are supported by the advanced-parameter tier only.")
