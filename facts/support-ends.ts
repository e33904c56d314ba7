/**
 * The last day on which the makers of a version fix its security, by what it is a version of, and the document that has
 * it. As of 2026-11.
 */
export const SUPPORT_ENDS = {
  mysql: {
    /** The end of standard support. */
    source: '"Supported MySQL major versions on Amazon RDS", Amazon RDS User Guide',
    ends: { "5.7": "2024-02-29", "8.0": "2026-07-31", "8.4": "2029-07-31" },
  },
  lambda: {
    /** The deprecation; functions can be created and updated for two more months. */
    source: '"Lambda runtimes", AWS Lambda Developer Guide',
    ends: {
      "nodejs18.x": "2025-09-01",
      "nodejs20.x": "2026-04-30",
      "nodejs22.x": "2027-04-30",
      "nodejs24.x": "2028-04-30",
    },
  },
  "amazon-linux": {
    /** The end of maintenance. Amazon Linux 2's is in its FAQs. */
    source: '"Release cadence", Amazon Linux 2023 User Guide',
    ends: { "2": "2026-06-30", "2023": "2029-06-30" },
  },
  php: {
    /** The end of security support. */
    source: '"Supported Versions", php.net',
    ends: { "8.2": "2026-12-31", "8.3": "2027-12-31", "8.4": "2028-12-31", "8.5": "2029-12-31" },
  },
  debian: {
    /** Three years after the release the security team stops; the long-term support that follows leaves packages out. */
    source: '"Debian Releases", wiki.debian.org',
    ends: { "12": "2026-06-10", "13": "2028-08-09" },
  },
  node: {
    /** Only what the project is tested on. */
    source: '"Release schedule", nodejs/Release',
    ends: { "20": "2026-04-30", "22": "2027-04-30", "24": "2028-04-30", "26": "2029-04-30" },
  },
  terraform: {
    /** Two years after general availability. */
    source: '"Support Period", HashiCorp Support Plan Details',
    ends: { "1.11": "2027-02-27", "1.12": "2027-05-14", "1.13": "2027-08-20", "1.14": "2027-11-19" },
  },
  cdktf: {
    /** The day on which it was archived, and with it the bindings of providers that belong to it. */
    source: "docs/adr/0022, which moves the project to CDK Terrain",
    ends: { "0.21": "2025-12-10" },
  },
} as const satisfies Readonly<Record<string, Product>>;

interface Product {
  readonly source: string;
  readonly ends: Readonly<Record<string, string>>;
}

/** A version of something in the table. */
export interface Version {
  readonly of: keyof typeof SUPPORT_ENDS;
  readonly version: string;
}

export function supportEndOf({ of, version }: Version): string | undefined {
  const { ends }: Product = SUPPORT_ENDS[of];
  return ends[version];
}

/** The version of the same product that is supported longest, if it is supported on that day and longer than this one. */
export function successorOf({ of, version }: Version, today: string): string | undefined {
  const { ends }: Product = SUPPORT_ENDS[of];
  const [longest, end] = Object.entries(ends).reduce((a, b) => (b[1] > a[1] ? b : a));
  return end >= today && end > (ends[version] ?? "") ? longest : undefined;
}
