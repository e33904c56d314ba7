import type { Maintenance } from "../../../ops/maintenance/listener";
import { ReleaseMaintenance } from "../../../ops/release/maintenance";
import { environment, healthy, minutesAgo } from "../diagnosis/observed";
import { Played } from "../played/played";
import { AwsError } from "../played/protocols";

/** With whole deploys: __tests__/ops/processes/migration.test.ts. */
describe("Maintenance around the migration of a release", () => {
  const of = (by: Maintenance["by"]): Maintenance => ({ since: minutesAgo(12), by, secret: false });

  /** What is said and changed when a release begins maintenance, migrates or not, and ends. */
  async function play(
    before: Maintenance | undefined,
    migrated: boolean,
    end: "complete" | "fail",
    { wanted = true, denied = false } = {},
  ) {
    let created = false;
    const expired = () => {
      throw new AwsError("ExpiredToken", "The security token included in the request is expired", 403);
    };
    const seen = before ? { maintenance: before } : {};
    const played = await Played.open(
      environment(),
      { ...healthy, ...seen },
      {
        elasticloadbalancing: {
          CreateRule: () => {
            created = true;
            return {};
          },
          DeleteRule: () => (denied ? expired() : {}),
          ...(denied && !before && { DescribeRules: () => (created ? expired() : { Rules: [] }) }),
        },
      },
    );
    try {
      const { said, warned } = await played.run(async (operation) => {
        const maintenance = new ReleaseMaintenance(operation, wanted);
        await maintenance.begin();
        if (migrated) maintenance.migrates();
        const lines = await maintenance[end]({ require: () => Promise.resolve() });
        operation.output.print((lines ?? []).join("\n"));
        return {};
      });
      const changes = played.endpoint.actions.filter((action) => /:(Create|Delete)Rule/.test(action));
      return { said, warned, changes: changes.map((action) => action.split(":")[1]) };
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

  it("is mentioned after a release without it, which leaves it on", async () => {
    const { said, changes } = await play(of("deploy"), false, "complete", { wanted: false });

    expect(changes).toEqual([]);
    expect(said).toContain(
      "Maintenance is on: every request is answered with 503. To end it: npm run ops -- maintenance test off",
    );
    expect((await play(undefined, false, "complete", { wanted: false })).said.trim()).toBe("");
  });

  it("is named when it cannot be ended, e.g. because the credentials have expired", async () => {
    const complete = await play(of("deploy"), true, "complete", { denied: true });
    expect(complete.warned).toContain(
      "The release is complete, but maintenance could not be ended: Your AWS",
    );
    expect(complete.warned).toContain("Then end it: npm run ops -- maintenance test off");

    const { said } = await play(undefined, false, "fail", { denied: true });
    expect(said).toContain("Maintenance may still be on: Your AWS credentials have expired.");
    expect(said).toContain("Fix: End it: npm run ops -- maintenance test off");
  });
});
