"""What Amazon SES refuses of an identity and of a configuration set."""

import re

from ..refusal import Refusal
from .table import rule

MAIL_FROM = "Amazon SES Developer Guide, Using a custom MAIL FROM domain"
EVENTS = "Amazon SES API v2 Reference, CloudWatchDimensionConfiguration"


@rule("sesv2", "PutEmailIdentityMailFromAttributes", source=MAIL_FROM)
def mail_from_domain_is_below_the_identity(params, account):
    """The MAIL FROM domain must be a subdomain of the parent domain of a verified identity."""
    domain, identity = params.get("MailFromDomain") or "", params.get("EmailIdentity", "").split("@")[-1]
    if domain and not domain.endswith(f".{identity}"):
        text = f"Provided MAIL-FROM domain <{domain}> is not subdomain of the domain of the identity <{identity}>."
        yield Refusal("BadRequestException", text)


@rule("sesv2", "CreateConfigurationSet", source="Amazon SES API v2 Reference, CreateConfigurationSet")
def configuration_set_name_has_letters_digits_hyphens_and_underscores(params, account):
    """The name can contain up to 64 alphanumeric characters, including letters, numbers, hyphens (-) and underscores (_) only."""
    name = params.get("ConfigurationSetName", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name):
        yield Refusal("BadRequestException", f"Invalid configuration set name <{name}>.")


@rule("sesv2", "CreateConfigurationSetEventDestination", source=EVENTS)
@rule("sesv2", "UpdateConfigurationSetEventDestination", source=EVENTS)
def metric_dimensions_have_letters_digits_and_some_signs(params, account):
    """The names and default values have at most 256 characters: ASCII letters, numbers, underscores, dashes, and in values @ and periods."""
    destination = (params.get("EventDestination") or {}).get("CloudWatchDestination") or {}
    for each in destination.get("DimensionConfigurations") or []:
        name, value = each.get("DimensionName", ""), each.get("DefaultDimensionValue", "")
        if not re.fullmatch(r"[\w:-]{1,256}", name, re.ASCII) or not re.fullmatch(r"[\w@.-]{1,256}", value, re.ASCII):
            yield Refusal("BadRequestException", f"Invalid dimension <{name}> with the default value <{value}>.")
