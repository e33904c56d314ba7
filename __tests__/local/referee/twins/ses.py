from twins import Request

MAIL_FROM = Request(
    "sesv2",
    "PutEmailIdentityMailFromAttributes",
    {"EmailIdentity": "example.com", "MailFromDomain": "bounce.example.com"},
)
MAIL_FROM.twin("mail_from_domain_is_below_the_identity", {"MailFromDomain": "example.com"})

CONFIGURATION_SET = Request("sesv2", "CreateConfigurationSet", {"ConfigurationSetName": "api-production"})
CONFIGURATION_SET.twin(
    "configuration_set_name_has_letters_digits_hyphens_and_underscores", {"ConfigurationSetName": "api.production"}
)

DIMENSION = {
    "DimensionName": "ses:configuration-set",
    "DimensionValueSource": "MESSAGE_TAG",
    "DefaultDimensionValue": "api-production",
}
for operation in ("CreateConfigurationSetEventDestination", "UpdateConfigurationSetEventDestination"):
    Request(
        "sesv2",
        operation,
        {
            "ConfigurationSetName": "api-production",
            "EventDestinationName": "metrics",
            "EventDestination": {"CloudWatchDestination": {"DimensionConfigurations": [DIMENSION]}},
        },
    ).twin(
        "metric_dimensions_have_letters_digits_and_some_signs",
        {"EventDestination.CloudWatchDestination.DimensionConfigurations.0.DefaultDimensionValue": "a b"},
    )
