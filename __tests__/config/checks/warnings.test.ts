import { warningsOf } from "../../../config/checks/warnings";
import { resolveEnvironments } from "../../../config/resolve-environments";
import type { EnvironmentInput } from "../../../config/schema/schema";
import { change } from "../change";

describe("warningsOf", () => {
  const warnings = (changes: Record<string, unknown>) =>
    resolveEnvironments([change(changes)] as EnvironmentInput[]).flatMap(warningsOf);

  it("has no warning for an environment with a domain", () => {
    expect(warnings({})).toEqual([]);
  });

  it("warns about the range of Docker's bridge in a network that cannot change it", () => {
    const used = {
      kind: "existing",
      cidr: "172.17.0.0/16",
      vpcId: "vpc-0123456789abcdef0",
      publicSubnetIds: ["subnet-0123456789abcdef1", "subnet-0123456789abcdef2"],
      databaseSubnetIds: ["subnet-0123456789abcdef3", "subnet-0123456789abcdef4"],
    };
    expect(warnings({ network: used })).toEqual([
      "test: network.cidr is in 172.17.0.0/16, which Docker uses on hosts outside that range: containers there could not connect to the network. Fix: place hosts only in subnets of network.cidr.",
    ]);
    expect(warnings({ network: { ...used, cidr: "172.18.0.0/16" } })).toEqual([]);
  });

  it("warns about the port for mail that EC2 blocks", () => {
    const smtp = (port: number) => ({ mail: { kind: "smtp", host: "smtp.example.com", port } });
    expect(warnings(smtp(25))).toEqual([
      "test: mail.port is 25, which EC2 blocks unless AWS has opened it for the account. Fix: Write 587 or 465, if the server has it.",
    ]);
    expect(warnings(smtp(587))).toEqual([]);
  });

  it("warns about jobs that are lost with the one node of a cache", () => {
    const horizon = (multiAz: boolean) => ({
      cache: { kind: "valkey", multiAz },
      worker: { runs: "horizon", memoryMiB: 320 },
      "hosts.instanceType": "t3.medium",
    });
    expect(warnings(horizon(false))).toEqual([
      "test: worker.runs is horizon and cache.multiAz is false, so the jobs that wait are lost when the node of the cache fails. Fix: set cache.multiAz to true.",
    ]);
    expect(warnings(horizon(true))).toEqual([]);
  });

  it("warns about a value that may end with a comment", () => {
    expect(warnings({ "env.APP_NAME": "Shop #1", "env.APP_COLOUR": "#fff" })).toEqual([
      'test: env.APP_NAME has " #" in its value. ECS knows no comments there. Fix: If it is a comment, remove it.',
    ]);
  });

  it("warns about jobs that a spot host does not finish", () => {
    const long = {
      "worker.timeoutSeconds": 300,
      "worker.stopTimeoutSeconds": 300,
      "queue.visibilityTimeoutSeconds": 600,
    };
    expect(warnings({ ...long, "hosts.purchase": "spot" })).toEqual([
      "test: a job may run for 300 s, but a spot host stops 120 s after its notice: the job is then started again. Fix: make jobs shorter or safe to repeat, or use on-demand hosts.",
    ]);
    expect(warnings(long)).toEqual([]);
  });

  it("warns about scheduled runs that a spot host does not finish", () => {
    expect(warnings({ "scheduler.stopTimeoutSeconds": 300, "hosts.purchase": "spot" })).toEqual([
      "test: a run of the schedule may take 300 s to finish, but a spot host stops 120 s after its notice. Fix: make scheduled commands shorter or safe to repeat, or use on-demand hosts.",
    ]);
    expect(warnings({ "scheduler.stopTimeoutSeconds": 300 })).toEqual([]);
  });

  it("warns about a database that gets no security fixes", () => {
    expect(warnings({ "database.engineVersion": "8.4.6" })).toEqual([
      'test: database.engineVersion names one patch, so RDS installs no security fixes. Fix: Write "8.4", or raise it for each fix.',
    ]);
  });

  it("warns about what is allowed but less safe", () => {
    expect(warnings({ domain: undefined, shell: true, ci: { identity: "iam-user" } })).toMatchInlineSnapshot(`
     [
       "test: domain is not set, so the API uses plain HTTP, and passwords and tokens are sent unencrypted. Fix: set domain.",
       "test: shell is true, so the root file system of every container is writable.",
       "test: CI deploys as an IAM user, and anyone who gets its access key can deploy. Fix: set ci.identity to github-oidc.",
     ]
    `);
  });
});
