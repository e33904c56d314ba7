const { ModernFakeTimers } = require("@jest/fake-timers");
const { ModuleMocker } = require("jest-mock");
// A worker has loaded it already, by NODE_OPTIONS (jest.config.js). With --runInBand the tests run in another process.
require("./clock");

/** Symbols under which jest-circus keeps what belongs to one file: its tests, and the handlers of their events. */
const OF_ONE_FILE = ["JEST_STATE_SYMBOL", "EVENT_HANDLERS"];

/**
 * The environment of the unit tests. They run in the realm of the worker itself; Jest's own environment makes a realm for each
 * file, in which each global takes longer to read, and whose classes (Error, Date) packages outside it do not know.
 *
 * The globals, `process.env` and `process.exit` are after each file what they were before it. Temporary files are in the folder of
 * the run (`run-folder.js`).
 */
module.exports = class SharedRealm {
  constructor({ projectConfig }) {
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.before = {
      globals: Object.getOwnPropertyDescriptors(globalThis),
      env: process.env,
      variables: { ...process.env },
      exit: process.exit,
    };
    process.env.TMPDIR = process.env.UNIT_TMPDIR;
  }

  async setup() {}

  async teardown() {
    const { globals, env, variables, exit } = this.before;
    this.fakeTimersModern.dispose();
    for (const key of Object.getOwnPropertySymbols(globalThis))
      if (OF_ONE_FILE.includes(key.description) && !Object.hasOwn(globals, key)) delete globalThis[key];
    Object.defineProperties(globalThis, globals);
    process.env = env;
    for (const name of Object.keys(env)) if (!(name in variables)) delete env[name];
    Object.assign(env, variables);
    process.exit = exit;
  }

  exportConditions() {
    return ["node", "node-addons"];
  }

  /** Jest passes it to `vm`, but not in the runtime of these tests (`runtime.js`). */
  getVmContext() {
    return globalThis;
  }
};
