import { ACCOUNT_CHECKS } from "../../../../../ops/commands/doctor/account/account-checks";
import { delegationBy } from "../../../../../ops/commands/doctor/account/delegation";
import { check } from "./fitting-account";

/** The operations whose permissions have other names (Service Authorization Reference). */
const PERMISSIONS: Readonly<Record<string, string>> = { "s3:HeadBucket": "s3:ListBucket" };

/** Everything that a check may ask: a notifier with a reservation, NAT gateways, images that were released. */
const CHANGES = {
  slack: { reserveConcurrency: true },
  "network.privateSubnets": { ranges: ["10.9.20.0/24", "10.9.21.0/24"] },
  "ci.provider": "existing",
};
const FACTS = {
  provider: {},
  concurrency: { quota: 10, unreserved: 10, reserved: 1 },
  released: { app: "1", nginx: "1" },
  pushed: { "1": ["amd64"] },
};

/** Only an image without a list of manifests is downloaded, which the tests of `ops deploy` do. */
const ELSEWHERE = ["ecr:GetDownloadUrlForLayer"];

const NO_DOMAIN_NAME_SERVERS = delegationBy(() => () => Promise.resolve(["ns-1.awsdns-01.org"]));

describe("the permissions of the checks", () => {
  it.each(ACCOUNT_CHECKS.map((each) => [each.subject, each] as const))(
    "of %s are those of the calls that it makes",
    async (subject, each) => {
      const one = subject === NO_DOMAIN_NAME_SERVERS.subject ? NO_DOMAIN_NAME_SERVERS : each;
      const { actions, warned } = await check(one, CHANGES, FACTS);
      const used = [...new Set(actions)]
        .filter((action) => action !== "sts:GetCallerIdentity")
        .map((action) => PERMISSIONS[action] ?? action);

      expect(warned).toBe("");
      expect(used.sort()).toEqual(each.reads.filter((action) => !ELSEWHERE.includes(action)).sort());
    },
  );

  it("only read", () => {
    for (const action of ACCOUNT_CHECKS.flatMap(({ reads }) => reads))
      expect(action).toMatch(/:(Get|List|Describe|BatchGet)/);
  });
});
