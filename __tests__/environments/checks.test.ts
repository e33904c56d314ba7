import { RESERVED_MEMORY_MIB, usableMemoryMiB } from "../../environments/checks/capacity";
import { DERIVED_SETTINGS } from "../../environments/checks/settings";
import { resolveEnvironments } from "../../environments/environment";
import { architectureOf } from "../../environments/tables/instance-types";
import { laravelSettings } from "../../constructs/laravel-settings";
import { change, resolve } from "./change";

const production = { production: true, "database.multiAz": true };

describe("names", () => {
  it("fit a load balancer", () => {
    expect(resolve({ application: "a-rather-long-name", environment: "with-more-of-it" }))
      .toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     with-more-of-it: application, environment
       got      "a-rather-long-name-with-more-of-it" (34 characters)
       allowed  together, with their hyphen, at most 32 characters, as of a load balancer's name
       fix      Shorten one of them by 2."
    `);
  });

  it.each(["aws-shop", "ssm", "ecsite", "internal-api"])("do not begin like %s", (application) => {
    expect(resolve({ application })).toContain("which AWS keeps for itself");
  });

  it.each(["Upper-case", "under_score", "dot.ted", "ab", "xn--bucket", "a".repeat(64), "bucket--ol-s3"])(
    "of the state bucket can exist, unlike %s",
    (stateBucket) => {
      expect(resolve({ stateBucket })).toContain("test: stateBucket");
    },
  );
});

describe("zones", () => {
  it("are in the region", () => {
    expect(resolve({ availabilityZones: ["eu-west-1a", "eu-west-2b"] })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: availabilityZones[1]
       got      "eu-west-2b"
       allowed  a zone of eu-west-1: eu-west-1a, eu-west-1c, ...
       fix      List yours: aws ec2 describe-availability-zones --region eu-west-1 --query AvailabilityZones[].ZoneName"
    `);
  });

  it("are two or more", () => {
    expect(
      resolve({
        availabilityZones: ["eu-west-1a"],
        "network.publicSubnets": ["10.9.0.0/24"],
        "network.databaseSubnets": ["10.9.10.0/24"],
      }),
    ).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: availabilityZones
       got      ["eu-west-1a"]
       allowed  two zones or more: a load balancer and a database's subnet group need them
       fix      Add a zone, and a subnet for it to each list of \`network\`."
    `);
  });

  it("are different ones", () => {
    expect(resolve({ availabilityZones: ["eu-west-1a", "eu-west-1a"] })).toContain("allowed  each zone once");
  });

  it("are no local zones", () => {
    expect(resolve({ region: "us-west-2", availabilityZones: ["us-west-2a", "us-west-2-lax-1a"] })).toContain(
      "availabilityZones[1]",
    );
  });

  it("lie in a region of the aws partition", () => {
    expect(resolve({ region: "cn-north-1" })).toContain("a region of the aws partition");
  });
});

describe("the network", () => {
  it("has ranges without host bits", () => {
    expect(resolve({ "network.cidr": "10.9.1.0/16" })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: network.cidr
       got      "10.9.1.0/16"
       allowed  a range that begins where a /16 begins
       fix      Write 10.9.0.0/16, or a longer prefix."
    `);
  });

  it("is neither larger nor smaller than AWS allows", () => {
    expect(resolve({ "network.cidr": "10.0.0.0/8" })).toContain("Take a part of it, e.g. /16.");
    expect(resolve({ "network.cidr": "10.9.0.0/29" })).toContain("Make it /28 or larger.");
  });

  it("has room for the load balancer in its public subnets", () => {
    expect(resolve({ "network.publicSubnets": ["10.9.0.0/28", "10.9.1.0/27"] })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: network.publicSubnets[0]
       got      "10.9.0.0/28"
       allowed  /16 to /27, as a load balancer needs 8 free addresses in it
       fix      Make it /27 or larger."
    `);
  });

  it("may have small database subnets, but not smaller than AWS's", () => {
    expect(resolve({ "network.databaseSubnets": ["10.9.10.0/28", "10.9.11.0/28"] })).toBe("accepted");
    expect(resolve({ "network.databaseSubnets": ["10.9.10.0/29", "10.9.11.0/28"] })).toContain("/16 to /28");
  });

  it("contains its subnets", () => {
    expect(resolve({ "network.publicSubnets": ["10.9.0.0/24", "10.8.1.0/24"] })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: network.publicSubnets[1]
       got      "10.8.1.0/24"
       allowed  a part of network.cidr, 10.9.0.0/16
       fix      Choose a range inside it, or correct network.cidr."
    `);
  });

  it("has subnets that do not overlap", () => {
    expect(resolve({ "network.databaseSubnets": ["10.9.1.128/25", "10.9.11.0/24"] })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: network.databaseSubnets[0]
       got      "10.9.1.128/25"
       allowed  addresses of its own; network.publicSubnets[1] has 10.9.1.0/24
       fix      Move one of the two."
    `);
  });

  it("has private subnets that hold to the same rules", () => {
    const ranges = ["10.9.20.0/24", "10.9.21.0/24"];
    expect(resolve({ "network.privateSubnets": { ranges } })).toBe("accepted");
    expect(resolve({ "network.privateSubnets": { ranges: ["10.9.20.0/24"] } })).toContain(
      "allowed  as many as availabilityZones, which has 2",
    );
    expect(resolve({ "network.privateSubnets": { ranges: ["10.9.1.0/25", "10.9.21.0/24"] } })).toContain(
      "network.publicSubnets[1]",
    );
    expect(resolve({ "network.privateSubnets": { ranges: ["10.9.20.0/29", "10.9.21.0/24"] } })).toContain(
      "test: network.privateSubnets.ranges[0]",
    );
  });

  it("has a subnet of each kind in each zone", () => {
    expect(resolve({ "network.publicSubnets": ["10.9.0.0/24"] })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: network.publicSubnets
       got      1: ["10.9.0.0/24"]
       allowed  as many as availabilityZones, which has 2
       fix      Add 1."
    `);
  });

  const ids = {
    vpcId: "vpc-0123456789abcdef0",
    publicSubnetIds: ["subnet-00000000000000001", "subnet-00000000000000002"],
  };
  const adopted = (changes: object) => ({
    network: {
      kind: "adopt",
      cidr: "10.9.0.0/16",
      publicSubnets: ["10.9.0.0/24", "10.9.1.0/24"],
      databaseSubnets: ["10.9.10.0/24", "10.9.11.0/24"],
      internetGatewayId: "igw-0123456789abcdef0",
      publicRouteTableId: "rtb-0123456789abcdef0",
      ...ids,
      ...changes,
    },
  });
  const used = (changes: object) => ({
    network: {
      kind: "use",
      cidr: "10.9.0.0/16",
      databaseSubnetIds: ["subnet-00000000000000003", "subnet-00000000000000004"],
      ...ids,
      ...changes,
    },
  });

  it("can be adopted, with an id for each subnet", () => {
    expect(resolve(adopted({}))).toBe("accepted");
    expect(resolve(adopted({ publicSubnetIds: ids.publicSubnetIds.slice(1) }))).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: network.publicSubnetIds
       got      1: ["subnet-00000000000000002"]
       allowed  as many as network.publicSubnets, which has 2
       fix      Add 1."
    `);
  });

  it("can be used, with two subnets of each kind", () => {
    expect(resolve(used({}))).toBe("accepted");
    expect(resolve(used({ databaseSubnetIds: ["subnet-00000000000000003"] }))).toContain(
      "two subnets or more",
    );
    expect(resolve(used({ vpcId: "my-vpc" }))).toContain("an id like vpc-0123456789abcdef0");
  });

  it("keeps the database out of the public subnets", () => {
    expect(resolve(used({ databaseSubnetIds: ids.publicSubnetIds }))).toContain(
      "each subnet once; network.publicSubnetIds[0] has this one",
    );
  });
});

describe("the domain", () => {
  it("lies in its hosted zone", () => {
    expect(resolve({ "domain.hostedZone": "other.example" })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: domain.name
       got      "api.shop.example"
       allowed  other.example, or a name that ends in .other.example
       fix      Change the name, or make hostedZone the Route 53 zone it lies in, e.g. shop.example."
    `);
    expect(resolve({ "domain.name": "notshop.example" })).toContain("ends in .shop.example");
  });

  it("may be the zone itself", () => {
    expect(resolve({ "domain.name": "shop.example" })).toBe("accepted");
  });

  it.each([
    "*.shop.example",
    "API.shop.example",
    "api.shop.example.",
    "https://api.shop.example",
    "api_1.shop.example",
  ])("is no %s", (name) => {
    expect(resolve({ "domain.name": name })).toContain("one host name in lower case, like api.example.com");
  });
});

describe("the hosts", () => {
  it.each([
    ["t2.small", "Use t3.small."],
    ["m4.xlarge", "Use m6i.xlarge."],
    ["m6i.larg", "Use m6i.large."],
    ["p4d.24xlarge", "add the family to environments/tables/instance-types.ts"],
  ])("are of a known type on Nitro, unlike %s", (instanceType, fix) => {
    expect(resolve({ "hosts.instanceType": instanceType })).toContain(fix);
  });

  it("can be replaced by launching first", () => {
    expect(resolve({ "hosts.minimum": 2, "hosts.maximum": 2 })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: hosts.maximum
       got      2
       allowed  more than hosts.minimum, which is 2: a host is replaced by launching its successor first
       fix      Set it to 3 or more."
    `);
  });

  it("open each port once", () => {
    expect(resolve({ "hosts.egressPorts": [443, 587, 443] })).toContain("test: hosts.egressPorts[2]");
  });

  it("say which images they run", () => {
    expect(architectureOf("t3.small")).toBe("X86_64");
    expect(architectureOf("t4g.small")).toBe("ARM64");
    expect(() => architectureOf("t2.small")).toThrowErrorMatchingInlineSnapshot(
      `"Instance type "t2.small" is not in environments/tables/instance-types.ts"`,
    );
  });
});

describe("the queue and its worker", () => {
  it("never run a job twice, kill it early or take it away", () => {
    expect(resolve({ "worker.timeoutSeconds": 100, "worker.tries": 9, "queue.maxReceiveCount": 5 }))
      .toMatchInlineSnapshot(`
     "3 mistakes in environments/; nothing was synthesized.

     test: queue.visibilityTimeoutSeconds
       got      120, while a job may run for 100 s
       allowed  130 or more: a job that becomes visible while it runs is run twice
       fix      Raise it to 130, or lower worker.timeoutSeconds.

     test: worker.stopTimeoutSeconds
       got      90, while a job may run for 100 s
       allowed  worker.timeoutSeconds or more: a deploy would kill the job in hand
       fix      Raise it to 100, or lower worker.timeoutSeconds.

     test: queue.maxReceiveCount
       got      5, while worker.tries is 9
       allowed  worker.tries or more: SQS would take the job away before Laravel has given up
       fix      Raise it to 9."
    `);
  });

  it("are counted only where they count", () => {
    expect(resolve({ "worker.desiredCount": 2 })).toContain('1 where worker.runs is "sidecar"');
    expect(resolve({ "worker.runs": "none", "worker.timeoutSeconds": 4000 })).toBe("accepted");
  });
});

describe("capacity", () => {
  it("is counted below what real hosts were seen to register", () => {
    expect(usableMemoryMiB(8192)).toBeLessThan(7817 - RESERVED_MEMORY_MIB);
    expect(usableMemoryMiB(2048)).toBe(1753);
  });

  it("holds two copies of the web task and a one-off task", () => {
    expect(resolve({ "hosts.instanceType": "t3.micro" })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: hosts.instanceType
       got      "t3.micro", and tasks that do not fit during a deploy:
                  2 web tasks (1 running, 1 starting) of nginx 64 + app 384 + worker 160 MiB = 1216 MiB
                  1 scheduler task of 160 MiB = 160 MiB
                  1 one-off task (a migration) of 256 MiB = 256 MiB
                  together 1632 MiB
       allowed  what t3.micro has for tasks:
                  1024 MiB advertised - 116 for the kernel - 128 for the system = 780 MiB
       fix      One of these:
                  - hosts.instanceType: "t3a.small", the cheapest that fits
                  - hosts.instanceType: "t3.small", the next size of t3 that fits"
    `);
  });

  it("is exhausted by one container that is a little too large", () => {
    expect(resolve({ "web.app.memoryMiB": 444 })).toBe("accepted");
    expect(resolve({ "web.app.memoryMiB": 445 })).toContain("web.app.memoryMiB: 416 or less");
  });

  it("is not found in free memory spread over several hosts", () => {
    const alone = { "worker.runs": "none", "scheduler.runs": "none" };
    const two = { ...alone, "hosts.minimum": 2, "hosts.maximum": 3, "web.app.memoryMiB": 1000 };
    expect(resolve({ ...two, "oneOffTask.memoryMiB": 700 })).toContain("on each of 2 hosts");
    expect(
      resolve({ ...two, "web.desiredCount": 1, "web.app.memoryMiB": 800, "oneOffTask.memoryMiB": 800 }),
    ).toBe("accepted");
  });

  it("is never suggested in a smaller or foreign type", () => {
    const text = resolve({ "hosts.instanceType": "t4g.micro" });
    expect(text).toContain('"t4g.small"');
    expect(text).not.toContain("t3");
  });
});

describe("the database", () => {
  it("has an application's user that is another one than migrations have", () => {
    expect(resolve({ "database.applicationUser": {} })).toBe("accepted");
    expect(resolve({ "database.applicationUser": { username: "root" } })).toContain(
      "test: database.applicationUser.username",
    );
    expect(resolve({ "database.username": "shop", "database.applicationUser": { username: "shop" } }))
      .toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: database.applicationUser.username
       got      "shop"
       allowed  another user than database.username, which keeps every right
       fix      Choose another name, or leave it out: application."
    `);
  });

  it.each(["db.t2.micro", "db.m4.large", "db.t3.nano", "db.t4g.mirco"])(
    "runs MySQL 8.4, unlike %s",
    (instanceClass) => {
      expect(resolve({ "database.instanceClass": instanceClass })).toContain(
        "Use db.t4g.micro, the cheapest",
      );
    },
  );

  it("does not shrink", () => {
    expect(resolve({ "database.storageGiB": 200 })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: database.maximumStorageGiB
       got      100
       allowed  at least database.storageGiB, which is 200
       fix      Raise it to 200 (no growth) or more. A volume never shrinks."
    `);
  });

  it.each(["root", "admin", "rdsadmin", "mysql", "select", "a-b", "a".repeat(17)])(
    "has no user %s",
    (username) => {
      expect(resolve({ "database.username": username })).toContain("test: database.username");
    },
  );

  it.each(["mysql", "sys", "table", "information_schema"])("has no schema %s", (databaseName) => {
    expect(resolve({ "database.databaseName": databaseName })).toContain("test: database.databaseName");
  });

  it.each(["17:00", "17:00-17:29", "24:00-24:30", "5:00-5:30", "17:00-17:00"])(
    "has no backup window %s",
    (backupWindow) => {
      expect(resolve({ "database.backupWindow": backupWindow })).toContain(
        "hh:mm-hh:mm in UTC, 30 minutes or longer",
      );
    },
  );

  it.each(["sat:18:00", "Sat:18:00-Sat:18:30", "sat:18:00-sat:18:15", "sat:18:00-mon:18:30"])(
    "has no maintenance window %s",
    (maintenanceWindow) => {
      expect(resolve({ "database.maintenanceWindow": maintenanceWindow })).toContain(
        "test: database.maintenanceWindow",
      );
    },
  );

  it.each([
    ["23:45-00:15", "thu:00:00-thu:00:30"],
    ["00:00-00:30", "sun:23:45-mon:00:15"],
    ["17:00-17:30", "sat:16:00-sat:18:00"],
    ["17:00-17:30", "sat:17:00-sat:17:30"],
  ])("is not backed up (%s) while it is maintained (%s)", (backupWindow, maintenanceWindow) => {
    expect(
      resolve({ "database.backupWindow": backupWindow, "database.maintenanceWindow": maintenanceWindow }),
    ).toContain("RDS refuses windows that overlap");
  });

  it("may be maintained right after its backup", () => {
    expect(
      resolve({
        "database.backupWindow": "23:30-00:00",
        "database.maintenanceWindow": "sun:00:00-sun:00:30",
      }),
    ).toBe("accepted");
  });
});

describe("plain settings", () => {
  it.each([
    "MAIL_PASSWORD",
    "STRIPE_SECRET",
    "GITHUB_TOKEN",
    "PUSHER_APP_KEY",
    "AWS_ACCESS_KEY_ID",
    "SENTRY_LARAVEL_DSN",
    "LOG_SLACK_WEBHOOK_URL",
    "GOOGLE_CREDENTIALS",
    "PASSPORT_PRIVATE_KEY",
  ])("have no secret's name, like %s", (name) => {
    expect(resolve({ [`env.${name}`]: "dull" })).toContain(
      `Move it: secrets: { ${name}: { source: "operator" } }.`,
    );
  });

  it.each([
    "AUTH_PASSWORD_TIMEOUT",
    "SANCTUM_TOKEN_PREFIX",
    "PASSPORT_PUBLIC_KEY",
    "VITE_PUSHER_APP_KEY",
    "COMPASS",
    "MONKEY",
  ])("may be called %s", (name) => {
    expect(resolve({ [`env.${name}`]: "dull" })).toBe("accepted");
  });

  it.each([
    ["a Slack webhook", "https://hooks.slack.com/services/T0/B0/x"],
    ["an AWS access key", "AKIAIOSFODNN7EXAMPLE"],
    ["an application key of Laravel", `base64:${"A".repeat(43)}=`],
    ["an address with a password in it", "redis://default:hunter2@cache.example:6379"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----"],
  ])("do not look like %s", (kind, value) => {
    expect(resolve({ "env.HARMLESS": value })).toContain(`plain settings; the value looks like ${kind}`);
  });

  it("leave out what follows from the infrastructure", () => {
    expect(resolve({ "env.DB_HOST": "db.example", "secrets.DB_PASSWORD": { source: "generated" } }))
      .toMatchInlineSnapshot(`
     "2 mistakes in environments/; nothing was synthesized.

     test: env.DB_HOST
       got      "db.example"
       allowed  settings that do not follow from the infrastructure
       fix      Remove it: it is derived.

     test: secrets.DB_PASSWORD
       got      an object with source, version
       allowed  settings that do not follow from the infrastructure
       fix      Remove it: it is derived."
    `);
  });

  it("follow from the infrastructure where constructs say so, and nowhere else", () => {
    const [environment] = resolveEnvironments([change({ env: {} })]);
    const derived =
      environment && laravelSettings({ environment, url: "", databaseAddress: "", queueName: "" });
    expect(Object.keys(derived ?? {}).sort()).toEqual([...DERIVED_SETTINGS].sort());
  });

  it("come from one place each", () => {
    expect(resolve({ "env.LOG_LEVEL": "info", "secrets.LOG_LEVEL": { source: "operator" } }))
      .toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: env.LOG_LEVEL
       got      the same name in env and in secrets
       allowed  one of the two; ECS takes one without a word
       fix      Remove it from env."
    `);
  });

  it.each(["lower", "WITH-HYPHEN", "1ST", "export A", "", "#A"])("are not called %j", (name) => {
    expect(resolve({ env: { [name]: "x" } })).toContain("upper-case letters, digits and underscores");
  });

  it.each([
    [
      "several lines",
      "one\ntwo",
      "one line; ECS cuts the value at its end and reads the rest as other settings",
    ],
    ["white space at an end", "value ", "no white space at either end; ECS would keep it, unseen"],
    ["quotes around it", '"value"', "no quotes around it; ECS keeps them as part of the value"],
    ["a comment behind it", "value # why", "no comment behind it; ECS keeps it as part of the value"],
    ["a reference", "${APP_NAME}-x", "no ${OTHER}; ECS does not expand it"],
    ["a control character", "a\u0007b", "printable characters"],
    ["64 KiB", "x".repeat(65_536), "at most 65535 bytes with its name"],
  ])("have no value with %s", (_, value, rule) => {
    expect(resolve({ "env.SETTING": value })).toContain(rule);
  });

  it.each(["", "a=b", "#general", "a#b", 'say "hi"', "日本語", "(true)"])(
    "may have the value %j",
    (value) => {
      expect(resolve({ "env.SETTING": value })).toBe("accepted");
    },
  );

  it("do not debug in production", () => {
    expect(resolve({ ...production, "env.APP_DEBUG": "true" })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: env.APP_DEBUG
       got      "true"
       allowed  "false" in production: the debug page shows settings and secrets to everybody
       fix      Remove it: Laravel's default is false."
    `);
    expect(resolve({ ...production, "env.APP_DEBUG": "1", "env.APP_ENV": "local" })).toContain("2 mistakes");
    expect(resolve({ ...production, "env.APP_DEBUG": "false", "env.APP_ENV": "production" })).toBe(
      "accepted",
    );
  });

  it("may debug elsewhere", () => {
    expect(resolve({ "env.APP_DEBUG": "true", "env.APP_ENV": "local" })).toBe("accepted");
  });
});

describe("secrets", () => {
  it("have Laravel's key among them", () => {
    expect(resolve({ secrets: {} })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: secrets.APP_KEY
       got      nothing
       allowed  a source: without a key Laravel answers every request with an error
       fix      Add APP_KEY: { source: "generated" }."
    `);
  });

  it("have it without being told", () => {
    expect(resolve({ secrets: undefined })).toBe("accepted");
  });
});

describe("the CI identity", () => {
  it.each([
    ["https://github.com/example/shop.git", "Write example/shop."],
    ["git@github.com:example/shop", "Write example/shop."],
    ["example/*", "Write it as it stands in the repository's address"],
    ["shop", "Write it as it stands in the repository's address"],
  ])("is pinned to one repository, unlike %s", (repository, fix) => {
    expect(resolve({ "ci.deployRepository": repository })).toContain(fix);
    expect(resolve({ "ci.planRepository": repository })).toContain(fix);
  });

  it.each(["*", "prod*", "a:b", "", " production"])(
    "is pinned to one GitHub environment, unlike %j",
    (environment) => {
      expect(resolve({ "ci.deployEnvironment": environment })).toContain(
        "the name of one GitHub environment",
      );
    },
  );
});

describe("production", () => {
  it("takes no cheap choice by accident", () => {
    expect(
      resolve({
        production: true,
        "hosts.purchase": "spot",
        "database.deletionProtection": false,
        "database.finalSnapshot": false,
        "loadBalancer.deletionProtection": false,
      }),
    ).toMatchInlineSnapshot(`
     "5 mistakes in environments/; nothing was synthesized.

     test: hosts.purchase
       got      "spot"
       allowed  "on-demand" in production, unless acceptedRisks names spot-hosts
       fix      Set it to "on-demand", or add "spot-hosts" to acceptedRisks with the reason in a comment.

     test: database.multiAz
       got      false
       allowed  true in production, unless acceptedRisks names single-az-database
       fix      Set it to true, or add "single-az-database" to acceptedRisks with the reason in a comment.

     test: database.deletionProtection
       got      false
       allowed  true in production, unless acceptedRisks names no-deletion-protection
       fix      Set it to true, or add "no-deletion-protection" to acceptedRisks with the reason in a comment.

     test: database.finalSnapshot
       got      false
       allowed  true in production, unless acceptedRisks names no-final-snapshot
       fix      Set it to true, or add "no-final-snapshot" to acceptedRisks with the reason in a comment.

     test: loadBalancer.deletionProtection
       got      false
       allowed  true in production, unless acceptedRisks names no-deletion-protection
       fix      Set it to true, or add "no-deletion-protection" to acceptedRisks with the reason in a comment."
    `);
  });

  it("takes the risks it names", () => {
    expect(
      resolve({
        production: true,
        "hosts.purchase": "spot",
        acceptedRisks: ["spot-hosts", "single-az-database"],
      }),
    ).toBe("accepted");
  });

  it("names no risk it does not take", () => {
    expect(resolve({ ...production, acceptedRisks: ["single-az-database"] })).toMatchInlineSnapshot(`
     "1 mistake in environments/; nothing was synthesized.

     test: acceptedRisks[0]
       got      "single-az-database"
       allowed  risks that this environment takes
       fix      Remove it: it would hide the day on which the risk becomes real."
    `);
  });
});
