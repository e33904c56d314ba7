/** Regions of the `aws` partition that have Amazon SES. Source: botocore's endpoints.json, 2026-11. */
const REGIONS_WITH_SES = [
  "af-south-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ca-central-1",
  "ca-west-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];

/** Those where the DKIM keys are in a domain of the region ("Amazon SES endpoints and quotas: DKIM domains", AWS General Reference). */
const REGIONS_WITH_DKIM_DOMAIN = [
  "af-south-1",
  "ap-northeast-3",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "il-central-1",
  "me-central-1",
];

export const hasSes = (region: string): boolean => REGIONS_WITH_SES.includes(region);

/** The domain that the DKIM records of an identity point to. */
export const dkimDomainOf = (region: string): string =>
  REGIONS_WITH_DKIM_DOMAIN.includes(region) ? `dkim.${region}.amazonses.com` : "dkim.amazonses.com";

/** The server that takes bounces for a custom MAIL FROM domain ("Using a custom MAIL FROM domain", Amazon SES Developer Guide). */
export const feedbackServerOf = (region: string): string => `feedback-smtp.${region}.amazonses.com`;
