import { z } from "zod";
import { cidr, hostname, id } from "./fields";

const privateSubnets = z.strictObject({
  ranges: z.array(cidr).describe("One range per availability zone, in its order."),
  nat: z
    .enum(["one", "one-per-zone"])
    .default("one")
    .describe(
      "A NAT gateway and its address cost about 49 USD a month in Tokyo, and 0.062 USD per GB. One serves all zones and is" +
        " lost with its own.",
    ),
  hosts: z
    .boolean()
    .default(true)
    .describe(
      "Whether hosts live here. To go back, first deploy `false`; once the hosts have moved, remove the subnets.",
    ),
});

const newNetwork = z.strictObject({
  kind: z.literal("create"),
  cidr: cidr.describe("The VPC's range, /16 to /28, e.g. 10.0.0.0/16."),
  publicSubnets: z
    .array(cidr)
    .describe(
      "One range per availability zone, in its order: load balancer and hosts live here (no NAT: cheap).",
    ),
  privateSubnets: privateSubnets
    .optional()
    .describe(
      "Where hosts live without a public address; made new in an adopted network too. Default: none, hosts live in `publicSubnets`.",
    ),
  databaseSubnets: z
    .array(cidr)
    .describe("One range per availability zone, in its order: isolated, without a route to the internet."),
});

const adoptedNetwork = newNetwork.extend({
  kind: z
    .literal("adopt")
    .describe("The network was made by hand; Terraform takes it over by import, destroying nothing."),
  vpcId: id("vpc"),
  internetGatewayId: id("igw"),
  publicRouteTableId: id("rtb"),
  publicSubnetIds: z.array(id("subnet")).describe("The subnets behind `publicSubnets`, in the same order."),
  databaseSubnetIds: z
    .array(id("subnet"))
    .default([])
    .describe(
      "The subnets behind `databaseSubnets`, in the same order. Default: none yet, they are created.",
    ),
});

const usedNetwork = z.strictObject({
  kind: z
    .literal("use")
    .describe("The network belongs to somebody else: its ids are referenced, nothing in it is changed."),
  cidr: cidr.describe("The VPC's range: nginx trusts the load balancer's X-Forwarded-For from here."),
  vpcId: id("vpc"),
  publicSubnetIds: z
    .array(id("subnet"))
    .describe("In at least two zones, with a route to an internet gateway."),
  hostSubnetIds: z
    .array(id("subnet"))
    .min(1)
    .optional()
    .describe(
      "Where hosts live without a public address, with a route to somebody's NAT. Default: in the public subnets, with one.",
    ),
  databaseSubnetIds: z.array(id("subnet")).describe("In at least two zones."),
});

/** Where things live: a network of our own, one that was made by hand, or somebody else's. */
export const network = z.discriminatedUnion("kind", [newNetwork, adoptedNetwork, usedNetwork]);

export const domain = z.strictObject({
  name: hostname.describe("The API's host name, e.g. api.example.com."),
  hostedZone: hostname.describe("The Route 53 zone the name lies in, e.g. example.com. It must exist."),
  certificate: z
    .enum(["create", "existing"])
    .default("create")
    .describe(
      "`create` requests one from ACM, validated by DNS; `existing` looks up an issued one for exactly this name.",
    ),
});

export const loadBalancer = z.strictObject({
  deletionProtection: z.boolean().default(true),
  accessLogs: z
    .boolean()
    .default(true)
    .describe("One log object per five minutes and node to S3, kept `logs.accessLogDays`."),
});
