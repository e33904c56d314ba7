"""What S3 refuses in the CORS configuration of a bucket."""

from ..refusal import Refusal
from .table import rule

ELEMENTS = "Amazon S3 User Guide, Elements of a CORS configuration"
METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD")


def rules_of(params: dict) -> list[dict]:
    return (params.get("CORSConfiguration") or {}).get("CORSRules") or []


@rule("s3", "PutBucketCors", source=ELEMENTS)
def cors_methods_are_those_of_s3(params, account):
    """In the CORS configuration, you can specify the following values for the AllowedMethod element: GET, PUT, POST, DELETE, HEAD."""
    for method in [method for each in rules_of(params) for method in each.get("AllowedMethods") or []]:
        if method not in METHODS:
            yield Refusal(
                "InvalidRequest", f"Found unsupported HTTP method in CORS config. Unsupported method is {method}"
            )


@rule("s3", "PutBucketCors", source=ELEMENTS)
def cors_origins_and_headers_have_one_wildcard(params, account):
    """The origin string can contain only one * wildcard character. Each AllowedHeader string can contain at most one."""
    for element in ("AllowedOrigins", "AllowedHeaders"):
        for text in [text for each in rules_of(params) for text in each.get(element) or []]:
            if text.count("*") > 1:
                name = element.removesuffix("s")
                yield Refusal("InvalidRequest", f'{name} "{text}" can not have more than one wildcard.')


@rule("s3", "PutBucketCors", source=ELEMENTS)
def cors_has_at_most_100_rules(params, account):
    """You can configure up to 100 rules."""
    if len(rules_of(params)) > 100:
        yield Refusal("InvalidRequest", "The number of CORS rules should not exceed allowed limit of 100 rules.")
