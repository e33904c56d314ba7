/** What a played account has. */
export interface AccountFacts {
  /** GitHub's OIDC provider. @default none */
  readonly provider?: { readonly own?: boolean; readonly audiences?: readonly string[] };
  readonly concurrency: { readonly quota: number; readonly unreserved: number; readonly reserved?: number };
  readonly zones: readonly { readonly name: string; readonly private?: boolean }[];
  readonly nameServers: readonly string[];
  readonly image: string;
  readonly newestImage: string;
  readonly offeredIn: readonly string[];

  /** The HTTP status of a HeadBucket. */
  readonly bucketStatus: number;
  /** Where S3 says that the bucket is. @default S3 does not say it */
  readonly bucketRegion?: string;
  /** The only bucket that they are about. @default every bucket */
  readonly bucket?: string;

  /** By quota code. A code without a value has AWS's default, and one of -1 does not exist. */
  readonly quotas: Readonly<Record<string, number>>;
  readonly instances: readonly PlayedInstance[];
  /** Whether each VPC belongs to the environment. */
  readonly vpcs: readonly { readonly own: boolean }[];
  readonly addresses: readonly { readonly own: boolean }[];
  /** The names of the databases. */
  readonly databases: readonly string[];
  readonly orderable: readonly Orderable[];
  readonly missingRoles: readonly string[];

  /** The values of the image parameters. @default there are no parameters */
  readonly released?: { readonly app: string; readonly nginx: string };
  /** The processor architectures of each image that was pushed. @default the repositories do not exist */
  readonly pushed?: Readonly<Record<string, readonly string[]>>;
}

interface PlayedInstance {
  readonly type: string;
  readonly own?: boolean;
  readonly spot?: boolean;
  /** @default EC2 does not say it */
  readonly cores?: number;
}

export interface Orderable {
  readonly version: string;
  readonly storage: string;
  readonly zones: readonly string[];
  readonly standby?: boolean;
}

/** AWS's defaults. */
export const DEFAULT_QUOTAS: Readonly<Record<string, number>> = {
  "L-1216C47A": 5,
  "L-34B43A08": 5,
  "L-F678F1CE": 5,
  "L-0263D0A3": 5,
  "L-7B6409FD": 40,
};

/** An account in which a deploy of the test environment with a domain and GitHub would succeed. */
export const FITTING: AccountFacts = {
  concurrency: { quota: 1_000, unreserved: 1_000 },
  zones: [{ name: "shop.example." }],
  nameServers: ["ns-1.awsdns-01.org", "ns-2.awsdns-02.com"],
  image: "ami-1",
  newestImage: "al2023-ami-ecs-hvm-2023.0.20261112-kernel-6.12-x86_64",
  offeredIn: ["eu-west-1a", "eu-west-1b"],
  bucketStatus: 404,
  quotas: {},
  instances: [],
  vpcs: [{ own: false }],
  addresses: [],
  databases: [],
  orderable: [{ version: "8.4.6", storage: "gp3", zones: ["eu-west-1a", "eu-west-1b"], standby: true }],
  missingRoles: [],
};
