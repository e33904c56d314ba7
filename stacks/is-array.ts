import util from "node:util";

/**
 * cdktf 0.21 calls `util.isArray`, which Node.js has deprecated: from version 22 on it prints a warning (DEP0044) in every
 * synth, and a later version may not have it.
 */
Object.assign(util, { isArray: Array.isArray });
