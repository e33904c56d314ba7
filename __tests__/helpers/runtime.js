const { default: Runtime } = require("jest-runtime");
const esbuild = require("esbuild");

/**
 * Packages that all test files of a worker share. Jest would load them again for each file, and CDKTF and its provider
 * take longer to load than most files take to run. Prettier uses `import()`, which the sandbox of a test does not have.
 */
const SHARED = /^(@cdktf|cdktf|constructs|zod|typescript|yaml|fast-check|@cloud-copilot|prettier)(\/|$)/;

// CDKTF records where each token was made, and Jest would map every line of it back to TypeScript: a third of the time.
require("cdktf/lib/tokens/private/stack-trace").captureStackTrace = () => [];

// Jest sets it for its own messages when it runs on a terminal. The commands that tests run would obey it too.
delete process.env.FORCE_COLOR;

const bundles = new Map();
/** esbuild that bundles the same sources once: the notifier is in every stack that a test synthesizes. */
const bundler = {
  ...esbuild,
  buildSync(options) {
    const key = JSON.stringify(options);
    if (!bundles.has(key)) bundles.set(key, esbuild.buildSync(options));
    return bundles.get(key);
  },
};

module.exports = class SharingRuntime extends Runtime {
  requireModuleOrMock(from, name) {
    // Elsewhere esbuild gets the RegExp of its own realm: it checks "filter instanceof RegExp".
    if (name === "esbuild" && from.endsWith("lambda-bundle.ts")) return bundler;
    return SHARED.test(name) ? require(name) : super.requireModuleOrMock(from, name);
  }
};
