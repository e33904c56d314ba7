import { Played } from "../../played/played";
import { restore } from "../../../../ops/commands/database/restore-command";
import { environment, healthy } from "../../diagnosis/observed";
import { Databases, NAME, own, OWN_ID, snapshot } from "./databases";

const CREATE = "rds:RestoreDBInstanceToPointInTime";

async function restored(databases: Databases, at: string) {
  const played = await Played.open(environment(), healthy, { rds: databases.rds, ssm: databases.ssm });
  try {
    const ended = await played.run((operation) => restore(operation, { at }));
    return { ...ended, sources: played.endpoint.inputsOf(CREATE) };
  } finally {
    await played.close();
  }
}

describe("ops database restore, after a swap", () => {
  const REPLACED = `${NAME}-replaced-20261126120000`;
  const RESTORED = `${NAME}-restored-20261126090000`;
  const windows: Record<string, string> = {
    [OWN_ID]: "2026-11-26T10:00:00Z",
    "db-OLD": "2026-11-20T09:00:00Z",
    "db-BESIDE": "2026-11-20T10:00:00Z",
  };
  const databases = () =>
    new Databases(
      [
        own({ DBInstanceIdentifier: RESTORED, DbiResourceId: "db-BESIDE", TagList: [] }),
        own(),
        own({ DBInstanceIdentifier: REPLACED, DbiResourceId: "db-OLD", TagList: [] }),
      ],
      [snapshot()],
      ({ DbiResourceId = "" }) => ({ EarliestTime: new Date(windows[DbiResourceId] ?? "") }),
    );

  it.each<[string, string, string]>([
    ["that was replaced, for a time before", "2026-11-26T11:59:59Z", REPLACED],
    ["that replaced it, for a time after", "2026-11-26T12:00:01Z", NAME],
  ])("restores the database %s", async (_, at, source) => {
    const { exitCode, sources } = await restored(databases(), at);

    expect(exitCode).toBe(0);
    expect(sources).toMatchObject([{ SourceDBInstanceIdentifier: source }]);
  });

  it("restores no time that only a database had which was not the environment's then", async () => {
    const gap = databases();
    windows[OWN_ID] = "2026-11-26T13:00:00Z";
    const { exitCode, warned } = await restored(gap, "2026-11-26T12:30:00Z");

    expect(exitCode).toBe(2);
    expect(warned).toContain(
      `2026-11-26T13:00:00Z to 2026-11-27T09:25:00Z (${NAME})\n           2026-11-20T09:00:00Z to 2026-11-26T12:00:00Z (${REPLACED})`,
    );
  });
});
