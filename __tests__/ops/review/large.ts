import type { TerraformPlan } from "../../../ops/review/plan";
import type { Recorded } from "./recorded";
import { recorded } from "./recorded";

/** A real plan that renames a bucket, many times over: every address is another. */
export function large(bytes: number): Recorded {
  const { plan, text } = recorded("another name");
  const size = JSON.stringify(plan.resource_changes).length;
  const copies = Array.from({ length: Math.ceil(bytes / size) }, (_, number) => {
    const renamed = (what: string) =>
      what.replaceAll("settings_", `copy-${number}_`).replaceAll("renamed", `new-${number}`);
    return { plan: JSON.parse(renamed(JSON.stringify(plan))) as TerraformPlan, text: renamed(text) };
  });
  return {
    plan: {
      format_version: "1.2",
      resource_changes: copies.flatMap(({ plan }) => plan.resource_changes ?? []),
    },
    text: copies.map((copy) => copy.text).join("\n"),
  };
}
