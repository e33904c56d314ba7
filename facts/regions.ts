/** Regions of the `aws` partition that have ECS. Source: botocore's endpoints.json, 2026-11. */
export const REGIONS = [
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-central-1",
  "ca-west-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];

/** Two zones that most accounts have, where AWS cannot be asked. In Tokyo few accounts have `b`. */
export const usualZonesOf = (region: string) =>
  ["a", region === "ap-northeast-1" ? "c" : "b"].map((letter) => `${region}${letter}`);

/**
 * Whether a zone can be in a region: its name is that of the region and one letter. The letters differ between accounts (in
 * Tokyo few have `b`), so only AWS knows which exist. Local and Wavelength Zones cannot have a load balancer node.
 */
export function isZoneOf(region: string, zone: string): boolean {
  return zone.startsWith(region) && /^[a-f]$/.test(zone.slice(region.length));
}
