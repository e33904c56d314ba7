import type { DBInstance } from "@aws-sdk/client-rds";
import { AwsError } from "../../played/protocols";
import { NAME } from "../database/databases";
import { stage } from "./stage";

const TWELVE_HOURS_MILLISECONDS = 12 * 3_600_000;

const twelveHoursOlder = (instance: DBInstance): DBInstance => ({
  ...instance,
  TagList: (instance.TagList ?? []).map(({ Key, Value = "" }) => ({
    Key,
    Value:
      Key === "restored-at" ? new Date(Date.parse(Value) - TWELVE_HOURS_MILLISECONDS).toISOString() : Value,
  })),
});

describe("ops drill", () => {
  it("leaves nothing when it was killed before any of its calls, and runs again after twelve hours", async () => {
    const dry = await stage();
    await dry.drill();
    await dry.played.close();
    const count = dry.endpoint.calls.length;
    expect(count).toBeGreaterThan(15);

    let left = 0;
    for (let killed = 2; killed <= count; killed += 1) {
      const it = await stage();
      it.endpoint.trouble = (_, nth) =>
        nth >= killed ? new AwsError("AccessDenied", "killed", 403) : undefined;
      await it.drill();
      it.endpoint.trouble = () => undefined;
      left += it.databases.names.length - 1;
      it.databases.instances = it.databases.instances.map(twelveHoursOlder);
      const { exitCode, warned } = await it.drill();
      await it.played.close();
      expect({ killed, exitCode, warned }).toEqual({ killed, exitCode: 0, warned: "" });
      expect({ killed, names: it.databases.names }).toEqual({ killed, names: [NAME] });
    }
    expect(left).toBeGreaterThan(5);
  }, 120_000);
});
