"""What EC2 refuses of networks and security groups."""

import ipaddress
import re
from functools import partial

from ..refusal import Refusal
from ..resources import held
from .table import rule

GROUP = "Amazon EC2 API Reference, CreateSecurityGroup"
RULE = "Amazon EC2 API Reference, IpPermission"
GROUP_RULES = ("AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress")
TEXT = r"[\w .\-:/()#,@\[\]+=&;{}!$*]{0,255}"

invalid = partial(Refusal, "InvalidParameterValue")


@rule("ec2", "CreateVpc", "CreateSubnet", source="Amazon VPC User Guide, VPC CIDR blocks")
def network_is_a_block_of_16_to_28_bits(params, account):
    """The allowed block size is between a /16 netmask (65,536 IP addresses) and /28 netmask (16 IP addresses)."""
    text = params.get("CidrBlock")
    try:
        size = ipaddress.IPv4Network(text).prefixlen if text else 16
    except ValueError:
        return invalid(f"Value ({text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.")
    if not 16 <= size <= 28:
        kind = "InvalidSubnet.Range" if "VpcId" in params else "InvalidVpc.Range"
        return Refusal(kind, f"The CIDR '{text}' is invalid.")


@rule("ec2", "CreateSecurityGroup", source=GROUP)
def security_group_has_ascii_texts(params, account):
    """Up to 255 characters: a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*"""
    for name in ("GroupName", "Description"):
        if not re.fullmatch(TEXT, params.get(name, ""), re.ASCII):
            yield invalid(
                f"Value ({params[name]}) for parameter Group{name.removeprefix('Group')} is invalid. Character sets "
                "beyond ASCII are not supported."
            )


@rule("ec2", "CreateSecurityGroup", source=GROUP)
def security_group_is_not_named_as_an_id(params, account):
    """A security group name can't start with sg-, and can't be "default"."""
    if params.get("GroupName", "").startswith("sg-") or params.get("GroupName") == "default":
        return invalid(
            f"Value ({params['GroupName']}) for parameter GroupName is invalid. Cannot begin with sg-, or be default."
        )


def ranges(params: dict):
    """Each permission, with what it is open to: CIDR ranges, groups, prefix lists."""
    for each in params.get("IpPermissions") or []:
        peers = [
            peer
            for kind in ("IpRanges", "Ipv6Ranges", "UserIdGroupPairs", "PrefixListIds")
            for peer in each.get(kind) or []
        ]
        yield each, peers


@rule("ec2", *GROUP_RULES, source="Amazon EC2 API Reference, IpRange")
def description_of_a_rule_is_ascii(params, account):
    """Constraints: up to 255 characters in length. a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*"""
    for _, peers in ranges(params):
        for peer in peers:
            if not re.fullmatch(TEXT, peer.get("Description", ""), re.ASCII):
                yield invalid(
                    "Invalid rule description. Valid descriptions are strings less than 256 characters from the "
                    "following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
                )


@rule("ec2", *GROUP_RULES, source=RULE)
def ports_of_a_rule_ascend(params, account):
    """FromPort: the start of the port range. ToPort: its end, 0 to 65535, for TCP and UDP."""
    for each, _ in ranges(params):
        low, high = each.get("FromPort"), each.get("ToPort")
        if each.get("IpProtocol") not in ("tcp", "udp", "6", "17"):
            continue
        if low is None or high is None or not 0 <= low <= high <= 65535:
            yield invalid(
                f"Invalid value '{low}-{high}' for the port range: FromPort must not be above ToPort, 0 to 65535."
            )


@rule("ec2", *GROUP_RULES, source=RULE)
def rule_is_open_to_a_valid_range(params, account):
    """CidrIp: the IPv4 address range, in CIDR notation. You can either specify a CIDR block or a source security group."""
    for each, _ in ranges(params):
        for peer in each.get("IpRanges") or []:
            try:
                ipaddress.IPv4Network(peer.get("CidrIp", ""), strict=False)
            except ValueError:
                yield invalid(f"CIDR block {peer.get('CidrIp')} is malformed")


@rule("ec2", *GROUP_RULES, source="Amazon VPC User Guide, Amazon VPC quotas")
def security_group_has_60_rules(params, account):
    """Inbound or outbound rules per security group: 60."""
    added = sum(len(peers) for _, peers in ranges(params))
    if added > 60:
        return Refusal(
            "RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached."
        )


@rule("ec2", "CreateRoute", source="Amazon VPC User Guide, Enable internet access for a VPC using an internet gateway")
def route_goes_through_a_gateway_of_its_network(params, account):
    """To use an internet gateway, attach it to the VPC; then add a route to it to a route table of that VPC."""
    ec2 = held(account, "ec2")
    gateway = ec2.internet_gateways.get(params.get("GatewayId"))
    table = ec2.route_tables.get(params.get("RouteTableId"))
    if gateway is not None and table is not None and getattr(gateway.vpc, "id", None) != table.vpc_id:
        return invalid(
            f"route table {params['RouteTableId']} and network gateway {params['GatewayId']} belong to different "
            "networks"
        )


@rule("ec2", "CreateVpcEndpoint", source="Amazon EC2 API Reference, CreateVpcEndpoint")
def endpoint_has_what_its_type_needs(params, account):
    """(Gateway endpoint) The route table IDs. (Interface endpoint) The subnets and the security groups."""
    kind = params.get("VpcEndpointType", "Gateway")
    foreign = {"Gateway": {"SubnetIds", "SecurityGroupIds"}, "Interface": {"RouteTableIds"}}.get(kind, set())
    given = sorted(name for name in foreign if params.get(name))
    if given:
        return invalid(f"{', '.join(given)} cannot be specified for a VPC endpoint of the type {kind}.")


@rule("ec2", "CreateVpcEndpoint", source="AWS PrivateLink Guide, Access an AWS service using an interface VPC endpoint")
def private_dns_needs_dns_of_the_network(params, account):
    """To use private DNS, you must set enableDnsHostnames and enableDnsSupport to true for the VPC."""
    network = held(account, "ec2").vpcs.get(params.get("VpcId"))
    interface = params.get("VpcEndpointType") == "Interface" and params.get("PrivateDnsEnabled", True)
    flags = [str(getattr(network, name, "true")).lower() for name in ("enable_dns_support", "enable_dns_hostnames")]
    if interface and network is not None and "false" in flags:
        return invalid(
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true "
            f"for {params['VpcId']}"
        )
