import { AwsError } from "../../played/protocols";
import { NAME, RESTORED } from "./databases";
import { expectSwapped, stage, tagKeys } from "./swap-stage";

describe("ops database restore --swap", () => {
  it("continues when it was killed before or after any of its calls", async () => {
    const dry = await stage();
    await dry.swap();
    const count = dry.endpoint.calls.length;
    await dry.played.close();
    expect(count).toBeGreaterThan(20);

    for (let killed = 2; killed <= count; killed += 1) {
      const it = await stage();
      // From then on the process is as good as dead: none of its calls arrives, also not those that tidy up.
      it.endpoint.trouble = (_, nth) =>
        nth >= killed ? new AwsError("AccessDenied", "killed", 403) : undefined;
      await it.swap();
      it.endpoint.trouble = () => undefined;
      // Without the tags nothing was left to do but to release the lock of releases, which expires by itself.
      if (tagKeys(it.databases.named(NAME)).includes("restored-as") || it.databases.named(RESTORED)) {
        const { exitCode, warned } = await it.swap();
        expect({ killed, exitCode, warned }).toEqual({ killed, exitCode: 0, warned: "" });
      }
      expectSwapped(it);
      await it.played.close();
    }
  }, 240_000);

  it("is complete although the response to any of its calls was lost", async () => {
    const dry = await stage();
    await dry.swap();
    const count = dry.endpoint.calls.length;
    await dry.played.close();

    for (let lost = 2; lost <= count; lost += 1) {
      const it = await stage();
      it.endpoint.trouble = (_, nth) => (nth === lost ? "lost" : undefined);
      const { exitCode, warned } = await it.swap();
      expect({ lost, exitCode, warned }).toEqual({ lost, exitCode: 0, warned: "" });
      expectSwapped(it);
      await it.played.close();
    }
  }, 240_000);
});
