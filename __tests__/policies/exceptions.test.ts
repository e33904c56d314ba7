import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { production } from "../environments/production";
import { staging } from "../environments/staging";
import type { TerraformStack } from "cdktf";
import { anyResource, exempt } from "../../policies/exceptions";
import { POLICIES, PROTECTIONS } from "../../policies/policies";
import { stacksFrom, violationsIn } from "./made-stacks";
import { database } from "./resources";
import type { Build } from "./synth";
import { synthesizeUnder } from "./synth";

const policies = PROTECTIONS.filter(({ name }) => ["backups", "iam-wildcards"].includes(name));
const synth = (build: Build) => synthesizeUnder({ policies }, build);

const unsafe = (stack: TerraformStack) =>
  database(stack, { backupRetentionPeriod: 0, copyTagsToSnapshot: true, autoMinorVersionUpgrade: false });

const document = (stack: TerraformStack, resources: string[]) =>
  new DataAwsIamPolicyDocument(stack, "document", {
    statement: [
      { sid: "Registry", actions: ["ecr:GetAuthorizationToken"], resources },
      { sid: "Other", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] },
    ],
  });

describe("an exception", () => {
  it("lets one resource break one policy", () => {
    const { message } = synth((stack) => exempt(unsafe(stack), "backups", "It holds nothing."));
    expect(message).toBe("accepted");
  });

  it("can be about one violation only", () => {
    const { message } = synth((stack) => exempt(unsafe(stack), "backups/no-backups", "It holds nothing."));
    expect(message).not.toContain("backup_retention_period");
    expect(message).toContain("auto_minor_version_upgrade is not true");
  });

  it("can be about one statement only", () => {
    const { message } = synth((stack) =>
      exempt(
        new DataAwsIamPolicyDocument(stack, "document", {
          statement: [
            { sid: "One", actions: ["s3:*"], resources: ["arn:aws:s3:::b/*"] },
            { sid: "Two", actions: ["s3:*"], resources: ["arn:aws:s3:::b/*"] },
          ],
        }),
        "iam-wildcards/any-action",
        "A test.",
        { at: "One" },
      ),
    );
    expect(message).toContain("1 violation");
    expect(message).toContain("statement Two allows s3:*");
  });

  it("is refused where it names a code that the policy does not have", () => {
    const { message } = synth((stack) => exempt(unsafe(stack), "backups/no-backup", "A typing mistake."));
    expect(message).toContain("the resource is excepted from backups/no-backup, which it does not violate");
  });

  it("does not depend on the words of the violation", () => {
    const reworded = POLICIES.map((policy) => ({
      ...policy,
      check: (...args: Parameters<typeof policy.check>) =>
        policy
          .check(...args)
          .map((finding) => (typeof finding === "string" ? "x" : { ...finding, text: "x" })),
    }));
    const stacks = [production, staging].flatMap(stacksFrom);

    expect(stacks.flatMap(({ exceptions }) => exceptions)).not.toEqual([]);
    expect(stacks.flatMap((stack) => violationsIn(stack, stack.json, reworded))).toEqual([]);
  });

  it("is in no file that Terraform gets", () => {
    const { message, files } = synth((stack) => {
      exempt(unsafe(stack), "backups", "It holds nothing.");
      expect(JSON.stringify(stack.toTerraform())).not.toContain("It holds nothing");
    });
    expect([message, files]).toEqual(["accepted", expect.arrayContaining(["cdk.tf.json"])]);
  });

  it("is refused where it excepts nothing", () => {
    const { message } = synth((stack) =>
      exempt(document(stack, ["arn"]), "iam-wildcards", "Once there was a reason."),
    );
    expect(message).toBe(
      "1 violation of policies/; nothing was done.\n\n" +
        "stack-1: data.aws_iam_policy_document.document: the resource is excepted from iam-wildcards, which it does not violate: " +
        "remove the exception\n" +
        "  An exception that is not needed hides a later violation. (exceptions)",
    );
  });

  it("is refused where it names no policy", () => {
    const { message } = synth((stack) =>
      exempt(document(stack, ["arn"]), "iam-wildcard", "A typing mistake."),
    );
    expect(message).toContain(
      "the resource is excepted from iam-wildcard, which it does not violate: remove the exception",
    );
  });

  it("of a construct that makes several resources says what to exempt instead", () => {
    const { message } = synth((stack) => exempt(stack, "backups", "Too wide."));
    expect(message).toContain("stack-1 is neither a resource nor a data source: exempt what it makes");
  });
});

describe("any resource", () => {
  it("is allowed to a statement that says why", () => {
    expect(synth((stack) => document(stack, anyResource("It has no resource."))).message).toBe("accepted");
    expect(synth((stack) => document(stack, ["*"])).message).toContain(
      "statement Registry allows its actions on every resource",
    );
  });

  it("is excused for that statement alone", () => {
    const { message } = synth((stack) => {
      const document = new DataAwsIamPolicyDocument(stack, "document", {
        statement: [
          {
            sid: "Registry",
            actions: ["ecr:GetAuthorizationToken"],
            resources: anyResource("It has no resource."),
          },
          { sid: "Other", actions: ["s3:GetObject"], resources: ["*"] },
        ],
      });
      return document;
    });
    expect(message).not.toContain("statement Registry");
    expect(message).toContain("statement Other allows its actions on every resource");
  });
});
