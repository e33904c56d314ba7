import { readDocument } from "../helpers/samples";
import { look, NOW, served } from "../ops/commands/status/looked";

/** Allowed to everyone ("GetCallerIdentity", AWS Security Token Service API Reference). */
const WITHOUT_PERMISSION = "sts:GetCallerIdentity";

describe("docs/access.md", () => {
  it("has every action of ops status", async () => {
    const deployment = { serviceArn: served.serviceArn, status: "SUCCESSFUL", createdAt: NOW } as const;
    const valkey = { cache: { kind: "valkey", multiAz: true } };
    const withHosts = await look({}, {}, valkey);
    const withoutHosts = await look({ hosts: [], serviceDeployments: [deployment] }, {}, valkey);
    // The calls of SES have a protocol that is not played.
    const called = new Set([
      ...withHosts.actions,
      ...withoutHosts.actions,
      "ses:GetEmailIdentity",
      "ses:GetAccount",
    ]);
    called.delete(WITHOUT_PERMISSION);

    const text = readDocument("docs/access.md");
    const [section = ""] = /^## An operator who looks\n[^]*?(?=^## )/m.exec(text) ?? [];
    const documented = [...section.matchAll(/`(\w+:[A-Z]\w+)`/g)].map(([, action]) => action);
    expect(documented.sort()).toEqual([...called].sort());
  });
});
