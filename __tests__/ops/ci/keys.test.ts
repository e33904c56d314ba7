import { keyReport } from "../../../ops/ci/keys";
import { environment, healthy } from "../diagnosis/observed";
import { Played } from "../played/played";
import { AwsError } from "../played/protocols";

const reported = async (...[seen, more]: [object, Parameters<typeof Played.open>[2]?]) => {
  const played = await Played.open(environment(), { ...healthy, ...seen }, more);
  process.env.AWS_ENDPOINT_URL = played.endpoint.url;
  try {
    return await keyReport(environment());
  } finally {
    await played.close();
  }
};

describe("the look of the workflow drift at the KMS keys", () => {
  it("reports one that will be deleted, with the commands", async () => {
    const key = { KeyState: "PendingDeletion", DeletionDate: new Date("2026-12-27T09:00:00Z") };
    expect(await reported({ key })).toMatchInlineSnapshot(`
      "### test: KMS key: alias/shop-test will be deleted on 2026-12-27T09:00:00.000Z, and cannot be used

      It encrypts the database, its snapshots, the secrets and the images. Without it no task starts, the database stops, and no alarm is sent. After a deletion all of it is lost.

      Make the key usable, and start the database if it has stopped (docs/recover.md):

      \`\`\`bash
      aws kms cancel-key-deletion --key-id 4d07e6b0 --region eu-west-1
      aws kms enable-key --key-id 4d07e6b0 --region eu-west-1
      aws rds start-db-instance --db-instance-identifier shop-test --region eu-west-1
      \`\`\`
      "
    `);
  });

  it("reports nothing of one that is enabled, or does not exist yet", async () => {
    expect(await reported({ key: { KeyState: "Enabled" } })).toBeUndefined();
    const none = () => {
      throw new AwsError("NotFoundException", "Alias is not found.", 400);
    };
    expect(await reported({}, { kms: { DescribeKey: none } })).toBeUndefined();
  });

  it("does not take a denied request for a usable key", async () => {
    const denied = () => {
      throw new AwsError("AccessDeniedException", "no", 400);
    };
    await expect(reported({}, { kms: { DescribeKey: denied } })).rejects.toThrow("no");
  });
});
