import util from "node:util";

/**
 * cdktf 0.21 calls `util.isArray`, which Node.js has deprecated. From version 22 on Node.js prints a warning (DEP0044) in
 * every synth, and a later version may remove the function.
 */
Object.assign(util, { isArray: Array.isArray });
