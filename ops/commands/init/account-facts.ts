import { DescribeAvailabilityZonesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient, ListOpenIDConnectProvidersCommand } from "@aws-sdk/client-iam";
import { paginateListHostedZones, Route53Client } from "@aws-sdk/client-route-53";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { newestHostImageParameter, releaseOf } from "../../../facts/host-image";
import { GITHUB_HOST } from "../../../facts/names";
import { isZoneOf } from "../../../facts/regions";
import { Clients } from "../../cli/clients";
import type { Output } from "../../cli/output";
import { inWords } from "../../cli/words";
import { itemsIn } from "../../ecs/portions";

/** STS and Route 53 answer in every region. */
const ANY_REGION = "us-east-1";

/** What the account knows. Undefined where the credentials lack the permission, or are missing. */
export interface AccountFacts {
  readonly accountId?: string | undefined;
  readonly zones?: readonly string[] | undefined;

  /** The names of the public hosted zones. */
  readonly hostedZones?: readonly string[] | undefined;

  /** Whether the account has GitHub's OIDC provider. */
  readonly hasProvider?: boolean | undefined;

  /** Why nothing is known, in words. */
  readonly reason?: string;
}

/** The region of `AWS_REGION` or of the profile. */
export async function regionHere(): Promise<string | undefined> {
  if (process.env.AWS_DEFAULT_REGION && !process.env.AWS_REGION) return process.env.AWS_DEFAULT_REGION;
  try {
    return await new STSClient({}).config.region();
  } catch {
    return undefined;
  }
}

/** Asks the account of the current credentials. It reads only. */
async function accountFacts(region: string, output: Output): Promise<AccountFacts> {
  const clients = new Clients(region, (request) => output.waiting.during(request));
  let accountId: string | undefined;
  try {
    ({ Account: accountId } = await clients.of(STSClient).send(new GetCallerIdentityCommand({})));
  } catch (error) {
    return { reason: inWords(error) };
  }
  const [zones, hostedZones, hasProvider] = await Promise.all([
    ifPermitted(zonesOf(clients, region)),
    ifPermitted(hostedZonesOf(clients)),
    ifPermitted(providerOf(clients)),
  ]);
  return { accountId, zones, hostedZones, hasProvider };
}

/** The newest AMI of the hosts; undefined without credentials. */
export async function newestHostImage(region: string, instanceType: string) {
  const Name = newestHostImageParameter({ instanceType });
  const answer = await ifPermitted(new Clients(region).of(SSMClient).send(new GetParameterCommand({ Name })));
  return releaseOf(answer?.Parameter?.Value ?? "");
}

/** Every answer is only a default, so a read that fails leaves the question open. */
async function ifPermitted<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch(() => undefined);
}

async function zonesOf(clients: Clients, region: string): Promise<string[]> {
  const { AvailabilityZones = [] } = await clients
    .of(EC2Client)
    .send(new DescribeAvailabilityZonesCommand({ Filters: [{ Name: "state", Values: ["available"] }] }));
  return AvailabilityZones.flatMap(({ ZoneName = "" }) =>
    isZoneOf(region, ZoneName) ? [ZoneName] : [],
  ).sort();
}

async function hostedZonesOf(clients: Clients): Promise<string[]> {
  const pages = paginateListHostedZones({ client: clients.of(Route53Client) }, {});
  const zones = await itemsIn(pages, ({ HostedZones }) => HostedZones);
  return zones.filter(({ Config }) => !Config?.PrivateZone).map(({ Name = "" }) => Name.replace(/\.$/, ""));
}

async function providerOf(clients: Clients): Promise<boolean> {
  const { OpenIDConnectProviderList = [] } = await clients
    .of(IAMClient)
    .send(new ListOpenIDConnectProvidersCommand({}));
  return OpenIDConnectProviderList.some(({ Arn }) => Arn?.endsWith(`/${GITHUB_HOST}`));
}

/** Asks each region once. */
export function accountReader(output: Output): (region: string | undefined) => Promise<AccountFacts> {
  const asked = new Map<string, Promise<AccountFacts>>();
  return (region = ANY_REGION) => {
    const facts = asked.get(region) ?? accountFacts(region, output);
    if (asked.size === 0)
      void facts.then(({ reason }) => {
        if (reason) output.print(`Without an AWS account, the defaults are general ones. ${reason}\n`);
      });
    asked.set(region, facts);
    return facts;
  };
}
