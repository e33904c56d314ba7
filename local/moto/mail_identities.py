"""Identities of Amazon SES, which their records in Route 53 verify. SES looks for these for 72 hours, here whenever it is asked."""

import json
import string
from datetime import datetime, timezone
from random import choices
from typing import Any

from mail_requests import error, part_after


def records_of(account: str) -> dict[tuple[str, str], list[str]]:
    """The values of the records of all hosted zones, by name and type."""
    from moto.route53.models import route53_backends

    zones = list(route53_backends[account]["aws"].zones.values())
    return {
        (record.name.rstrip(".").lower(), record.type): [str(value).strip('"').rstrip(".") for value in record.records]
        for zone in zones
        for record in zone.rrsets
        if record.records
    }


def dkim_domain(region: str) -> str:
    """Of most regions. The others are in facts/mail-regions.ts."""
    return "dkim.amazonses.com" if region != "ap-northeast-3" else f"dkim.{region}.amazonses.com"


class Verified:
    """What the records of an identity prove. An address without a domain identity is verified by a link, which is not known here."""

    def __init__(self, identity: Any, backend: Any) -> None:
        records = records_of(backend.account_id)
        name, region = identity.email_identity, backend.region_name
        tokens = identity.dkim_attributes["Tokens"]
        self.dkim = all(
            f"{token}.{dkim_domain(region)}" in records.get((f"{token}._domainkey.{name}", "CNAME"), [])
            for token in tokens
        )
        domain = identity.mail_from.get("MailFromDomain", "")
        exchange = records.get((domain, "MX"), [])
        policy = records.get((domain, "TXT"), [])
        self.mail_from = f"10 feedback-smtp.{region}.amazonses.com" in exchange and any(
            "include:amazonses.com" in text for text in policy
        )


def verify_identities_by_their_records() -> None:
    from moto.ses.models import EmailIdentity, SESBackend
    from moto.sesv2.models import SESV2Backend
    from moto.sesv2.responses import SESV2Response as Responses

    initialize = EmailIdentity.__init__

    def initialize_with_keys(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        self.mail_from: dict[str, str] = {}
        signing = self.dkim_signing_attributes if isinstance(self.dkim_signing_attributes, dict) else {}
        length = signing.get("NextSigningKeyLength", "RSA_2048_BIT")
        self.dkim_attributes = {
            "SigningEnabled": True,
            "SigningAttributesOrigin": "AWS_SES",
            "CurrentSigningKeyLength": length,
            "NextSigningKeyLength": length,
            "LastKeyGenerationTimestamp": datetime.now(timezone.utc).timestamp(),
            "Tokens": ["".join(choices(string.ascii_lowercase + string.digits, k=32)) for _ in range(3)],
        }

    create = SESBackend.create_email_identity_v2

    def create_once(self, email_identity, tags, dkim_signing_attributes, configuration_set_name):
        if email_identity in self.email_identities:
            raise error("AlreadyExistsException", f"Email identity {email_identity} already exist.")
        if configuration_set_name and configuration_set_name not in self.config_sets:
            raise error("NotFoundException", f"Configuration set <{configuration_set_name}> does not exist.")
        # moto has the tags at another ARN than AWS.
        arn = f"arn:aws:ses:{self.region_name}:{self.account_id}:identity/{email_identity}"
        self.tagger.delete_all_tags_for_resource(arn)
        self.tagger.tag_resource(arn, tags or [])
        return create(self, email_identity, None, dkim_signing_attributes, configuration_set_name)

    def shown(self, identity) -> dict[str, Any]:
        verified = Verified(identity, self.sesv2_backend)
        status = "SUCCESS" if verified.dkim else "PENDING"
        answer = {
            "IdentityType": identity.identity_type,
            "FeedbackForwardingStatus": True,
            "VerifiedForSendingStatus": verified.dkim,
            "VerificationStatus": status,
            "DkimAttributes": {**identity.dkim_attributes, "Status": status},
            "Policies": identity.policies,
            "Tags": self.sesv2_backend.list_tags_for_resource(
                f"arn:aws:ses:{self.region}:{self.current_account}:identity/{identity.email_identity}"
            ),
        }
        if identity.configuration_set_name:
            answer["ConfigurationSetName"] = identity.configuration_set_name
        if identity.mail_from:
            answer["MailFromAttributes"] = {
                **identity.mail_from,
                "MailFromDomainStatus": "SUCCESS" if verified.mail_from else "PENDING",
            }
        return answer

    def get_email_identity(self) -> str:
        return json.dumps(shown(self, identity_in(self)))

    def put_email_identity_mail_from_attributes(self) -> str:
        given = json.loads(self.body)
        identity = identity_in(self)
        identity.mail_from = (
            {
                "MailFromDomain": given["MailFromDomain"],
                "BehaviorOnMxFailure": given.get("BehaviorOnMxFailure", "USE_DEFAULT_VALUE"),
            }
            if given.get("MailFromDomain")
            else {}
        )
        return "{}"

    def put_email_identity_configuration_set_attributes(self) -> str:
        identity_in(self).configuration_set_name = json.loads(self.body).get("ConfigurationSetName")
        return "{}"

    def create_email_identity(self) -> str:
        given = json.loads(self.body)
        identity = self.sesv2_backend.create_email_identity(
            given["EmailIdentity"],
            given.get("Tags"),
            given.get("DkimSigningAttributes"),
            given.get("ConfigurationSetName"),
        )
        known = ("IdentityType", "VerifiedForSendingStatus", "DkimAttributes")
        return json.dumps({key: value for key, value in shown(self, identity).items() if key in known})

    EmailIdentity.__init__ = initialize_with_keys
    SESBackend.create_email_identity_v2 = create_once
    for action in (
        get_email_identity,
        put_email_identity_mail_from_attributes,
        put_email_identity_configuration_set_attributes,
        create_email_identity,
    ):
        setattr(Responses, action.__name__, action)


def identity_in(response: Any) -> Any:
    """The identity that the path of a request names."""
    name = part_after(response, "identities")
    found = response.sesv2_backend.core_backend.email_identities.get(name)
    if found is None:
        raise error("NotFoundException", f"Email identity {name} does not exist.", 404)
    return found


def identity_of(backend: Any, address: str) -> Any:
    """The identity with which an address sends: its own, or that of its domain ("Verified identities in Amazon SES")."""
    known = backend.email_identities
    return known.get(address) or known.get(address.split("@")[-1].lower())
