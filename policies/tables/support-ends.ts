/** The last day on which somebody fixes a version's security, by what it is a version of. As of 2026-11. */
export const SUPPORT_ENDS = {
  /** "Supported MySQL major versions on Amazon RDS", Amazon RDS User Guide: end of standard support. */
  mysql: { "5.7": "2024-02-29", "8.0": "2026-07-31", "8.4": "2029-07-31" },

  /** "Lambda runtimes", AWS Lambda Developer Guide: deprecation. */
  lambda: {
    "nodejs18.x": "2025-09-01",
    "nodejs20.x": "2026-04-30",
    "nodejs22.x": "2027-04-30",
    "nodejs24.x": "2028-04-30",
  },

  /** "Release cadence", Amazon Linux 2023 User Guide: end of maintenance; Amazon Linux 2 FAQs. */
  "amazon-linux": { "2": "2026-06-30", "2023": "2029-06-30" },

  /** "Supported Versions", php.net: end of security support. */
  php: { "8.2": "2026-12-31", "8.3": "2027-12-31", "8.4": "2028-12-31", "8.5": "2029-12-31" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What `docker/app/Dockerfile` installs; a test compares the two. */
export const PHP_VERSION = "8.4";
