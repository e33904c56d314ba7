const { AsyncLocalStorage } = require("node:async_hooks");
const { createRequire } = require("node:module");
const { compileFunction } = require("node:vm");
const { default: Runtime } = require("jest-runtime");
const esbuild = require("esbuild");
const SharedRealm = require("./shared-realm");

/**
 * Packages that all test files of a worker share. Jest would load them again for each file, and CDKTF and its provider
 * take longer to load than most files take to run. Prettier uses `import()`, which the sandbox of a test does not have.
 */
const SHARED = /^(@cdktf|cdktf|constructs|zod|typescript|yaml|fast-check|@cloud-copilot|prettier)(\/|$)/;

/** Also shared in a shared realm: they read `process.env`, and compare with its classes, e.g. Date. */
const SHARED_IN_REALM = /^@(aws-sdk|smithy)\//;

/** Jest's own packages, also shared in a shared realm. Jest would load them again for each file: half of the time of a small one. */
const SHARED_OF_JEST =
  /^(@jest\/expect|jest-(each|message-util|snapshot|util)|expect|pretty-format|pure-rand|stack-utils)(\/|$)/;

const storage = new AsyncLocalStorage();
/**
 * Gives jest-circus one storage. It makes one for each file and never disables it, and Node.js before 24 copies the values of all
 * storages into each promise: the later a file, the slower.
 */
const asyncHooks = {
  AsyncLocalStorage: function () {
    return storage;
  },
};

// CDKTF records where each token was made, and Jest would map every line of it back to TypeScript: a third of the time.
require("cdktf/lib/tokens/private/stack-trace").captureStackTrace = () => [];

// CDKTF starts `terraform version` for each resource that is imported.
const { prototype: binaryVersion } =
  require("cdktf/lib/validations/validate-binary-version").ValidateBinaryVersion;
const { validate } = binaryVersion;
const validated = new Map();
binaryVersion.validate = function () {
  const key = JSON.stringify(this);
  if (!validated.has(key)) validated.set(key, validate.call(this));
  return validated.get(key);
};

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

const compiled = new Map();
/** Compiles a file of a shared realm once. Each test file still runs it, so none sees the module state of another. */
function compileOnce(source, filename, parameters) {
  const known = compiled.get(filename);
  if (known?.source === source) return known.run;
  const run = compileFunction(source, parameters, { filename });
  compiled.set(filename, { source, run });
  return run;
}

module.exports = class SharingRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    this.inSharedRealm = this._environment instanceof SharedRealm;
    const { executor, _coverageOptions: coverage } = this;
    // V8 counts branches only in functions that are compiled while it counts.
    const compile = coverage.collectCoverage
      ? (source, filename, parameters) => compileFunction(source, parameters, { filename })
      : compileOnce;
    if (this.inSharedRealm)
      executor.compile = (source, filename) => compile(source, filename, executor.injectedModuleParameters);
  }

  requireInternalModule(from, name) {
    if (this.inSharedRealm && name === "node:async_hooks") return asyncHooks;
    const isShared = this.inSharedRealm && SHARED_OF_JEST.test(name);
    return isShared ? createRequire(from)(name) : super.requireInternalModule(from, name);
  }

  requireModule(from, name, ...rest) {
    // Elsewhere esbuild gets the RegExp of its own realm: it checks "filter instanceof RegExp".
    if (name === "esbuild" && from.endsWith("lambda-bundle.ts")) return bundler;
    const isShared = SHARED.test(name) || (this.inSharedRealm && SHARED_IN_REALM.test(name));
    return isShared ? createRequire(from)(name) : super.requireModule(from, name, ...rest);
  }
};
