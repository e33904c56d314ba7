import { spawnSync } from "node:child_process";

const isInstalled = (tool: string): boolean => spawnSync("which", [tool]).status === 0;

export const missingOf = (tools: readonly string[]): string[] => tools.filter((tool) => !isInstalled(tool));

/**
 * `it` or `describe` for tests with requirements that a machine may lack. If one is missing, the test fails in CI, and is
 * skipped with a warning elsewhere.
 *
 * @param fix how to install what is missing
 */
export function registerWith<Body extends jest.EmptyFunction | jest.ProvidesCallback>(
  register: { (name: string, body: Body): void; skip(name: string, body: Body): void },
  missing: readonly string[],
  fix: string,
  name: string,
  body: Body,
): void {
  const reason = `${missing.join(", ")} missing. Fix: ${fix}`;
  if (missing.length === 0) {
    register(name, body);
  } else if (process.env.CI) {
    it(name, () => {
      throw new Error(reason);
    });
  } else {
    console.warn(`SKIPPED: "${name}": ${reason}`);
    register.skip(name, body);
  }
}
