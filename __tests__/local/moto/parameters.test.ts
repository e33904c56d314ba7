import {
  DescribeParametersCommand,
  GetParameterCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { TestAccount } from "../test-account";

const AMI = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";

describe("the parameters of the embedded AWS", () => {
  let account: TestAccount;
  beforeAll(async () => void (account = await TestAccount.open()));
  afterAll(() => account.close());

  it("include those of AWS itself when one is read, and leave them out of the list", async () => {
    const ssm = new SSMClient(account.clients);
    await ssm.send(new PutParameterCommand({ Name: "/api/image", Type: "String", Value: "1a2b3c4" }));

    expect((await ssm.send(new GetParameterCommand({ Name: AMI }))).Parameter?.Value).toMatch(/^ami-/);
    expect((await ssm.send(new DescribeParametersCommand({}))).Parameters).toMatchObject([
      { Name: "/api/image" },
    ]);
  });
});
