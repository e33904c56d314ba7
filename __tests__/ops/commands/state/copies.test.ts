import { BackupClient } from "@aws-sdk/client-backup";
import { KMSClient } from "@aws-sdk/client-kms";
import { RULES } from "../../../../ops/commands/state/find";
import type { ImportRule, Wanted } from "../../../../ops/commands/state/rule";
import type { SynthesizedResource } from "../../../../ops/commands/state/synthesized";
import { stackOf } from "../../../../ops/commands/state/synthesized";
import { fixtureStacks } from "../../../helpers/golden-stacks";
import { environment } from "../../diagnosis/observed";

const ID = "8f81f553-3a74-4a3f-b93d-b3360dc80c50";
const PLAN = `arn:aws:backup:eu-west-1:111122223333:backup-plan:${ID}`;

const base = fixtureStacks("grown").find(({ name }) => name.endsWith("base"));
const { resources } = stackOf(base?.stack as Parameters<typeof stackOf>[0]);
const of = (type: string) => resources.filter((each) => each.type === type);

/** What AWS lists: the plans with the tags of the environment, and the selections of each plan by their ids. */
interface Listed {
  readonly plans?: readonly string[];
  readonly selections?: Readonly<Record<string, { name: string; plan: string }>>;
}

/** The import id of a resource. */
const idOf = (resource: SynthesizedResource | undefined, { plans = [PLAN], selections = {} }: Listed = {}) =>
  (RULES[resource?.type ?? ""] as ImportRule)({
    resource,
    text: (path: string) =>
      Promise.resolve(path === "plan_id" ? ID : String((resource?.config as Record<string, unknown>)[path])),
    operation: {
      environment: environment({ "database.copies": { region: "eu-central-1" } }),
      client: (Class: unknown) =>
        Class === BackupClient
          ? new Pages("BackupPlanId", (plan) => ({
              BackupSelectionsList: Object.entries(selections)
                .filter(([, selection]) => selection.plan === plan)
                .map(([SelectionId, { name: SelectionName }]) => ({ SelectionId, SelectionName })),
            }))
          : new Pages("ResourceTypeFilters", () => ({
              ResourceTagMappingList: plans.map((ResourceARN) => ({ ResourceARN })),
            })),
      clientIn: (region: string, Class: unknown) => ({
        send: ({ input }: { input: { KeyId: string } }) =>
          Promise.resolve({ KeyMetadata: Class === KMSClient ? { KeyId: `${region} ${input.KeyId}` } : {} }),
      }),
    },
  } as unknown as Wanted);

/** A list of one page for each resource, which is sent by the name of its input. */
class Pages {
  public constructor(
    private readonly by: string,
    private readonly pageOf: (of: unknown) => object,
  ) {}
  public page(input: Record<string, unknown>): object {
    expect(input).toHaveProperty(this.by);
    return this.pageOf(input[this.by]);
  }
}

const mockPages = async function* ({ client }: { client: Pages }, input: Record<string, unknown>) {
  yield await Promise.resolve(client.page(input));
};
jest.mock("@aws-sdk/client-resource-groups-tagging-api", () => ({
  ResourceGroupsTaggingAPIClient: class {},
  paginateGetResources: (...args: Parameters<typeof mockPages>) => mockPages(...args),
}));
jest.mock("@aws-sdk/client-backup", () => ({
  BackupClient: class {},
  paginateListBackupSelections: (...args: Parameters<typeof mockPages>) => mockPages(...args),
}));

describe("the import of the copies", () => {
  it("finds each of the two keys in its region", async () => {
    const ids = await Promise.all(of("aws_kms_key").map((key) => idOf(key)));

    expect(ids.sort()).toEqual(["eu-central-1 alias/shop-test", "eu-west-1 alias/shop-test"]);
  });

  it("finds the plan by its tags, and takes none by chance", async () => {
    const [plan] = of("aws_backup_plan");
    expect(await idOf(plan)).toBe(ID);
    expect(await idOf(plan, { plans: [] })).toBeUndefined();
    await expect(idOf(plan, { plans: [PLAN, `${PLAN}2`] })).rejects.toThrow("could be it");
  });

  it("finds the selection by its name in that plan, and takes none by chance", async () => {
    const [selection] = of("aws_backup_selection");
    const mine = { name: "api-production", plan: ID };
    const others = { b: { ...mine, plan: "other" }, c: { ...mine, name: "other" } };
    expect(await idOf(selection, { selections: { a: mine, ...others } })).toBe(`${ID}|a`);
    expect(await idOf(selection, { selections: others })).toBeUndefined();
    await expect(idOf(selection, { selections: { a: mine, b: mine } })).rejects.toThrow("could be it");
  });
});
