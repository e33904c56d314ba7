import { BackupClient } from "@aws-sdk/client-backup";
import { KMSClient } from "@aws-sdk/client-kms";
import { RULES } from "../../../../ops/commands/state/find";
import type { ImportRule, Wanted } from "../../../../ops/commands/state/rule";
import type { SynthesizedResource } from "../../../../ops/commands/state/synthesized";
import { stackOf } from "../../../../ops/commands/state/synthesized";
import { fixtureStacks } from "../../../helpers/golden-stacks";
import { environment } from "../../diagnosis/observed";

const ID = "8f81f553-3a74-4a3f-b93d-b3360dc80c50";
const NAME = "api-production";

const base = fixtureStacks("grown").find(({ name }) => name.endsWith("base"));
const { resources } = stackOf(base?.stack as Parameters<typeof stackOf>[0]);
const of = (type: string) => resources.filter((each) => each.type === type);

/** What AWS lists by their ids: plans with their names, and selections with their names and plans. */
interface Listed {
  readonly plans?: Readonly<Record<string, string>>;
  readonly selections?: Readonly<Record<string, { name: string; plan: string }>>;
}

/** The import id of a resource. */
const idOf = (
  resource: SynthesizedResource | undefined,
  { plans = { [ID]: NAME }, selections = {} }: Listed = {},
) =>
  (RULES[resource?.type ?? ""] as ImportRule)({
    resource,
    text: (path: string) =>
      Promise.resolve(path === "plan_id" ? ID : String((resource?.config as Record<string, unknown>)[path])),
    operation: {
      environment: environment({ "database.copies": { region: "eu-central-1" } }),
      client: (Class: unknown) => {
        expect(Class).toBe(BackupClient);
        return {
          page: ({ BackupPlanId: plan }: { BackupPlanId?: string }) => ({
            BackupPlansList: Object.entries(plans).map(([BackupPlanId, BackupPlanName]) => ({
              BackupPlanId,
              BackupPlanName,
            })),
            BackupSelectionsList: Object.entries(selections)
              .filter(([, selection]) => selection.plan === plan)
              .map(([SelectionId, { name: SelectionName }]) => ({ SelectionId, SelectionName })),
          }),
        };
      },
      clientIn: (region: string, Class: unknown) => ({
        send: ({ input }: { input: { KeyId: string } }) =>
          Promise.resolve({ KeyMetadata: Class === KMSClient ? { KeyId: `${region} ${input.KeyId}` } : {} }),
      }),
    },
  } as unknown as Wanted);

const mockPages = async function* (
  { client }: { client: { page: (input: object) => object } },
  input: object,
) {
  yield await Promise.resolve(client.page(input));
};
jest.mock("@aws-sdk/client-backup", () => ({
  BackupClient: class {},
  paginateListBackupPlans: (...args: Parameters<typeof mockPages>) => mockPages(...args),
  paginateListBackupSelections: (...args: Parameters<typeof mockPages>) => mockPages(...args),
}));

describe("the import of the copies", () => {
  it("finds each of the two keys in its region", async () => {
    const ids = await Promise.all(of("aws_kms_key").map((key) => idOf(key)));

    expect(ids.sort()).toEqual(["eu-central-1 alias/shop-test", "eu-west-1 alias/shop-test"]);
  });

  it("finds the plan by its name, and takes none by chance", async () => {
    const [plan] = of("aws_backup_plan");
    expect(await idOf(plan, { plans: { a: "other", [ID]: NAME } })).toBe(ID);
    expect(await idOf(plan, { plans: { a: "other" } })).toBeUndefined();
    await expect(idOf(plan, { plans: { a: NAME, b: NAME } })).rejects.toThrow("could be it");
  });

  it("finds the selection by its name in that plan, and takes none by chance", async () => {
    const [selection] = of("aws_backup_selection");
    const mine = { name: NAME, plan: ID };
    const others = { b: { ...mine, plan: "other" }, c: { ...mine, name: "other" } };
    expect(await idOf(selection, { selections: { a: mine, ...others } })).toBe(`${ID}|a`);
    expect(await idOf(selection, { selections: others })).toBeUndefined();
    await expect(idOf(selection, { selections: { a: mine, b: mine } })).rejects.toThrow("could be it");
  });
});
