import { inFourParts } from "../../../../config/messages/problem";
import { resolveEnvironments } from "../../../../config/resolve-environments";
import type { AccountFacts } from "../../../../ops/commands/init/account-facts";
import type { Answers, InitOptions } from "../../../../ops/commands/init/answers";
import type { AskOptions } from "../../../../ops/commands/init/ask";
import { ask, flagProblems } from "../../../../ops/commands/init/ask";
import { environmentInput } from "../../../../ops/commands/init/environment-input";
import { environmentText } from "../../../../ops/commands/init/environment-text";

const KNOWN = {
  environment: "production",
  region: "ap-northeast-1",
  remotes: { app: "acme/Shop_API", own: "acme/infrastructure" },
  ranges: ["10.0.0.0/16"],
};
const ACCOUNT: AccountFacts = {
  accountId: "111122223333",
  zones: ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d", "ap-northeast-1e"],
  hostedZones: ["shop.example", "eu.shop.example"],
  hasProvider: false,
};
const asked = (options: InitOptions, more: Partial<AskOptions> = {}) =>
  ask({ options, known: KNOWN, accountIn: () => Promise.resolve(ACCOUNT), ...more });

describe("the questions of init", () => {
  it("have defaults from the account, the region and the remotes", async () => {
    expect(await asked({})).toEqual({
      problems: [],
      answers: {
        production: true,
        application: "shop-api",
        account: "111122223333",
        region: "ap-northeast-1",
        zones: "ap-northeast-1a,ap-northeast-1c,ap-northeast-1d",
        domain: "api.shop.example",
        hostedZone: "shop.example",
        instanceType: "t3.small",
        instanceClass: "db.t4g.micro",
        cidr: "10.1.0.0/16",
        email: false,
        slack: false,
        appRepository: "acme/Shop_API",
        repository: "acme/infrastructure",
      },
    });
  });

  it.each([
    ["live", true],
    ["staging", false],
  ])("take an environment with the name %s for production: %s", async (environment, production) => {
    const { answers } = await asked({}, { known: { ...KNOWN, environment } });
    expect(answers.production).toBe(production);
  });

  it("follow the flags: the longest hosted zone of the domain, and the zones of the region", async () => {
    const regions: (string | undefined)[] = [];
    const accountIn = (region: string | undefined) => {
      regions.push(region);
      return Promise.resolve({ ...ACCOUNT, zones: undefined });
    };
    const { answers } = await asked(
      { domain: "api.eu.shop.example", region: "eu-west-1", appRepository: false },
      { accountIn },
    );

    expect(answers).toMatchObject({
      hostedZone: "eu.shop.example",
      zones: "eu-west-1a,eu-west-1b",
      appRepository: false,
      repository: false,
    });
    expect(new Set(regions)).toEqual(new Set(["eu-west-1"]));
  });

  it("that have neither a flag nor a default are reported together", async () => {
    const { problems } = await asked(
      { domain: "api.example.org" },
      {
        known: { ...KNOWN, region: undefined, remotes: { app: undefined, own: undefined } },
        accountIn: () => Promise.resolve({ reason: "AWS credentials were not found." }),
      },
    );

    const texts = problems.map((problem) => inFourParts({ environment: "production", ...problem }));
    expect(texts.join("\n")).toMatchInlineSnapshot(`
     "production: --application
       got      nothing, and the question has no default
       allowed  lower-case letters, digits and single hyphens, beginning with a letter
       fix      Give it, e.g. --application shop
     production: --account
       got      nothing, and the question has no default
       allowed  the 12 digits of an AWS account
       fix      Give it, e.g. --account 111122223333
     production: --region
       got      nothing, and the question has no default
       allowed  a region of the aws partition, like ap-northeast-1
       fix      Give it, e.g. --region ap-northeast-1
     production: --app-repository
       got      nothing, and the question has no default
       allowed  owner/name of one GitHub repository
       fix      Give it, e.g. --app-repository example/api, or --no-app-repository
     production: --repository
       got      nothing, and the question has no default
       allowed  owner/name of one GitHub repository
       fix      Give it, e.g. --repository example/laravel-ecs"
    `);
  });

  it("refuse wrong flags, all of them", () => {
    const wrong = {
      application: "Shop",
      account: "12",
      region: "tokyo",
      zones: "eu-west-1a",
      domain: "https://shop",
      hostedZone: "other.example",
      instanceType: "t3.tiny",
      instanceClass: "t4g.micro",
      cidr: "10.0.0.0/24",
      email: "me",
      slack: "deploy",
      appRepository: "https://github.com/acme/api",
      repository: "infra",
    };
    const problems = flagProblems(wrong, { ...KNOWN, answers: {}, account: {} });
    expect(problems.map(({ path }) => path)).toHaveLength(Object.keys(wrong).length);
  });

  it("are asked on a terminal, with the default and the check of each", async () => {
    const seen: string[] = [];
    const { answers } = await asked(
      { account: "444455556666" },
      {
        prompt: ({ name }, fallback, check) => {
          seen.push(`${name}: ${fallback}`);
          if (name === "domain") return Promise.resolve("none");
          expect(check("?")).toBeDefined();
          return Promise.resolve(fallback ?? "");
        },
      },
    );

    expect(seen).toEqual([
      "application: shop-api",
      "region: ap-northeast-1",
      "zones: ap-northeast-1a,ap-northeast-1c,ap-northeast-1d",
      "domain: api.shop.example",
      "instanceType: t3.small",
      "instanceClass: db.t4g.micro",
      "cidr: 10.1.0.0/16",
      "email: none",
      "slack: none",
      "appRepository: acme/Shop_API",
      "repository: acme/infrastructure",
    ]);
    expect(answers).toMatchObject({
      domain: false,
      hostedZone: false,
      email: false,
      account: "444455556666",
    });
  });

  it.each([
    ["production", {}],
    ["production", { domain: false, appRepository: false, email: "ops@shop.example", slack: "#ops" }],
    ["eu-test", { production: false }],
  ] as const)("give a file of %s %j that has no mistakes", async (environment, options) => {
    const { answers } = await asked(options, { known: { ...KNOWN, environment } });
    const image = { release: "2023.0.20260226", kernel: "6.1" };
    const more = { image, bucketIsTaken: environment === "eu-test", hasProvider: false };
    const input = environmentInput({ environment, answers: answers as Answers, ...more });

    expect(resolveEnvironments([input])).toHaveLength(1);
    expect(await environmentText(input)).toMatchSnapshot();
  });
});
