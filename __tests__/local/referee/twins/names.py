from twins import ABSENT, Request


class Record:
    """Resources of moto, with the attributes that the rules read."""

    name, type, set_identifier = "taken.example.com.", "A", None


class Zone:
    name, rrsets = "example.com.", [Record()]


def zones(account) -> None:
    account.backend("route53").zones["Z1"] = Zone()


CERTIFICATE = Request(
    "acm",
    "RequestCertificate",
    {"DomainName": "api.example.com", "SubjectAlternativeNames": ["*.api.example.com"], "ValidationMethod": "DNS"},
)
CERTIFICATE.twin("first_name_has_at_most_64_characters", {"DomainName": f"{'a' * 53}.example.com"})
CERTIFICATE.twin("label_has_at_most_63_characters", {"SubjectAlternativeNames": [f"{'a' * 64}.example.com"]})
CERTIFICATE.twin(
    "certificate_has_at_most_ten_names", {"SubjectAlternativeNames": [f"{number}.example.com" for number in range(10)]}
)

RECORD = Request(
    "route53",
    "ChangeResourceRecordSets",
    {
        "HostedZoneId": "Z1",
        "ChangeBatch": {
            "Changes": [
                {
                    "Action": "UPSERT",
                    "ResourceRecordSet": {
                        "Name": "api.example.com",
                        "Type": "A",
                        "TTL": 60,
                        "ResourceRecords": [{"Value": "192.0.2.1"}],
                    },
                }
            ]
        },
    },
    zones,
)
record = "ChangeBatch.Changes.0.ResourceRecordSet"
ALIAS = {"Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Value": "other.example.com"}]}
RECORD.twin("record_is_in_its_zone", {f"{record}.Name": "api.example.org"})
RECORD.twin(
    "created_record_does_not_exist",
    {f"{record}.Name": "taken.example.com"},
    given={"ChangeBatch.Changes.0.Action": "CREATE"},
)
RECORD.twin(
    "apex_has_no_cname",
    {f"{record}.Name": "example.com"},
    given={record: {"Name": "www.example.com", **ALIAS}},
)
RECORD.twin("record_has_values_and_a_ttl_or_an_alias", {f"{record}.TTL": ABSENT})
RECORD.twin("address_record_has_addresses", {f"{record}.ResourceRecords.0.Value": "other.example.com"})
RECORD.twin(
    "cname_has_one_value",
    {f"{record}.ResourceRecords": [{"Value": "a.example.com"}, {"Value": "b.example.com"}]},
    given={record: {"Name": "www.example.com", **ALIAS}},
)
RECORD.twin(
    "text_record_is_quoted",
    {f"{record}.ResourceRecords.0.Value": "v=spf1 -all"},
    given={f"{record}.Type": "TXT", f"{record}.ResourceRecords.0.Value": '"v=spf1 -all"'},
)
