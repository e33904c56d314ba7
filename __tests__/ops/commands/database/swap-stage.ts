import type { DBInstance } from "@aws-sdk/client-rds";
import { Played } from "../../played/played";
import { restore } from "../../../../ops/commands/database/restore-command";
import { environment, healthy } from "../../diagnosis/observed";
import { Bucket } from "./bucket";
import { Databases, NAME, own, OWN_ID, RESTORED, restored } from "./databases";

export const STATE = "shop/test/base.tfstate";
export const LOCK = `${STATE}.tflock`;

interface State {
  readonly serial: number;
  readonly lineage: string;
  readonly resources: readonly { readonly instances: readonly { readonly attributes: object }[] }[];
}

export const state = (resourceId = OWN_ID) => ({
  version: 4,
  serial: 5,
  lineage: "a",
  outputs: { databaseAddress: { value: `${NAME}.rds.example`, type: "string" } },
  resources: [
    { mode: "managed", type: "aws_vpc", name: "vpc", instances: [{ attributes: { id: "vpc-1" } }] },
    {
      mode: "managed",
      type: "aws_db_instance",
      name: "database_instance_D7FC2283",
      instances: [
        {
          attributes: { identifier: NAME, id: resourceId, resource_id: resourceId, port: 3306 },
          private: "x",
        },
      ],
    },
  ],
});

/** AWS as it was before the swap, and the swap as often as it is run. */
export async function stage({
  instances = [own(), restored()],
  objects = { [STATE]: state() },
}: { instances?: DBInstance[]; objects?: Record<string, unknown> } = {}) {
  const databases = new Databases(instances);
  const bucket = new Bucket(objects);
  const played = await Played.open(environment(), healthy, {
    rds: databases.rds,
    ssm: databases.ssm,
    s3: bucket.s3,
    ec2: {},
  });
  const swap = (yes = true) =>
    played.run((operation) => restore(operation, { swap: RESTORED, ...(yes ? { yes } : {}) }));
  return { databases, bucket, played, endpoint: played.endpoint, swap };
}

export const tagKeys = ({ TagList = [] }: DBInstance = {}) => TagList.map(({ Key }) => Key);

/** What is true after every swap that was completed. */
export function expectSwapped({ databases, bucket }: Awaited<ReturnType<typeof stage>>) {
  const [one, other] = databases.names;
  expect(one).toBe(NAME);
  expect(other).toMatch(/^shop-test-replaced-\d{14}$/);
  const database = databases.named(NAME);
  expect(database?.DbiResourceId).toBe("db-RESTORED");
  expect(tagKeys(database)).toEqual(["environment"]);
  expect(databases.named(other ?? "")?.DbiResourceId).toBe(OWN_ID);

  const expected = state("db-RESTORED");
  expect(bucket.json<State>(STATE)).toEqual({ ...expected, serial: 6 });
  expect(bucket.json(LOCK)).toBeUndefined();
}
