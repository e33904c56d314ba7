import { KMSClient } from "@aws-sdk/client-kms";
import { SERVICES } from "../../../../ops/commands/state/rules/services";
import type { ImportRule, Wanted } from "../../../../ops/commands/state/rule";
import type { SynthesizedResource } from "../../../../ops/commands/state/synthesized";
import { stackOf } from "../../../../ops/commands/state/synthesized";
import { fixtureStacks } from "../../../helpers/golden-stacks";
import { environment } from "../../diagnosis/observed";

const PLAN = "arn:aws:backup:eu-west-1:111122223333:backup-plan:8f81f553-3a74-4a3f-b93d-b3360dc80c50";

const base = fixtureStacks("grown").find(({ name }) => name.endsWith("base"));
const { resources } = stackOf(base?.stack as Parameters<typeof stackOf>[0]);
const of = (type: string) => resources.filter((each) => each.type === type);

/** The import id of a resource, where AWS lists these plans for the tags of the environment. */
const idOf = (resource: SynthesizedResource | undefined, plans: readonly string[] = [PLAN]) =>
  (SERVICES[resource?.type ?? ""] as ImportRule)({
    resource,
    operation: {
      environment: environment({ "database.copies": { region: "eu-central-1" } }),
      client: () => new Listing(plans),
      clientIn: (region: string, Class: unknown) => ({
        send: ({ input }: { input: { KeyId: string } }) =>
          Promise.resolve({ KeyMetadata: Class === KMSClient ? { KeyId: `${region} ${input.KeyId}` } : {} }),
      }),
    },
  } as unknown as Wanted);

/** A client is recognized by its class. */
class Listing {
  public constructor(private readonly plans: readonly string[]) {}
  public send({ input }: { input: object }) {
    expect(input).toMatchObject({ ResourceTypeFilters: ["backup:backup-plan"] });
    return Promise.resolve({ ResourceTagMappingList: this.plans.map((ResourceARN) => ({ ResourceARN })) });
  }
}

jest.mock("@aws-sdk/client-resource-groups-tagging-api", () => ({
  ResourceGroupsTaggingAPIClient: class {},
  paginateGetResources: async function* ({ client }: { client: Listing }, input: object) {
    yield await client.send({ input });
  },
}));

describe("the import of the copies", () => {
  it("finds each of the two keys in its region", async () => {
    const ids = await Promise.all(of("aws_kms_key").map((key) => idOf(key)));

    expect(ids.sort()).toEqual(["eu-central-1 alias/shop-test", "eu-west-1 alias/shop-test"]);
  });

  it("finds the plan by its tags, and takes none by chance", async () => {
    const [plan] = of("aws_backup_plan");
    expect(await idOf(plan)).toBe("8f81f553-3a74-4a3f-b93d-b3360dc80c50");
    expect(await idOf(plan, [])).toBeUndefined();
    await expect(idOf(plan, [PLAN, `${PLAN}2`])).rejects.toThrow("could be it");
  });

  it("leaves the selection to an operator", async () => {
    expect(await idOf(of("aws_backup_selection")[0])).toBeUndefined();
  });
});
