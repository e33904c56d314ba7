"""What ACM refuses of a certificate, and Route 53 of a record."""

import ipaddress
import re
from collections.abc import Iterator

from ..refusal import Refusal
from ..resources import held
from .table import rule

CERTIFICATE = "AWS Certificate Manager API Reference, RequestCertificate"
RECORDS = "Amazon Route 53 Developer Guide, Supported DNS record types"
VALUES = "Amazon Route 53 API Reference, ResourceRecordSet"
SIMPLE_RECORDS = "Amazon Route 53 Developer Guide, Values specific for simple records"


@rule("acm", "RequestCertificate", source=CERTIFICATE)
def first_name_has_at_most_64_characters(params, account):
    """The length of the domain name (technically, the Common Name) cannot exceed 64 octets, including periods."""
    if len(params.get("DomainName", "")) > 64:
        return Refusal("InvalidParameterException", "The first domain name can be no longer than 64 characters.")


@rule("acm", "RequestCertificate", source=CERTIFICATE)
def label_has_at_most_63_characters(params, account):
    """The maximum length of a SAN DNS name is 253 octets. No label can be longer than 63 octets."""
    for name in [params.get("DomainName", ""), *(params.get("SubjectAlternativeNames") or [])]:
        if len(name) > 253 or any(len(label) > 63 for label in name.split(".")):
            yield Refusal(
                "ValidationException", f"The domain name {name} has a label of more than 63 octets, or more than 253."
            )


@rule("acm", "RequestCertificate", source="AWS Certificate Manager User Guide, Quotas")
def certificate_has_at_most_ten_names(params, account):
    """Number of domain names per ACM certificate: 10 by default, the first included."""
    names = {params.get("DomainName"), *(params.get("SubjectAlternativeNames") or [])}
    if len(names) > 10:
        return Refusal("LimitExceededException", "Number of domain names on the certificate exceeds the limit of 10.")


def batch(message: str) -> Refusal:
    return Refusal("InvalidChangeBatch", f"[{message}]")


def changes(params: dict, *types: str) -> Iterator[tuple[str, dict]]:
    """The action and the record set of each change, of these types or of all."""
    for each in (params.get("ChangeBatch") or {}).get("Changes") or []:
        records = each.get("ResourceRecordSet") or {}
        if not types or records.get("Type") in types:
            yield each.get("Action", ""), records


def values(records: dict) -> list[str]:
    return [each.get("Value", "") for each in records.get("ResourceRecords") or []]


def zone_name(params: dict, account) -> str | None:
    zone = held(account, "route53").zones.get(params.get("HostedZoneId", "").split("/")[-1])
    return zone.name.rstrip(".").lower() if zone else None


def own(name: str) -> str:
    return name.rstrip(".").lower()


@rule("route53", "ChangeResourceRecordSets", source=SIMPLE_RECORDS)
def record_is_in_its_zone(params, account):
    """The name of the record ends with the name of the hosted zone."""
    zone = zone_name(params, account)
    for _, records in changes(params):
        name = own(records.get("Name", ""))
        if zone is not None and name != zone and not name.endswith(f".{zone}"):
            yield batch(f"RRSet with DNS name {name}. is not permitted in zone {zone}.")


@rule("route53", "ChangeResourceRecordSets", source="Amazon Route 53 API Reference, Change")
def created_record_does_not_exist(params, account):
    """CREATE: creates a resource record set. UPSERT: if a resource record set exists, Route 53 updates it."""
    zone = held(account, "route53").zones.get(params.get("HostedZoneId", "").split("/")[-1])
    existing = {(own(each.name), each.type, each.set_identifier) for each in zone.rrsets} if zone else set()
    for action, records in changes(params):
        name, kind = own(records.get("Name", "")), records.get("Type")
        record = (name, kind, records.get("SetIdentifier"))
        if action == "DELETE":
            existing.discard(record)
        if action == "CREATE" and record in existing:
            yield batch(f"Tried to create resource record set [name='{name}.', type='{kind}'] but it already exists")


@rule("route53", "ChangeResourceRecordSets", source=RECORDS)
def apex_has_no_cname(params, account):
    """The DNS protocol does not allow you to create a CNAME record for the top node of a DNS namespace."""
    zone = zone_name(params, account)
    for _, records in changes(params, "CNAME"):
        if zone is not None and own(records.get("Name", "")) == zone:
            yield batch(f"RRSet of type CNAME with DNS name {zone}. is not permitted at apex in zone {zone}.")


@rule("route53", "ChangeResourceRecordSets", source=VALUES)
def record_has_values_and_a_ttl_or_an_alias(params, account):
    """If you're creating an alias resource record set, omit TTL and ResourceRecords; otherwise both are required."""
    for _, records in changes(params):
        alias = bool(records.get("AliasTarget"))
        if alias != (records.get("TTL") is None) or alias == bool(records.get("ResourceRecords")):
            yield Refusal(
                "InvalidInput",
                "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and "
                f"ResourceRecords], or TrafficPolicyInstanceId], but found something else for {records.get('Name')}",
            )


@rule("route53", "ChangeResourceRecordSets", source=RECORDS)
def address_record_has_addresses(params, account):
    """A: an IP address in IPv4 format (dotted decimal). AAAA: an IP address in IPv6 format."""
    for _, records in changes(params, "A", "AAAA"):
        kind = {"A": ipaddress.IPv4Address, "AAAA": ipaddress.IPv6Address}[records["Type"]]
        for value in values(records):
            try:
                kind(value)
            except ValueError:
                yield batch(
                    f"Invalid Resource Record: 'FATAL problem: {records['Type']}RRDATAIllegal (Value is not a valid IP "
                    f"address) encountered with '{value}''"
                )


@rule("route53", "ChangeResourceRecordSets", source=RECORDS)
def cname_has_one_value(params, account):
    """CNAME: the name of another record. A CNAME record can have one value."""
    for _, records in changes(params, "CNAME"):
        if len(values(records)) > 1:
            yield batch(f"RRSet of type CNAME with DNS name {records.get('Name')} can have one value only")


@rule("route53", "ChangeResourceRecordSets", source=RECORDS)
def text_record_is_quoted(params, account):
    """TXT: one or more strings enclosed in double quotation marks, each of at most 255 characters."""
    for _, records in changes(params, "TXT"):
        for value in values(records):
            strings = re.findall(r'"((?:\\.|[^"\\])*)"', value)
            if not re.fullmatch(r'("(\\.|[^"\\])*"\s*)+', value):
                yield batch(
                    "Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in "
                    f"quotation marks) encountered with '{value}''"
                )
            elif any(len(each) > 255 for each in strings):
                yield batch("Invalid Resource Record: 'FATAL problem: TXTRDATATooLong'")
