import { changedArguments } from "../../../../ops/commands/state/adopt-unreadable";
import { isUnreadable } from "../../../../ops/commands/state/unreadable";
import type { ResourceChange } from "../../../../ops/review/plan";

const change = (type: string, before: object, after: object, unknown: object = {}): ResourceChange => ({
  address: `${type}.one`,
  mode: "managed",
  type,
  name: "one",
  change: {
    actions: ["update"],
    before,
    after,
    after_unknown: unknown,
    before_sensitive: {},
    after_sensitive: {},
  },
});

describe("what AWS never returns", () => {
  it("is found among the arguments that an update would change", () => {
    const update = change(
      "aws_db_instance",
      { identifier: "api", password_wo_version: null, tags: null, port: 3306 },
      { identifier: "api", password_wo_version: 2, port: 3307 },
      { arn: true },
    );

    expect(changedArguments(update)).toEqual(["password_wo_version", "port", "arn"]);
    expect(changedArguments(update).filter((name) => isUnreadable(update, name))).toEqual([
      "password_wo_version",
    ]);
  });

  it("is not a new password that waits for its deployment", () => {
    const update = change("aws_db_instance", { password_wo_version: 1 }, { password_wo_version: 2 });

    expect(isUnreadable(update, "password_wo_version")).toBe(false);
  });

  it.each([
    ["abc=", true],
    ["other", false],
  ])("has the code of the function only if its hash is that of AWS (%s)", (hash, expected) => {
    const update = change("aws_lambda_function", { code_sha256: "abc=" }, { source_code_hash: hash });

    expect(isUnreadable(update, "source_code_hash")).toBe(expected);
  });

  it.each([
    ["arn:aws:ecs:eu-west-1:111122223333:task-definition/shop-test-web:12", true],
    ["arn:aws:ecs:eu-west-1:111122223333:task-definition/shop-test-web:13", false],
  ])("has the revision of a service only if it runs it (%s)", (revision, expected) => {
    const update = change(
      "aws_ecs_service",
      { task_definition: "shop-test-web:12" },
      { task_definition: revision },
    );

    expect(isUnreadable(update, "task_definition")).toBe(expected);
  });
});
