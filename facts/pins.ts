import type { Version } from "./support-ends";

/** A version that the project itself chooses; what a user chooses is a field of an environment. */
export interface Pin extends Version {
  /** Where it is chosen. */
  readonly words: string;
  /** Until when it is kept although its support has ended. An ADR has the reason. */
  readonly keptUntil?: string;
}

/** A test compares each of them with the file that chooses it. */
export const PINS: readonly Pin[] = [
  { of: "mysql", version: "8.4", words: "config/schema/database.ts takes MySQL 8.4" },
  { of: "lambda", version: "nodejs24.x", words: "constructs/notifier/notifier-function.ts takes nodejs24.x" },
  {
    of: "amazon-linux",
    version: "2023",
    words: "facts/host-image.ts takes Amazon Linux 2023",
  },
  { of: "php", version: "8.4", words: "docker/app/Dockerfile installs PHP 8.4" },
  { of: "debian", version: "13", words: "docker/ builds on Debian 13 (trixie)" },
  { of: "node", version: "24", words: ".github/workflows run Node.js 24" },
  { of: "terraform", version: "1.11", words: ".github/workflows run Terraform 1.11" },
  {
    of: "cdktf",
    version: "0.21",
    words: "package.json takes CDKTF 0.21 and its bindings of the AWS provider 6.25",
    // ADR 22: Node.js 24, which the workflows run, ends on this day.
    keptUntil: "2028-04-30",
  },
];
