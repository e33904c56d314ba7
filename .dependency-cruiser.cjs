/** Imports point down this list, of types too: a room may import from those below it. */
const ROOMS = ["main\\.ts$", "(local|ops)/", "stacks/", "constructs/", "policies/", "config/", "facts/"];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    ...ROOMS.slice(1).map((room, index) => ({
      name: `below-${room.replace(/\W+/g, "-")}`,
      severity: "error",
      from: { path: `^${room}` },
      to: { path: ROOMS.slice(0, index + 1).map((above) => `^${above}`) },
    })),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    includeOnly: "^(main\\.ts|(local|ops|stacks|constructs|policies|config|facts|environments|lambda)/)",
  },
};
