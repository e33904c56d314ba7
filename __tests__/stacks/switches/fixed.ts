/** What an environment is, and what no deployment changes. A different value is a different environment. */
export const FIXED: readonly string[] = [
  ...["application", "environment", "accountId", "region", "availabilityZones[]", "stateBucket"],
  // Only checks read them.
  ...["production", "acceptedRisks[]"],
  // The ranges and the ids of a network, whose subnets hold the database.
  ...[
    "kind",
    "cidr",
    "publicSubnets[]",
    "databaseSubnets[]",
    "vpcId",
    "internetGatewayId",
    "publicRouteTableId",
  ].map((field) => `network.${field}`),
  ...["publicSubnetIds[]", "databaseSubnetIds[]", "hostSubnetIds[]"].map((field) => `network.${field}`),
];
