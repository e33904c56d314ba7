"""Amazon SES: identities that their records in Route 53 verify, configuration sets with event destinations, and the mail that was sent.

SES looks for the records of an identity for 72 hours. Here it looks whenever it is asked. It sends nothing, and so no message bounces.

    GET /embedded-aws/mail    every message so far: its sender, recipients, subject, configuration set and text
"""

import email
import json
import string
from datetime import datetime, timezone
from email.utils import parseaddr
from random import choices
from typing import Any
from urllib.parse import unquote

from questions import question

# Of a fresh account: it sends only to identities that it has verified ("Request production access", Amazon SES Developer Guide).
SIMULATOR = "simulator.amazonses.com"

# The paths below /v2/email that moto's server does not know. It knows no other patterns of a part than this one.
PATHS = (
    "account",
    "identities/(?P<EmailIdentity>[^/]+)/(?P<attribute>[^/]+)",
    "configuration-sets/(?P<ConfigurationSetName>[^/]+)/(?P<option>[^/]+)",
    "configuration-sets/(?P<ConfigurationSetName>[^/]+)/event-destinations/(?P<EventDestinationName>[^/]+)",
)

sandboxed = False
sent: list[dict[str, Any]] = []


def apply(profile: str) -> None:
    global sandboxed
    sandboxed = profile == "fresh"
    add_paths()
    verify_identities_by_their_records()
    configure()
    send()
    question("GET", "mail")(lambda: sent)


def add_paths() -> None:
    from moto.sesv2 import urls

    urls.url_paths |= {f"{{0}}/v2/email/{path}$": urls.SESV2Response.dispatch for path in PATHS}


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


def set_in(response: Any) -> Any:
    name = part_after(response, "configuration-sets")
    found = response.sesv2_backend.core_backend.config_sets.get(name)
    if found is None:
        raise error("NotFoundException", f"Configuration set <{name}> does not exist.", 404)
    return found


def part_after(response: Any, name: str) -> str:
    parts = response.path.split("/")
    return unquote(parts[parts.index(name) + 1])


def error(code: str, message: str, status: int = 400) -> Exception:
    from moto.core.exceptions import JsonRESTError

    failure = JsonRESTError(code, message)
    failure.code = status
    return failure


def configure() -> None:
    """Configuration sets with all of their options, and their event destinations."""
    from moto.ses.models import ConfigurationSet
    from moto.sesv2.responses import SESV2Response as Responses

    initialize = ConfigurationSet.__init__

    def initialize_with_destinations(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        self.destinations: dict[str, dict[str, Any]] = {}

    def get_configuration_set(self) -> str:
        found = set_in(self)
        answer = {
            "ConfigurationSetName": found.configuration_set_name,
            "DeliveryOptions": found.delivery_options,
            "ReputationOptions": found.reputation_options,
            "SendingOptions": found.enabled,
            "SuppressionOptions": found.suppression_options,
            "Tags": found.tags,
        }
        if found.tracking_options:
            answer["TrackingOptions"] = found.tracking_options
        return json.dumps(answer)

    def putting(option: str):
        def put(self) -> str:
            setattr(set_in(self), option, json.loads(self.body))
            return "{}"

        return put

    def create_configuration_set_event_destination(self) -> str:
        given, destinations = json.loads(self.body), set_in(self).destinations
        if given["EventDestinationName"] in destinations:
            raise error("AlreadyExistsException", "Duplicate Event destination Name.")
        destinations[given["EventDestinationName"]] = given["EventDestination"]
        return "{}"

    def get_configuration_set_event_destinations(self) -> str:
        known = [{"Name": name, **each} for name, each in set_in(self).destinations.items()]
        return json.dumps({"EventDestinations": known})

    def update_configuration_set_event_destination(self) -> str:
        destinations = set_in(self).destinations
        destinations[part_after(self, "event-destinations")] = json.loads(self.body)["EventDestination"]
        return "{}"

    def delete_configuration_set_event_destination(self) -> str:
        name = part_after(self, "event-destinations")
        if set_in(self).destinations.pop(name, None) is None:
            raise error("NotFoundException", f"Event destination {name} does not exist.", 404)
        return "{}"

    ConfigurationSet.__init__ = initialize_with_destinations
    Responses.get_configuration_set = get_configuration_set
    for name, option in (
        ("delivery", "delivery_options"),
        ("reputation", "reputation_options"),
        ("sending", "enabled"),
        ("suppression", "suppression_options"),
    ):
        setattr(Responses, f"put_configuration_set_{name}_options", putting(option))
    for action in (
        create_configuration_set_event_destination,
        get_configuration_set_event_destinations,
        update_configuration_set_event_destination,
        delete_configuration_set_event_destination,
    ):
        setattr(Responses, action.__name__, action)


def identity_of(backend: Any, address: str) -> Any:
    """The identity with which an address sends: its own, or that of its domain ("Verified identities in Amazon SES")."""
    known = backend.email_identities
    return known.get(address) or known.get(address.split("@")[-1].lower())


def send() -> None:
    """A message is refused unless SES has verified its sender, and in the sandbox its recipients too."""
    from moto.ses.exceptions import MessageRejectedError
    from moto.ses.models import SESBackend
    from moto.sesv2.responses import SESV2Response as Responses

    def refuse_unverified(backend, address: str) -> None:
        identity = identity_of(backend, address)
        if identity is not None and Verified(identity, backend).dkim:
            return
        text = "Email address is not verified. The following identities failed the check in region"
        raise MessageRejectedError(f"{text} {backend.region_name.upper()}: {address}")

    def keep(backend, source: str, recipients: list[str], subject: str, text: str) -> None:
        address = parseaddr(source)[1]
        refuse_unverified(backend, address)
        for recipient in recipients if sandboxed else []:
            if not recipient.endswith(f"@{SIMULATOR}"):
                refuse_unverified(backend, parseaddr(recipient)[1])
        identity = identity_of(backend, address)
        sent.append(
            {
                "from": source,
                "to": recipients,
                "subject": subject,
                "configurationSet": identity.configuration_set_name,
                "text": text,
            }
        )

    send_email, send_raw_email = SESBackend.send_email, SESBackend.send_raw_email

    def send_email_and_keep(self, source, subject, body, destinations):
        keep(self, source, [each for some in destinations.values() for each in some], subject, body)
        return send_email(self, source, subject, body, destinations)

    def send_raw_email_and_keep(self, source, destinations, raw_data):
        message = email.message_from_string(raw_data)
        recipients = list(destinations) or [parseaddr(message["to"] or "")[1]]
        keep(self, source or message["from"], recipients, str(message["subject"]), raw_data)
        return send_raw_email(self, source, destinations, raw_data)

    def get_account(self) -> str:
        return json.dumps(
            {
                "ProductionAccessEnabled": not sandboxed,
                "SendingEnabled": True,
                "EnforcementStatus": "HEALTHY",
                "DedicatedIpAutoWarmupEnabled": False,
                "SendQuota": {
                    "Max24HourSend": 200.0 if sandboxed else 50_000.0,
                    "MaxSendRate": 1.0 if sandboxed else 14.0,
                    "SentLast24Hours": float(len(sent)),
                },
            }
        )

    SESBackend.send_email, SESBackend.send_raw_email = send_email_and_keep, send_raw_email_and_keep
    Responses.get_account = get_account
