import { requireHealthy } from "../../../../ops/commands/doctor/doctor";
import { environment, healthy } from "../../diagnosis/observed";
import type { Answers } from "../../played/endpoint";
import { AwsError } from "../../played/protocols";
import type { Ended } from "../../played/played";
import { Played } from "../../played/played";

const OWN_TAGS = [
  { Key: "application", Value: "shop" },
  { Key: "environment", Value: "test" },
];

export const PROVIDER_ARN = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

export interface AccountFacts {
  /** GitHub's OIDC provider. */
  readonly provider?: { readonly own?: boolean; readonly audiences?: readonly string[] };
  readonly concurrency?: { readonly quota: number; readonly unreserved: number; readonly reserved?: number };
  readonly zones?: readonly { readonly name: string; readonly private?: boolean }[];
  readonly image?: string;
  readonly newestImage?: string;
  readonly offeredIn?: readonly string[];
  /** The HTTP status of a HeadBucket. */
  readonly bucketStatus?: number;
  /** Where S3 says that the bucket is. */
  readonly bucketRegion?: string;
}

type Optional = "provider" | "bucketRegion";

/** An account in which a deploy of the test environment with a domain and GitHub would succeed. */
const FITTING: Required<Omit<AccountFacts, Optional>> & AccountFacts = {
  concurrency: { quota: 1_000, unreserved: 1_000 },
  zones: [{ name: "shop.example." }],
  image: "ami-1",
  newestImage: "al2023-ami-ecs-hvm-2023.0.20261112-kernel-6.12-x86_64",
  offeredIn: ["eu-west-1a", "eu-west-1b"],
  bucketStatus: 404,
};

/** Asks the played account whether it fits. */
export async function look(
  changes: Readonly<Record<string, unknown>>,
  facts: AccountFacts = {},
  denied: Readonly<Record<string, Answers>> = {},
): Promise<Ended & { readonly advice: unknown }> {
  const answers = answersFrom({ ...FITTING, ...facts });
  const played = await Played.open(
    environment(changes),
    healthy,
    Object.fromEntries(
      [...new Set([...Object.keys(answers), ...Object.keys(denied)])].map((service) => [
        service,
        { ...answers[service], ...denied[service] },
      ]),
    ),
  );
  try {
    const ended = await played.run(async (operation) => ({ advice: await requireHealthy(operation) }));
    return { ...ended, advice: ended.facts.advice };
  } finally {
    await played.close();
  }
}

function answersFrom(
  facts: typeof FITTING & Pick<AccountFacts, Optional>,
): Readonly<Record<string, Answers>> {
  const { provider, concurrency, zones, image, newestImage, offeredIn, bucketStatus, bucketRegion } = facts;
  return {
    iam: {
      ListOpenIDConnectProviders: () => ({
        OpenIDConnectProviderList: provider ? [{ Arn: PROVIDER_ARN }] : [],
      }),
      GetOpenIDConnectProvider: () => ({
        ClientIDList: provider?.audiences ?? ["sts.amazonaws.com"],
        Tags: provider?.own ? OWN_TAGS : [],
      }),
    },
    lambda: {
      GetAccountSettings: () => ({
        AccountLimit: {
          ConcurrentExecutions: concurrency.quota,
          UnreservedConcurrentExecutions: concurrency.unreserved,
        },
      }),
      GetFunctionConcurrency() {
        if (concurrency.reserved === undefined) throw new AwsError("ResourceNotFoundException", "none", 404);
        return { ReservedConcurrentExecutions: concurrency.reserved };
      },
    },
    route53: {
      ListHostedZonesByName: () => ({
        status: 200,
        headers: { "content-type": "text/xml" },
        body: `<ListHostedZonesByNameResponse><HostedZones>${zones
          .map(
            (zone) =>
              `<HostedZone><Id>1</Id><Name>${zone.name}</Name><CallerReference>1</CallerReference><Config><PrivateZone>${Boolean(zone.private)}</PrivateZone></Config></HostedZone>`,
          )
          .join(
            "",
          )}</HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesByNameResponse>`,
      }),
    },
    ssm: {
      GetParameter({ Name }: { Name: string }) {
        const Value = Name.endsWith("/recommended/image_name") ? newestImage : image;
        if (Value === "") throw new AwsError("ParameterNotFound", Name);
        return { Parameter: { Name, Value } };
      },
    },
    ec2: {
      DescribeInstanceTypeOfferings: () => ({
        status: 200,
        headers: { "content-type": "text/xml" },
        body: `<DescribeInstanceTypeOfferingsResponse><instanceTypeOfferingSet>${offeredIn
          .map((zone) => `<item><location>${zone}</location></item>`)
          .join("")}</instanceTypeOfferingSet></DescribeInstanceTypeOfferingsResponse>`,
      }),
    },
    s3: {
      HeadBucket: () => ({
        status: bucketStatus,
        headers: bucketRegion === undefined ? {} : { "x-amz-bucket-region": bucketRegion },
      }),
    },
  };
}
