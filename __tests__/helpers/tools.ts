import { spawnSync } from "node:child_process";

const isInstalled = (tool: string): boolean => spawnSync("which", [tool]).status === 0;

export const missingOf = (tools: readonly string[]): string[] => tools.filter((tool) => !isInstalled(tool));

/**
 * `it` or `describe` for what needs something that a machine may lack. Where it is missing, CI fails and everyone else is
 * told what was left out.
 *
 * @param remedy how to get what is missing
 */
export function registerWith<Body extends jest.EmptyFunction | jest.ProvidesCallback>(
  register: { (name: string, body: Body): void; skip(name: string, body: Body): void },
  missing: readonly string[],
  remedy: string,
  name: string,
  body: Body,
): void {
  const reason = `${missing.join(", ")} missing: ${remedy}`;
  if (missing.length === 0) {
    register(name, body);
  } else if (process.env.CI) {
    it(name, () => {
      throw new Error(reason);
    });
  } else {
    console.warn(`NOT RUN: "${name}": ${reason}`);
    register.skip(name, body);
  }
}
