/** One project per kind of test, so that `npm test` stays a matter of seconds. */
const project = (displayName, testMatch, extra = {}) => ({
  displayName,
  testMatch,
  testEnvironment: "node",
  transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.local"],
  runtime: "<rootDir>/__tests__/helpers/runtime.js",
  // No test depends on the environments of the user. The golden test alone reads them.
  moduleNameMapper: {
    "^(\\.\\./)+environments/environments$": "<rootDir>/__tests__/environments/environments.ts",
  },
  ...extra,
});

/** Of projects with a double of AWS: judges what is asked of it, and what it answers. */
const REFEREED = { globalSetup: "<rootDir>/__tests__/helpers/referee-server.ts" };

const tests = (...folders) => folders.map((folder) => `<rootDir>/__tests__/${folder}/**/*.test.ts`);
/** Folders whose tests need more than seconds. */
const SLOW = [
  "ops/processes",
  "local",
  "rights",
  "scanners",
  "terraform",
  "e2e",
  "browser",
  "images",
  "application",
  "exits",
  "fork",
];

/** Unit tests that start many programs, or try one thing after each of many calls: `npm test` leaves them out. */
const SLOW_UNIT = "<rootDir>/__tests__/**/*.slow.test.ts";

/** Moves the clock of the unit tests where CLOCK_DAYS is set, and that of the processes that they start. */
const CLOCK = `${__dirname}/__tests__/helpers/clock.js`;
/** Tests make much garbage. Room for it before it is collected saves 6 % of the processor time; Node.js of today takes 16 MiB. */
const ROOM = "--max-semi-space-size";
process.env.NODE_OPTIONS = [
  ...(process.env.NODE_OPTIONS ? [process.env.NODE_OPTIONS] : []),
  ...(process.env.CLOCK_DAYS ? [`--require ${JSON.stringify(CLOCK)}`] : []),
  ...(process.allowedNodeEnvironmentFlags.has(ROOM) ? [`${ROOM}=64`] : []),
].join(" ");

/** The unit tests share the realm of the worker, which is faster than one for each file. */
const UNIT = {
  testEnvironment: "<rootDir>/__tests__/helpers/shared-realm.js",
  testRunner: "<rootDir>/__tests__/helpers/quiet-runner.js",
  ...REFEREED,
};

/** @type {import('jest').Config} */
module.exports = {
  // Jest leaves a core free, which on two of them halves the speed.
  maxWorkers: "100%",
  // Only a test that hangs needs longer. Jest's five seconds are too few where other work shares the machine.
  testTimeout: 30_000,
  globalSetup: "<rootDir>/__tests__/helpers/run-folder.js",
  testSequencer: "<rootDir>/__tests__/helpers/longest-first.js",
  // With --coverage, which only the notifier's tests are run with: for all of them it takes four times as long.
  coverageProvider: "v8",
  // news.ts has only types, so it is never loaded.
  collectCoverageFrom: ["lambda/**/*.ts", "!lambda/deploy-notifier/news.ts"],
  coverageThreshold: { "lambda/**/*.ts": { statements: 100, branches: 100, functions: 100, lines: 100 } },
  coverageDirectory: ".local/coverage",
  coverageReporters: ["lcovonly"],
  projects: [
    project("unit", tests("**"), {
      ...UNIT,
      testPathIgnorePatterns: [
        "/node_modules/",
        "\\.slow\\.test\\.ts$",
        ...SLOW.map((folder) => `/__tests__/${folder}/`),
      ],
      setupFilesAfterEnv: ["<rootDir>/__tests__/helpers/no-waiting.ts"],
    }),
    project("slow", [SLOW_UNIT], UNIT),
    project("ops", tests("ops/processes"), REFEREED),
    project("local", tests("local"), REFEREED),
    project("terraform", tests("terraform", "rights", "scanners")),
    project("e2e", tests("e2e"), REFEREED),
    project("browser", tests("browser")),
    project("images", tests("images")),
    project("application", tests("application")),
    project("exits", tests("exits")),
    project("fork", tests("fork")),
  ],
};
