import { spawnSync } from "node:child_process";

export const isInstalled = (tool: string): boolean => spawnSync("which", [tool]).status === 0;

/** `it` for a test that needs tools. Where one is missing, CI fails and everyone else is told what was left out. */
export function itWith(tools: readonly string[], name: string, body: () => Promise<void>): void {
  const missing = tools.filter((tool) => !isInstalled(tool));
  if (missing.length === 0) {
    it(name, body);
  } else if (process.env.CI) {
    it(name, () => {
      throw new Error(`${missing.join(", ")} missing: install them`);
    });
  } else {
    console.warn(`NOT RUN: "${name}": ${missing.join(", ")} missing`);
    it.skip(name, body);
  }
}
