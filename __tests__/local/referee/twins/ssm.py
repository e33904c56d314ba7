from twins import Request

PARAMETER = Request(
    "ssm",
    "PutParameter",
    {"Name": "/api-production/image/app", "Type": "SecureString", "Value": "1.0", "KeyId": "alias/app"},
)
PARAMETER.twin("parameter_name_is_not_reserved", {"Name": "/aws/image"})
PARAMETER.twin("parameter_name_has_letters_digits_and_three_symbols", {"Name": "api/image"})
PARAMETER.twin("parameter_hierarchy_has_at_most_fifteen_levels", {"Name": "/a" * 16})
PARAMETER.twin("standard_parameter_has_4_kb", {"Value": "x" * 4097})
PARAMETER.twin("value_refers_to_no_parameter", {"Value": "{{ssm:other}}"})
PARAMETER.twin("key_is_for_a_secure_string", {"Type": "String"})
PARAMETER.twin("value_matches_its_pattern", {"AllowedPattern": "^[a-z]+$"}, given={"AllowedPattern": r"^[\d.]+$"})
PARAMETER.twin(
    "tags_are_given_to_a_new_parameter", {"Overwrite": True}, given={"Tags": [{"Key": "app", "Value": "api"}]}
)
PARAMETER.twin(
    "policies_are_for_advanced_parameters", {"Tier": "Standard"}, given={"Tier": "Advanced", "Policies": "[]"}
)
