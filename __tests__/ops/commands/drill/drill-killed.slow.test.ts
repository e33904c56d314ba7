import { AwsError } from "../../played/protocols";
import { NAME } from "../database/databases";
import { stage } from "./stage";

describe("ops drill", () => {
  it("leaves nothing when it was killed before any of its calls, and then run again", async () => {
    const dry = await stage();
    await dry.drill();
    await dry.played.close();
    const count = dry.endpoint.calls.length;
    expect(count).toBeGreaterThan(15);

    for (let killed = 2; killed <= count; killed += 1) {
      const it = await stage();
      it.endpoint.trouble = (_, nth) =>
        nth >= killed ? new AwsError("AccessDenied", "killed", 403) : undefined;
      await it.drill();
      it.endpoint.trouble = () => undefined;
      const { exitCode, warned } = await it.drill();
      await it.played.close();
      expect({ killed, exitCode, warned }).toEqual({ killed, exitCode: 0, warned: "" });
      expect({ killed, names: it.databases.names }).toEqual({ killed, names: [NAME] });
    }
  }, 120_000);
});
