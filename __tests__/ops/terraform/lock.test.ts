import { lockFaults } from "../../../ops/terraform/lock";
import type { LockedProvider } from "../../../ops/terraform/lock-file";

const AWS = { source: "aws", version: "6.25.0" };
const ARCHIVE = { source: "hashicorp/archive", version: "2.7.1" };
/** The hashes as Terraform writes them: `h1` of each platform that was asked for, `zh` of all that the registry has. */
const blockWith = (platforms: number) =>
  [...Array.from({ length: platforms }, (_, index) => `"h1:${index}="`), '"zh:00"', '"zh:01"'].join(",\n");

const locked = (source: string, version: string): LockedProvider => ({
  source,
  version,
  block: blockWith(4),
});

describe("the check of the lock file", () => {
  it("passes where every provider is locked in the pinned version", () => {
    const file = [locked("hashicorp/archive", "2.7.1"), locked("hashicorp/aws", "6.25.0")];

    expect(lockFaults([AWS, ARCHIVE], file)).toEqual([]);
  });

  it.each([
    ["there is no file", [], "has no hashes of aws 6.25.0 and hashicorp/archive 2.7.1. It has: none."],
    [
      "a version is another",
      [locked("hashicorp/archive", "2.7.1"), locked("hashicorp/aws", "6.24.0")],
      "has no hashes of aws 6.25.0. It has: hashicorp/archive 2.7.1, hashicorp/aws 6.24.0.",
    ],
  ])("fails where %s", (_name, file, fault) => {
    expect(lockFaults([AWS, ARCHIVE], file)).toEqual([
      `.terraform.lock.hcl ${fault}`,
      "Fix: Run `npm run lock` where registry.terraform.io can be reached, then commit the file.",
    ]);
  });

  it("fails where a provider is locked for one platform, as `terraform init` does it", () => {
    const file = [
      locked("hashicorp/archive", "2.7.1"),
      { ...locked("hashicorp/aws", "6.25.0"), block: blockWith(1) },
    ];

    expect(lockFaults([AWS, ARCHIVE], file)).toEqual([
      ".terraform.lock.hcl has the hashes of hashicorp/aws 6.25.0 for 1 of 4 platforms " +
        "(linux_amd64, linux_arm64, darwin_amd64, darwin_arm64).",
      "Fix: Run `npm run lock` where registry.terraform.io can be reached, then commit the file.",
    ]);
  });
});
