import { all, statements } from "../../helpers/stacks";
import type { Assertions } from "./production";
import { base, both } from "./production";

/** Who may do what. */
export const ACCESS: Assertions = {
  "No policy allows everything, no AWS managed policy is attached, no user has an inline policy": () => {
    for (const stack of both) {
      for (const { effect, actions } of statements(stack)) {
        if (effect !== "Deny")
          for (const action of actions as string[]) {
            expect(action).toMatch(/^[a-z0-9-]+:[A-Z]/);
            // An identity that can change rights can give itself any right.
            expect(action).not.toMatch(/^iam:(Add|Attach|Create|Delete|Detach|Put|Set|Update)/);
          }
      }
      expect(all(stack, "aws_iam_role_policy_attachment")).toEqual([]);
      expect(all(stack, "aws_iam_user_policy")).toEqual([]);
      expect(all(stack, "aws_iam_user")).toEqual([]);
    }
  },

  "A role can be passed to one service only, and trusts one": () => {
    const passing = statements(base).filter(({ actions }) => (actions as string[]).includes("iam:PassRole"));
    expect(passing).toHaveLength(1);
    expect(passing[0]?.condition).toEqual([
      { test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] },
    ]);
    const subjects = statements(base).flatMap(({ condition }) =>
      ((condition ?? []) as { variable: string; values: string[] }[]).filter(({ variable }) =>
        variable.endsWith(":sub"),
      ),
    );
    expect(subjects).toHaveLength(2);
    for (const { values } of subjects) for (const subject of values) expect(subject).not.toContain("*");
  },
};
