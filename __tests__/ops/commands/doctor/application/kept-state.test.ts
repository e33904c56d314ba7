import { keptState } from "../../../../../ops/commands/doctor/application/kept-state";
import { check, LARAVEL_10, LARAVEL_12 } from "./laravel";

describe("what is kept outside the containers", () => {
  it("advises about sessions and files in the container", async () => {
    expect((await check(keptState, LARAVEL_10)).advice).toEqual([
      "SESSION_DRIVER is file: every release ends all sessions. Set it to database in env.",
      'FILESYSTEM_DISK is local: uploaded files are lost with their container. If users upload files, write files: { kind: "create" } in the environment.',
    ]);
    expect(await check(keptState, LARAVEL_12, { "env.FILESYSTEM_DISK": "uploads" })).toMatchObject({
      result: "passed",
    });
  });
});
