"""Corrections of security groups, NAT gateways, DNS records and listeners."""


def remember_security_group_rule_descriptions() -> None:
    """Every rule can have a description. moto stores it only for rules with a CIDR range."""
    from moto.ec2.models.security_groups import SecurityGroupRule

    initialize = SecurityGroupRule.__init__

    def initialize_and_remember(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        # As AuthorizeSecurityGroupIngress passes them: ..., ip_range, source_group, prefix_list_id.
        peers = [peer for peer in args[5:8] if peer]
        self.peer_description = next((peer.get("Description") for peer in peers), None)

    SecurityGroupRule.__init__ = initialize_and_remember
    SecurityGroupRule.description = property(
        lambda self: self.ip_range.get("Description") or self.peer_description
    )


def find_nat_gateways_by_their_tags() -> None:
    """moto ignores this filter ("DescribeNatGateways", Amazon EC2 API Reference)."""
    from moto.ec2.models.nat_gateways import NatGatewayBackend

    describe = NatGatewayBackend.describe_nat_gateways

    def describe_tagged(self, filters, nat_gateway_ids):
        wanted = {name.removeprefix("tag:"): values for name, values in (filters or {}).items() if name.startswith("tag:")}
        tags = {each.id: {tag["key"]: tag["value"] for tag in each.get_tags()} for each in self.nat_gateways.values()}
        return [
            each
            for each in describe(self, filters, nat_gateway_ids)
            if all(tags[each.id].get(key) in values for key, values in wanted.items())
        ]

    NatGatewayBackend.describe_nat_gateways = describe_tagged


def leave_the_ttl_of_an_alias_out() -> None:
    """An alias record has no TTL (Amazon Route 53 API Reference, "ResourceRecordSet"). moto lists it with a TTL of 0, which a
    client sends back when it deletes the record."""
    from moto.route53.models import RecordSet

    initialize = RecordSet.__init__

    def initialize_without_ttl(self, kwargs):
        initialize(self, kwargs)
        if self.alias_target:
            self.ttl = None

    RecordSet.__init__ = initialize_without_ttl


def forget_the_changes_of_a_deleted_record() -> None:
    """A deleted record can be created again. moto refuses the same creation a second time if a later record exists."""
    from moto.route53.models import FakeZone

    delete = FakeZone.delete_rrset

    def of(record):
        return record["Name"].strip("."), record.get("Type")

    def delete_and_forget(self, rrset):
        delete(self, rrset)
        self.rr_changes[:] = [each for each in self.rr_changes if of(each["ResourceRecordSet"]) != of(rrset)]

    FakeZone.delete_rrset = delete_and_forget


def leave_the_security_policy_of_a_plain_listener_out() -> None:
    """A listener has one with HTTPS or TLS ("Listener", Elastic Load Balancing API Reference). moto gives one to each, which a
    client sends back when it changes the listener."""
    from moto.elbv2.models import FakeListener

    initialize = FakeListener.__init__

    def initialize_without_policy(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        if self.protocol not in ("HTTPS", "TLS"):
            self.ssl_policy = None

    FakeListener.__init__ = initialize_without_policy


PATCHES = (
    remember_security_group_rule_descriptions,
    find_nat_gateways_by_their_tags,
    leave_the_ttl_of_an_alias_out,
    forget_the_changes_of_a_deleted_record,
    leave_the_security_policy_of_a_plain_listener_out,
)
