"""Amazon SES, and the mail that was sent. It sends nothing, and so no message bounces. Its identities are in mail_identities.py.

    GET /embedded-aws/mail    every message so far: its sender, recipients, subject, configuration set and text
"""

import email
import json
from email.utils import parseaddr
from typing import Any

from mail_configuration_sets import configure
from mail_identities import Verified, identity_of, verify_identities_by_their_records
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
