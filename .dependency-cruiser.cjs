/** Imports point down these lists, of types too: a room may import from those below it. */
const ROOMS = ["main\\.ts$", "(local|ops)/", "stacks/", "constructs/", "policies/", "config/", "facts/"];
const ROOMS_OF_OPS = [
  "ops/(main\\.ts$|ci/)",
  "ops/(commands|release|review)/",
  "ops/diagnosis/",
  "ops/ecs/",
  "ops/(cli|terraform)/",
];

const pointDown = (rooms) =>
  rooms.slice(1).map((room, index) => ({
    name: `below-${room.replace(/\W+/g, "-")}`,
    severity: "error",
    from: { path: `^${room}` },
    to: { path: rooms.slice(0, index + 1).map((above) => `^${above}`) },
  }));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    ...pointDown(ROOMS),
    ...pointDown(ROOMS_OF_OPS),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    includeOnly: "^(main\\.ts|(local|ops|stacks|constructs|policies|config|facts|environments|lambda)/)",
  },
};
