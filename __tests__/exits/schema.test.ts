import { goldenStacks } from "../helpers/golden-stacks";
import { againstSchema } from "./against-schema";

/** The newest schema of the AWS provider that bindings exist for says whether what is synthesized is good for 6.x. */

const instance = { identifier: "api", instance_class: "db.t4g.micro" };
const certificate = { domain_name: "api.example.com" };
const problemsOf = (type: string, body: object) =>
  againstSchema({ resource: { [type]: { x: body } } }).problems;

describe("the newest schema of the providers", () => {
  const stacks = goldenStacks();

  it.each(stacks)("knows every attribute of $name, and misses none", ({ stack }) => {
    expect(againstSchema(stack).problems).toEqual([]);
  });

  it("is compared with every block", () => {
    const sum = (key: "blocks" | "attributes") =>
      stacks.reduce((total, { stack }) => total + againstSchema(stack)[key], 0);
    expect(sum("blocks")).toBeGreaterThan(1_000);
    expect(sum("attributes")).toBeGreaterThan(5_000);
  });
});

describe("an attribute", () => {
  it("is seen when it is unknown", () => {
    expect(problemsOf("aws_db_instance", { ...instance, engine_flavour: "x" })).toEqual([
      "resource aws_db_instance.x: engine_flavour is unknown",
    ]);
  });

  it("is seen when it is required and missing", () => {
    expect(problemsOf("aws_db_instance", { identifier: "api" })).toEqual([
      "resource aws_db_instance.x: instance_class is required and missing",
    ]);
  });

  it("is seen in a nested block, alone or in a list", () => {
    const secret = (body: object) =>
      againstSchema({ ephemeral: { aws_kms_secrets: { x: { secret: body } } } });
    for (const body of [{ name: "a", load: "b" }, [{ name: "a", load: "b" }]]) {
      expect(secret(body).problems).toEqual([
        "ephemeral aws_kms_secrets.x.secret: load is unknown",
        "ephemeral aws_kms_secrets.x.secret: payload is required and missing",
      ]);
    }
  });

  it("is seen in a data source and in a provider", () => {
    expect(againstSchema({ data: { archive_file: { x: { type: "zip", output: "a" } } } }).problems).toEqual([
      "data archive_file.x: output is unknown",
      "data archive_file.x: output_path is required and missing",
    ]);
    expect(againstSchema({ provider: { aws: [{ regoin: "eu-west-1" }] } }).problems).toEqual([
      "provider aws: regoin is unknown",
    ]);
  });

  it("is not one when Terraform reads it itself, in a resource", () => {
    const lifecycle = { prevent_destroy: true };
    expect(problemsOf("aws_acm_certificate", { ...certificate, lifecycle, count: 1 })).toEqual([]);
    expect(problemsOf("aws_acm_certificate", { ...certificate, options: { lifecycle } })).toEqual([
      "resource aws_acm_certificate.x.options: lifecycle is unknown",
    ]);
  });
});

describe("a type of resource", () => {
  it("is seen when it is unknown", () => {
    expect(problemsOf("aws_simpledb_domain2", {})).toEqual([
      "resource aws_simpledb_domain2.x: resource aws_simpledb_domain2 is unknown",
    ]);
  });
});
