import type { Maintenance } from "../../../ops/maintenance/listener";
import { ReleaseMaintenance } from "../../../ops/release/maintenance";
import { environment, healthy, minutesAgo } from "../diagnosis/observed";
import { Played } from "../played/played";

/** With whole deploys: __tests__/ops/processes/migration.test.ts. */
describe("Maintenance around the migration of a release", () => {
  const of = (by: Maintenance["by"]): Maintenance => ({ since: minutesAgo(12), by, secret: false });

  /** What is said and changed when a release begins maintenance, migrates or not, and ends. */
  async function play(before: Maintenance | undefined, migrated: boolean, end: "complete" | "fail") {
    const seen = before ? { maintenance: before } : {};
    const played = await Played.open(
      environment(),
      { ...healthy, ...seen },
      {
        elasticloadbalancing: { CreateRule: () => ({}), DeleteRule: () => ({}) },
      },
    );
    try {
      const { said } = await played.run(async (operation) => {
        const maintenance = new ReleaseMaintenance(operation, true);
        await maintenance.begin();
        if (migrated) maintenance.migrates();
        const lines = await maintenance[end]();
        operation.output.print((lines ?? []).join("\n"));
        return {};
      });
      const changes = played.endpoint.actions.filter((action) => /:(Create|Delete)Rule/.test(action));
      return { said, changes: changes.map((action) => action.split(":")[1]) };
    } finally {
      await played.close();
    }
  }

  it("leaves on what an operator switched on", async () => {
    const { said, changes } = await play(of("operator"), true, "complete");

    expect(changes).toEqual([]);
    expect(said).toContain(
      "Maintenance was on before this deploy, and stays on. To end it: npm run ops -- maintenance test off",
    );
  });

  it("ends what an earlier deploy left on, once a deploy is complete", async () => {
    expect(await play(of("deploy"), true, "complete")).toMatchObject({ changes: ["DeleteRule"] });
  });

  it.each([["deploy"], ["operator"]] as const)(
    "leaves on what was on by %s, although this migration did not start",
    async (by) => {
      const { said, changes } = await play(of(by), false, "fail");

      expect(changes).toEqual([]);
      expect(said).toContain("Maintenance stays on: it was on before this deploy.");
      expect(said).toContain("or end it: npm run ops -- maintenance test off");
    },
  );

  it("stays on when the release fails after its migration had started", async () => {
    const { said, changes } = await play(undefined, true, "fail");

    expect(changes).toEqual(["CreateRule"]);
    expect(said).toContain("Maintenance stays on: the earlier release may not fit the tables");
  });
});
