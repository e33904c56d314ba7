import { lockedProviders, lockFileOf } from "../../../ops/terraform/lock-file";

/** As `terraform providers lock` wrote it, hashes shortened. */
const TEXT = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/archive" {
  version     = "2.7.1"
  constraints = "2.7.1"
  hashes = [
    "h1:archive",
    "zh:archive",
  ]
}

provider "registry.opentofu.org/hashicorp/aws" {
  version     = "6.25.0"
  constraints = "6.25.0"
  hashes = [
    "h1:aws",
  ]
}
`;

describe("the lock file of providers", () => {
  const locked = lockedProviders(TEXT);

  it("names each provider's version, whichever the registry", () => {
    expect(locked.map(({ source, version }) => [source, version])).toEqual([
      ["hashicorp/archive", "2.7.1"],
      ["hashicorp/aws", "6.25.0"],
    ]);
  });

  it("loses nothing when it is taken apart and put together", () => {
    const required = [
      { source: "archive", version: "2.7.1" },
      { source: "hashicorp/aws", version: "6.25.0" },
    ];

    expect(lockFileOf(required, locked)).toBe(TEXT.slice(TEXT.indexOf("provider")));
  });

  it("of a stack has what the stack requires, and nothing else", () => {
    expect(lockFileOf([{ source: "aws", version: "6.25.0" }], locked)).toBe(
      TEXT.slice(TEXT.indexOf('provider "registry.opentofu.org')),
    );
  });

  it.each([
    ["another version", { source: "aws", version: "6.26.0" }],
    ["another provider", { source: "awscc", version: "6.25.0" }],
    ["another namespace", { source: "someone/aws", version: "6.25.0" }],
  ])("says nothing about %s", (_name, required) => {
    expect(lockFileOf([required], locked)).toBeUndefined();
  });
});
