import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { exempt } from "../../policies/exceptions";
import { endOfSupport } from "../../policies/subjects/versions";
import { lambda } from "./resources";
import type { Build } from "./synth";
import { synthesizeUnder } from "./synth";

/** Its runtime is supported until 2027-04-30. */
const notifier: Build = (stack) => lambda(stack, { runtime: "nodejs22.x" });
const on = (today: string, build: Build = notifier) =>
  synthesizeUnder({ policies: [endOfSupport], today }, build);

describe("a version that loses its support", () => {
  it("is accepted 181 days before", () => {
    expect(on("2026-10-31")).toMatchObject({ message: "accepted", warnings: [] });
  });

  it.each(["2026-11-01", "2027-04-30"])("is warned of from 180 days before to the last day: %s", (today) => {
    const { message, warnings } = on(today);
    expect(message).toBe("accepted");
    expect(warnings).toEqual([
      expect.stringContaining(
        "aws_lambda_function.function: runtime is nodejs22.x, without support after 2027-04-30: move to nodejs24.x",
      ),
    ]);
  });

  it("is refused from the day after", () => {
    expect(on("2027-05-01")).toMatchObject({
      message: expect.stringContaining("runtime is nodejs22.x, without support since 2027-04-30") as string,
      warnings: [],
    });
  });

  it("can be excepted, the warning as well as the refusal", () => {
    const excepted: Build = (stack) =>
      exempt(lambda(stack, { runtime: "nodejs22.x" }), "end-of-support", "Next week.");
    expect(on("2027-04-30", excepted)).toMatchObject({ message: "accepted", warnings: [] });
    expect(on("2027-05-01", excepted)).toMatchObject({ message: "accepted", warnings: [] });
  });

  it("is refused with no advice where nothing newer is known that is supported", () => {
    expect(on("2028-05-01").message).toContain(
      "runtime is nodejs22.x, without support since 2027-04-30: no newer version is in facts/support-ends.ts;" +
        ' see "Lambda runtimes", AWS Lambda Developer Guide',
    );
  });

  it("is neither refused nor warned of here when it is the project's own", () => {
    expect(on("2036-01-01", (stack) => lambda(stack, { runtime: "nodejs24.x" }))).toMatchObject({
      message: "accepted",
      warnings: [],
    });
  });
});

describe("the release of the AMI", () => {
  const hosts: Build = (stack) =>
    new DataAwsSsmParameter(stack, "ami", {
      name: "/aws/service/ecs/optimized-ami/amazon-linux-2023/al2023-ami-ecs-hvm-2023.0.20260226-kernel-6.1-x86_64/image_id",
    });

  it("may be a year old", () => {
    expect(on("2027-02-26", hosts)).toMatchObject({ message: "accepted", warnings: [] });
  });

  it("is warned of when it is older, and never refused", () => {
    for (const today of ["2027-02-27", "2036-01-01"]) {
      expect(on(today, hosts)).toMatchObject({
        message: "accepted",
        warnings: [
          expect.stringContaining(
            "data.aws_ssm_parameter.ami: the AMI was released on 2026-02-26: set hosts.ecsAmiRelease to what `aws ssm",
          ),
        ],
      });
    }
  });
});
