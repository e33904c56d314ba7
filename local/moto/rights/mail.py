"""What sending by Amazon SES is authorized for ("Actions, resources, and condition keys for Amazon SES", Service Authorization Reference).

The identity of the sender, and the configuration set: that of the request, or the identity's default. In the sandbox, recipients too.
"""

import email
from base64 import b64decode
from email.utils import parseaddr
from typing import Any

from .policies import Ask

SENDING = ("ses:SendEmail", "ses:SendRawEmail")


def asks_to_send(name: str, params: dict[str, Any], region: str, account: str) -> list[Ask]:
    import mail
    from mail_identities import identity_of
    from moto.ses.models import ses_backends

    backend = ses_backends[account][region]
    raw = params.get("RawMessage") or params.get("Content", {}).get("Raw")
    # API v2 has one operation for both.
    action = "ses:SendRawEmail" if raw else name
    address = parseaddr(params.get("Source") or params.get("FromEmailAddress") or header_of(raw, "from"))[1]
    destination = params.get("Destination") or {}
    recipients = params.get("Destinations") or [each for some in destination.values() for each in some]
    context = {"ses:FromAddress": address, "ses:Recipients": recipients}

    identity = identity_of(backend, address)
    default = getattr(identity, "configuration_set_name", None)
    configuration_set = params.get("ConfigurationSetName") or default
    resources = [
        f"identity/{identity.email_identity if identity else address}",
        *([f"configuration-set/{configuration_set}"] if configuration_set else []),
        *(f"identity/{each}" for each in unnamed(recipients, backend) if mail.sandboxed),
    ]
    return [Ask(action, f"arn:aws:ses:{region}:{account}:{resource}", context) for resource in resources]


def unnamed(recipients: list[str], backend: Any) -> list[str]:
    from mail_identities import identity_of

    addresses = [parseaddr(each)[1] for each in recipients]
    found = [(address, identity_of(backend, address)) for address in addresses]
    return [identity.email_identity if identity else address for address, identity in found]


def header_of(raw: dict[str, Any] | None, name: str) -> str:
    data = (raw or {}).get("Data") or b""
    text = b64decode(data) if isinstance(data, str) else data
    return email.message_from_bytes(text)[name] or ""
