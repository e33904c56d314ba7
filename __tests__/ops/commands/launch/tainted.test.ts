import { protectedAndTainted } from "../../../../ops/commands/launch/tainted";

const RESOURCE = {
  aws_kms_key: { key: { lifecycle: { prevent_destroy: true } } },
  aws_lb: { load_balancer: { lifecycle: {} } },
  aws_db_instance: { database: { lifecycle: { prevent_destroy: true } } },
};
const managed = (type: string, name: string, ...instances: { status?: string; index_key?: string }[]) => ({
  mode: "managed",
  type,
  name,
  instances,
});

describe("resources whose creation was interrupted", () => {
  it("are kept if Terraform must not destroy them", () => {
    const resources = [
      managed("aws_kms_key", "key", { status: "tainted" }),
      managed("aws_lb", "load_balancer", { status: "tainted" }),
      managed("aws_db_instance", "database", {}, { status: "tainted", index_key: "a" }),
      { ...managed("aws_kms_key", "key", { status: "tainted" }), mode: "data" },
    ];
    expect(protectedAndTainted({ resources }, { resource: RESOURCE })).toEqual([
      "aws_kms_key.key",
      'aws_db_instance.database["a"]',
    ]);
  });

  it("are none in an empty state", () => {
    expect(protectedAndTainted({}, { resource: RESOURCE })).toEqual([]);
  });
});
