import { attestedImage } from "../../../../helpers/attested-image";
import { IMAGES } from "../../../../../facts/names";
import type { Answers } from "../../../played/endpoint";
import { AwsError } from "../../../played/protocols";
import { xml } from "./account-answers";
import type { AccountFacts } from "./account-facts";

/** What AWS answers about what it offers, and about what was published: zones, AMIs, database classes, images. */
export const catalogAnswers = (facts: AccountFacts): Readonly<Record<string, Answers>> => ({
  route53: route53(facts),
  ssm: ssm(facts),
  rds: rds(facts),
  ecr: ecr(facts),
});

const route53 = ({ zones, nameServers }: AccountFacts): Answers => {
  const zone = ({ name, private: isPrivate = false }: AccountFacts["zones"][number]) =>
    `<HostedZone><Id>/hostedzone/Z1</Id><Name>${name}</Name><CallerReference>1</CallerReference><Config><PrivateZone>${isPrivate}</PrivateZone></Config></HostedZone>`;
  return {
    ListHostedZonesByName: () =>
      xml(
        `<ListHostedZonesByNameResponse><HostedZones>${zones.map(zone).join("")}</HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesByNameResponse>`,
      ),
    GetHostedZone: () =>
      xml(
        `<GetHostedZoneResponse>${zones.map(zone).join("")}<DelegationSet><NameServers>${nameServers
          .map((server) => `<NameServer>${server}</NameServer>`)
          .join("")}</NameServers></DelegationSet></GetHostedZoneResponse>`,
      ),
  };
};

const ssm = ({ image, newestImage, released }: AccountFacts): Answers => ({
  GetParameter({ Name }: { Name: string }) {
    const Value = Name.endsWith("/recommended/image_name") ? newestImage : image;
    if (Value === "") throw new AwsError("ParameterNotFound", Name);
    return { Parameter: { Name, Value } };
  },
  GetParameters: () => ({
    Parameters: released
      ? IMAGES.map((name) => ({ Name: `/shop-test/image/${name}`, Value: released[name] }))
      : [],
  }),
});

const rds = ({ databases, orderable }: AccountFacts): Answers => ({
  DescribeDBInstances: () =>
    xml(
      `<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances>${databases
        .map((name) => `<DBInstance><DBInstanceIdentifier>${name}</DBInstanceIdentifier></DBInstance>`)
        .join("")}</DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`,
    ),
  DescribeOrderableDBInstanceOptions: () =>
    xml(
      `<DescribeOrderableDBInstanceOptionsResponse><DescribeOrderableDBInstanceOptionsResult><OrderableDBInstanceOptions>${orderable
        .map(
          ({ version, storage, zones, standby = false }) =>
            `<OrderableDBInstanceOption><EngineVersion>${version}</EngineVersion><StorageType>${storage}</StorageType>` +
            `<Vpc>true</Vpc><MultiAZCapable>${standby}</MultiAZCapable><AvailabilityZones>${zones
              .map((zone) => `<AvailabilityZone><Name>${zone}</Name></AvailabilityZone>`)
              .join("")}</AvailabilityZones></OrderableDBInstanceOption>`,
        )
        .join(
          "",
        )}</OrderableDBInstanceOptions></DescribeOrderableDBInstanceOptionsResult></DescribeOrderableDBInstanceOptionsResponse>`,
    ),
});

const ecr = ({ pushed }: AccountFacts): Answers => ({
  BatchGetImage({ imageIds: [id] }: { imageIds: { imageTag: string }[] }) {
    if (!pushed) throw new AwsError("RepositoryNotFoundException");
    const architectures = pushed[id?.imageTag ?? ""];
    if (!architectures) return { images: [], failures: [] };
    return { images: [{ imageManifest: attestedImage("any", architectures).index.content }] };
  },
});
