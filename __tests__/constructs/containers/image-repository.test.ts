import { all, statements, synthesize } from "../../helpers/stacks";

const { base } = synthesize();

interface Rule {
  readonly rulePriority: number;
  readonly selection: { tagStatus: string; countType: string; tagPrefixList?: string[]; countNumber: number };
}

describe("an image repository", () => {
  it("exists for each image, scans what is pushed, and never lets a tag move", () => {
    expect(all(base, "aws_ecr_repository")).toEqual(
      ["api-production/app", "api-production/nginx"].map<unknown>((name) =>
        expect.objectContaining({
          name,
          image_tag_mutability: "IMMUTABLE",
          image_scanning_configuration: { scan_on_push: true },
          encryption_configuration: [
            { encryption_type: "KMS", kms_key: expect.stringContaining("aws_kms_key.") as string },
          ],
        }),
      ),
    );
  });

  it("keeps what runs: no rule that counts all images comes before the one that keeps deployed ones", () => {
    for (const { policy } of all(base, "aws_ecr_lifecycle_policy")) {
      const { rules } = JSON.parse(policy as string) as { rules: Rule[] };
      const [deployed] = rules.filter(({ selection }) => selection.tagPrefixList?.includes("deployed-"));
      const counting = rules.filter(({ selection }) => selection.tagStatus === "any");

      expect(counting).not.toHaveLength(0);
      for (const rule of counting)
        expect(rule.rulePriority).toBeGreaterThan(deployed?.rulePriority ?? Infinity);
    }
  });

  it("keeps the manifests of an index with it: without tags they match the first rule, and no rule that counts", () => {
    for (const { policy } of all(base, "aws_ecr_lifecycle_policy")) {
      const { rules } = JSON.parse(policy as string) as { rules: Rule[] };
      const matching = rules
        .filter(({ selection }) => selection.tagStatus !== "tagged")
        .sort((one, other) => one.rulePriority - other.rulePriority);

      expect(matching[0]?.selection).toMatchObject({ tagStatus: "untagged", countType: "sinceImagePushed" });
    }
  });

  it("is pushed to by CI", () => {
    const push = statements(base).filter(({ sid }) => sid === "Push");

    expect(push).toHaveLength(2);
    for (const { principals } of push) {
      expect(principals).toEqual([
        { type: "AWS", identifiers: [expect.stringContaining("deploy-role") as string] },
      ]);
    }
  });

  it("is not deleted with its images where customers depend on them", () => {
    const staging = synthesize({ environment: "staging", production: false, acceptedRisks: [] }).base;

    for (const repository of all(base, "aws_ecr_repository")) expect(repository.force_delete).toBe(false);
    for (const repository of all(staging, "aws_ecr_repository")) expect(repository.force_delete).toBe(true);
  });
});

describe("the parameter that says which image runs", () => {
  it("is made with none and then left to the deploy command", () => {
    expect(all(base, "aws_ssm_parameter")).toContainEqual(
      expect.objectContaining({
        name: "/api-production/image/app",
        type: "String",
        value: "none",
        lifecycle: { ignore_changes: ["value"] },
      }),
    );
  });
});
