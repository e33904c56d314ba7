from twins import Named, Request


def networks(account) -> None:
    ec2 = account.backend("ec2")
    for name, hostnames in (("vpc-named", "true"), ("vpc-bare", "false")):
        ec2.vpcs[name] = Named(id=name, enable_dns_support="true", enable_dns_hostnames=hostnames)
    ec2.internet_gateways["igw-named"] = Named(vpc=Named(id="vpc-named"))
    ec2.internet_gateways["igw-loose"] = Named(vpc=None)
    ec2.route_tables["rtb-named"] = Named(vpc_id="vpc-named")


NETWORK = Request("ec2", "CreateVpc", {"CidrBlock": "10.0.0.0/16"})
NETWORK.twin("network_is_a_block_of_16_to_28_bits", {"CidrBlock": "10.0.0.0/8"})

GROUP = Request(
    "ec2", "CreateSecurityGroup", {"GroupName": "hosts", "Description": "Container hosts", "VpcId": "vpc-1"}
)
GROUP.twin("security_group_has_ascii_texts", {"Description": "コンテナ"})
GROUP.twin("security_group_is_not_named_as_an_id", {"GroupName": "sg-hosts"})

OPEN = [{"CidrIp": "10.0.0.0/16", "Description": "from the load balancer"}]
INGRESS = Request(
    "ec2",
    "AuthorizeSecurityGroupIngress",
    {
        "GroupId": "sg-1",
        "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 32768, "ToPort": 65535, "IpRanges": OPEN}],
    },
)
INGRESS.twin("description_of_a_rule_is_ascii", {"IpPermissions.0.IpRanges.0.Description": "load balancer's"})
INGRESS.twin("ports_of_a_rule_ascend", {"IpPermissions.0.FromPort": 65535, "IpPermissions.0.ToPort": 32768})
INGRESS.twin("rule_is_open_to_a_valid_range", {"IpPermissions.0.IpRanges.0.CidrIp": "10.0.0.0/33"})
INGRESS.twin("security_group_has_60_rules", {"IpPermissions.0.IpRanges": OPEN * 61})

ROUTE = Request(
    "ec2",
    "CreateRoute",
    {"RouteTableId": "rtb-named", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-named"},
    networks,
)
ROUTE.twin("route_goes_through_a_gateway_of_its_network", {"GatewayId": "igw-loose"})

ENDPOINT = Request(
    "ec2",
    "CreateVpcEndpoint",
    {
        "VpcEndpointType": "Interface",
        "VpcId": "vpc-named",
        "ServiceName": "com.amazonaws.us-east-1.ssm",
        "PrivateDnsEnabled": True,
    },
    networks,
)
ENDPOINT.twin("endpoint_has_what_its_type_needs", {"RouteTableIds": ["rtb-named"]})
ENDPOINT.twin("private_dns_needs_dns_of_the_network", {"VpcId": "vpc-bare"})
