import { z } from "zod";
import { cidr, hostname, hostnameOrWildcard, id } from "./fields";

const privateSubnets = z.strictObject({
  ranges: z.array(cidr).describe("One range per availability zone, in the same order."),
  nat: z
    .enum(["one", "one-per-zone"])
    .default("one")
    .describe(
      "A NAT gateway costs about 49 USD a month in Tokyo with its address, and 0.062 USD per GB. A single one serves all zones," +
        " and is lost together with its own zone.",
    ),
  hosts: z
    .boolean()
    .default(true)
    .describe(
      "Whether the hosts run in these subnets. To go back, first deploy `false`; once the hosts have moved, remove the subnets.",
    ),
});

const newNetwork = z.strictObject({
  kind: z.literal("create"),
  cidr: cidr.describe("The VPC's range, /16 to /28, e.g. 10.0.0.0/16."),
  publicSubnets: z
    .array(cidr)
    .describe(
      "One range per availability zone, in the same order, for the load balancer and the hosts (no NAT gateway to pay for).",
    ),
  privateSubnets: privateSubnets
    .optional()
    .describe(
      "Subnets for hosts without a public address. They are also created in an adopted network. Default: none, the hosts are in `publicSubnets`.",
    ),
  databaseSubnets: z
    .array(cidr)
    .describe("One range per availability zone, in the same order, without a route to the internet."),
});

const adoptedNetwork = newNetwork.extend({
  kind: z
    .literal("adopt")
    .describe("The network was created by hand. Terraform imports it and destroys nothing."),
  vpcId: id("vpc"),
  internetGatewayId: id("igw"),
  publicRouteTableId: id("rtb"),
  publicSubnetIds: z.array(id("subnet")).describe("The ids of `publicSubnets`, in the same order."),
  databaseSubnetIds: z
    .array(id("subnet"))
    .default([])
    .describe("The ids of `databaseSubnets`, in the same order. Default: none, the subnets are created."),
});

const existingNetwork = z.strictObject({
  kind: z
    .literal("existing")
    .describe("The network is managed elsewhere: its ids are referenced, and nothing in it is changed."),
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
      "Subnets for hosts without a public address, with a route to a NAT gateway. Default: the public subnets, with a public address.",
    ),
  databaseSubnetIds: z.array(id("subnet")).describe("In at least two zones."),
});

/** The network of an environment: a new one, one that was created by hand, or one that is managed elsewhere. */
export const network = z.discriminatedUnion("kind", [newNetwork, adoptedNetwork, existingNetwork]);

export const domain = z.strictObject({
  name: hostname.describe("The API's host name, e.g. api.example.com."),
  hostedZone: hostname.describe("The Route 53 hosted zone of the name, e.g. example.com. It must exist."),
  aliases: z
    .array(hostnameOrWildcard)
    .default([])
    .describe(
      "More names of the API in the hosted zone, e.g. app.example.com, or *.example.com for all that have no record of their own.",
    ),
  redirects: z
    .array(hostname)
    .default([])
    .describe(
      "Names in the hosted zone that the load balancer redirects to `name` with status 301, e.g. www.example.com.",
    ),
  certificate: z
    .enum(["create", "existing"])
    .default("create")
    .describe(
      "`create` requests a certificate from ACM, validated by DNS; `existing` looks up an issued certificate whose first name is this one; it must contain all names.",
    ),
});

export const loadBalancer = z.strictObject({
  deletionProtection: z.boolean().default(true),
  accessLogs: z
    .boolean()
    .default(true)
    .describe("One log file per five minutes and load balancer node in S3, kept for `logs.accessLogDays`."),
});
