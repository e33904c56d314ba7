import { tmpdir } from "node:os";

interface Realm {
  readonly global: typeof globalThis;
  teardown(): Promise<void>;
}
const SharedRealm = jest.requireActual<new (config: { projectConfig: object }) => Realm>("./shared-realm.js");

describe("the realm that unit test files share", () => {
  it("is that of the packages outside it, with the same classes and variables", () => {
    const realm = new SharedRealm({ projectConfig: {} });
    expect(realm.global).toBe(globalThis);
    expect(AbortSignal.abort().reason).toBeInstanceOf(Error);
  });

  it("is after a file as it was before it", async () => {
    const exit = () => Reflect.get(process, "exit") as unknown;
    const [later, exitBefore, env] = [globalThis.setTimeout, exit(), process.env];
    const { PATH } = env;
    const realm = new SharedRealm({ projectConfig: {} });

    globalThis.setTimeout = (() => undefined) as unknown as typeof later;
    process.exit = (() => undefined) as unknown as typeof process.exit;
    env.PATH = "changed";
    env.ONLY_IN_THIS_FILE = "yes";
    process.env = {};
    await realm.teardown();

    expect(globalThis.setTimeout).toBe(later);
    expect(exit()).toBe(exitBefore);
    expect(process.env).toBe(env);
    expect([env.PATH, env.ONLY_IN_THIS_FILE]).toEqual([PATH, undefined]);
  });

  it("has its temporary files in the folder of the run, while a file runs", async () => {
    process.env.TMPDIR = "/before";
    const realm = new SharedRealm({ projectConfig: {} });

    expect(process.env.UNIT_TMPDIR).toBeTruthy();
    expect(tmpdir()).toBe(process.env.UNIT_TMPDIR);
    await realm.teardown();
    expect(tmpdir()).toBe("/before");
  });
});
