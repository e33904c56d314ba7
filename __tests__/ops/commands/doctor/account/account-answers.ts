import type { Answers } from "../../../played/endpoint";
import type { Raw } from "../../../played/protocols";
import { AwsError } from "../../../played/protocols";
import type { AccountFacts } from "./account-facts";
import { DEFAULT_QUOTAS } from "./account-facts";
import { catalogAnswers } from "./catalog-answers";

export const PROVIDER_ARN = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

const OWN_TAGS = [
  { Key: "application", Value: "shop" },
  { Key: "environment", Value: "test" },
];

export const xml = (body: string): Raw => ({ status: 200, headers: { "content-type": "text/xml" }, body });

const tagSet = (own = false) =>
  own
    ? `<tagSet>${OWN_TAGS.map(({ Key, Value }) => `<item><key>${Key}</key><value>${Value}</value></item>`).join("")}</tagSet>`
    : "";

/** What AWS answers about the account. */
export function answersOf(facts: AccountFacts): Readonly<Record<string, Answers>> {
  return {
    ...catalogAnswers(facts),
    iam: iam(facts),
    lambda: lambda(facts),
    ec2: ec2(facts),
    servicequotas: quotas(facts),
    kms: {
      DescribeKey: () => ({
        KeyMetadata: { KeyId: "4d07e6b0-8442-4309-b2c4-36f51b311f2a", KeyState: "Enabled" },
      }),
    },
    s3: {
      HeadBucket: ({ Bucket }: { Bucket: string }) =>
        facts.bucket === undefined || facts.bucket === Bucket
          ? {
              status: facts.bucketStatus,
              headers: facts.bucketRegion === undefined ? {} : { "x-amz-bucket-region": facts.bucketRegion },
            }
          : { status: 404 },
    },
  };
}

const iam = ({ provider, missingRoles }: AccountFacts): Answers => ({
  ListOpenIDConnectProviders: () => ({ OpenIDConnectProviderList: provider ? [{ Arn: PROVIDER_ARN }] : [] }),
  GetOpenIDConnectProvider: () => ({
    ClientIDList: provider?.audiences ?? ["sts.amazonaws.com"],
    Tags: provider?.own ? OWN_TAGS : [],
  }),
  GetRole({ RoleName }: { RoleName: string }) {
    if (missingRoles.includes(RoleName)) throw new AwsError("NoSuchEntity", RoleName, 404);
    return {
      Role: {
        RoleName,
        Path: "/aws-service-role/",
        RoleId: "AROA0123456789ABCDEF",
        Arn: `arn:aws:iam::111122223333:role/${RoleName}`,
        CreateDate: "2026-11-22T04:15:00Z",
      },
    };
  },
});

const lambda = ({ concurrency }: AccountFacts): Answers => ({
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
});

const ec2 = ({ offeredIn, instances, vpcs, addresses }: AccountFacts): Answers => ({
  DescribeInstanceTypeOfferings: () =>
    xml(
      `<DescribeInstanceTypeOfferingsResponse><instanceTypeOfferingSet>${offeredIn
        .map((zone) => `<item><location>${zone}</location></item>`)
        .join("")}</instanceTypeOfferingSet></DescribeInstanceTypeOfferingsResponse>`,
    ),
  DescribeInstances: () =>
    xml(
      `<DescribeInstancesResponse><reservationSet><item><instancesSet>${instances
        .map(
          ({ type, own, spot, cores }) =>
            `<item><instanceType>${type}</instanceType>${spot ? "<instanceLifecycle>spot</instanceLifecycle>" : ""}` +
            (cores
              ? `<cpuOptions><coreCount>${cores}</coreCount><threadsPerCore>2</threadsPerCore></cpuOptions>`
              : "") +
            `${tagSet(own)}</item>`,
        )
        .join("")}</instancesSet></item></reservationSet></DescribeInstancesResponse>`,
    ),
  DescribeVpcs: () =>
    xml(
      `<DescribeVpcsResponse><vpcSet>${vpcs.map(({ own }) => `<item><vpcId>vpc-1</vpcId>${tagSet(own)}</item>`).join("")}</vpcSet></DescribeVpcsResponse>`,
    ),
  DescribeAddresses: () =>
    xml(
      `<DescribeAddressesResponse><addressesSet>${addresses
        .map(({ own }) => `<item><publicIp>192.0.2.1</publicIp>${tagSet(own)}</item>`)
        .join("")}</addressesSet></DescribeAddressesResponse>`,
    ),
});

/** The quotas that the account has, and AWS's defaults for the others. */
function quotas(facts: AccountFacts): Answers {
  const quota = (values: Readonly<Record<string, number>>, QuotaCode: string) => {
    const Value = facts.quotas[QuotaCode] === -1 ? undefined : values[QuotaCode];
    if (Value === undefined) throw new AwsError("NoSuchResourceException", QuotaCode);
    return { Quota: { QuotaCode, Value } };
  };
  return {
    GetServiceQuota: ({ QuotaCode }: { QuotaCode: string }) => quota(facts.quotas, QuotaCode),
    GetAWSDefaultServiceQuota: ({ QuotaCode }: { QuotaCode: string }) => quota(DEFAULT_QUOTAS, QuotaCode),
  };
}
