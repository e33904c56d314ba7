import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dependentsOf } from "../../../../ops/commands/state/references";

const STACK = {
  resource: {
    aws_vpc: { network: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { "public-1": { vpc_id: "${aws_vpc.network.id}" } },
    aws_lb: { front: { subnets: "${local.subnets}" } },
    aws_iam_role: { host: { assume_role_policy: "${data.aws_iam_policy_document.trust.json}" } },
    aws_sqs_queue: { jobs: { name: "jobs", depends_on: ["aws_lb.front"] } },
    aws_sns_topic: { alarms: { name: "aws_vpc" } },
  },
  data: { aws_iam_policy_document: { trust: { statement: [{ resources: ["${aws_vpc.network.arn}"] }] } } },
  locals: { subnets: ["${aws_subnet.public-1.id}"] },
};

describe("the resources that refer to a missing one", () => {
  const folder = mkdtempSync(join(tmpdir(), "references-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ["aws_vpc.network", ["aws_iam_role.host", "aws_lb.front", "aws_sqs_queue.jobs", "aws_subnet.public-1"]],
    ["aws_lb.front", ["aws_sqs_queue.jobs"]],
    ["aws_sqs_queue.jobs", []],
  ])("are found through other resources, data and locals: %s", (missing, expected) => {
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(STACK));
    const found = [...dependentsOf(folder, new Set([missing]))].filter((each) => each.startsWith("aws_"));

    expect(found.sort()).toEqual(expected);
  });
});
