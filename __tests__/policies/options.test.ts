import { resolveEnvironments } from "../../config/resolve-environments";
import { change } from "../config/change";
import { verdictOn } from "./made-stacks";

const existingNetwork = {
  kind: "existing",
  cidr: "10.9.0.0/16",
  vpcId: "vpc-0123456789abcdef0",
  publicSubnetIds: ["subnet-0123456789abcdef1", "subnet-0123456789abcdef2"],
  databaseSubnetIds: ["subnet-0123456789abcdef3", "subnet-0123456789abcdef4"],
};

describe("what an environment switches off", () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["a read-only file system, for a shell", { shell: true }],
    ["the notifier's one execution", { slack: {} }],
    ["TLS, without a domain", { domain: undefined }],
    ["access logs", { "loadBalancer.accessLogs": false }],
    ["the load balancer's protection", { "loadBalancer.deletionProtection": false }],
    ["the database's protection", { "database.deletionProtection": false }],
    ["the last snapshot", { "database.finalSnapshot": false }],
    ["its automatic upgrades", { "database.engineVersion": "8.4.6" }],
    ["the protection of the files", { files: { kind: "create", deletionProtection: false } }],
    ["the growth of its disk", { "database.storageGiB": 50, "database.maximumStorageGiB": 50 }],
    ["hosts that stay, for cheap ones", { "hosts.purchase": "spot" }],
    ["whom alarms tell", { alarms: {} }],
    ["alarms", { alarms: { enabled: false } }],
    ["alarms of a schedule", { alarms: { enabled: false }, slack: {}, "scheduler.runs": "eventbridge" }],
    [
      "alarms that do more than scale",
      { alarms: { enabled: false }, worker: { runs: "service", scaling: { maximum: 3 } } },
    ],
    [
      "a second zone of hosts",
      { network: { ...existingNetwork, hostSubnetIds: ["subnet-0123456789abcdef5"] } },
    ],
  ])("is excepted where it does so: %s", (_, changes) => {
    expect(verdictOn(resolveEnvironments([change(changes)]))).toBe("accepted");
  });
});
