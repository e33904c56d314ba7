#!/usr/bin/env node
/** `npm run ops` and `npx ops`: checks what the commands themselves cannot report without it, then starts them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { missingPrerequisite } from "./prerequisites.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const missing = missingPrerequisite(root, engines.node);
if (missing === undefined) {
  await import("tsx");
  await import("./main.ts");
} else {
  console.error(missing);
  process.exitCode = 2;
}
