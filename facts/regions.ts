/**
 * Regions of the `aws` partition that have ECS, and the hours of their standard time ahead of UTC. Sources: botocore's
 * endpoints.json, 2026-11; the location of each region in "Regions and Zones", Amazon EC2 User Guide.
 */
const HOURS_AHEAD_OF_UTC: Readonly<Record<string, number>> = {
  "af-south-1": 2,
  "ap-east-1": 8,
  "ap-east-2": 8,
  "ap-northeast-1": 9,
  "ap-northeast-2": 9,
  "ap-northeast-3": 9,
  "ap-south-1": 5.5,
  "ap-south-2": 5.5,
  "ap-southeast-1": 8,
  "ap-southeast-2": 10,
  "ap-southeast-3": 7,
  "ap-southeast-4": 10,
  "ap-southeast-5": 8,
  "ap-southeast-6": 12,
  "ap-southeast-7": 7,
  "ca-central-1": -5,
  "ca-west-1": -7,
  "eu-central-1": 1,
  "eu-central-2": 1,
  "eu-north-1": 1,
  "eu-south-1": 1,
  "eu-south-2": 1,
  "eu-west-1": 0,
  "eu-west-2": 0,
  "eu-west-3": 1,
  "il-central-1": 2,
  "me-central-1": 4,
  "me-south-1": 3,
  "mx-central-1": -6,
  "sa-east-1": -3,
  "us-east-1": -5,
  "us-east-2": -5,
  "us-west-1": -8,
  "us-west-2": -8,
};

export const REGIONS: readonly string[] = Object.keys(HOURS_AHEAD_OF_UTC);

/** The hours that the standard time of a region is ahead of UTC; 0 for an unknown region. */
export const hoursAheadOfUtc = (region: string): number => HOURS_AHEAD_OF_UTC[region] ?? 0;

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
