import type { App } from "cdktf";
import { Annotations, TerraformStack } from "cdktf";
import { daysBetween, supportDay, WARNING_DAYS, withoutSupport } from "./support";
import type { Pin } from "../facts/pins";
import { PINS } from "../facts/pins";
import { supportEndOf } from "../facts/support-ends";

/** The Node.js of this process, which no file of the project chooses. */
function running(): Pin {
  const [version = ""] = process.versions.node.split(".");
  return { of: "node", version, words: `this runs on Node.js ${version}` };
}

/**
 * The project's own versions whose support has ended on that day or soon will. None of them is a reason to refuse: an
 * urgent deploy must not need an upgrade of the project first.
 */
export function pinWarnings(today: string, pins: readonly Pin[] = [...PINS, running()]): string[] {
  return pins
    .filter((pin) => {
      const end = pin.keptUntil ?? supportEndOf(pin);
      return end !== undefined && daysBetween(today, end) <= WARNING_DAYS;
    })
    .map((pin) => withoutSupport(pin, pin.words, today));
}

/** Warns of them once for the whole app. */
export function warnOfPins(app: App): void {
  const stack = app.node.findAll().find((construct) => TerraformStack.isStack(construct));
  if (stack) for (const warning of pinWarnings(supportDay())) Annotations.of(stack).addWarning(warning);
}
