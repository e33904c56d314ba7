import type { Instance } from "@aws-sdk/client-ec2";
import { EC2Client, paginateDescribeInstances } from "@aws-sdk/client-ec2";
import { findInstanceType } from "../../../../facts/instance-types";
import { itemsIn } from "../../../ecs/portions";
import { isOwn } from "./own-tags";
import { quotaCheck } from "./quota";

/**
 * The families of the standard quotas: A, C, D, H, I, M, R, T and Z ("Amazon EC2 instance type quotas"). Families such as
 * `dl` or `inf` have quotas of their own.
 */
const STANDARD = /^(?!dl|hpc|inf|mac|trn)[acdhimrtz]/;

const ON_DEMAND = {
  service: "ec2",
  code: "L-1216C47A",
  name: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
} as const;
const SPOT = {
  service: "ec2",
  code: "L-34B43A08",
  name: "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
} as const;

/**
 * Both quotas count vCPUs. `hosts.maximum` includes the replacement of a host, which is launched first. Without enough vCPUs
 * the Auto Scaling group launches nothing, and tasks wait for a host.
 */
export const hostVcpus = quotaCheck({
  subject: "the vCPU quota of the hosts",
  quota: ({ hosts }) => (hosts.purchase === "spot" ? SPOT : ON_DEMAND),
  need: ({ hosts: { instanceType, maximum } }) => {
    const vcpus = findInstanceType(instanceType)?.vcpus ?? 0;
    return {
      path: "hosts.instanceType, hosts.maximum",
      got: `${maximum} hosts of "${instanceType}"`,
      amount: maximum * vcpus,
      unit: "vCPUs",
      instead: "lower hosts.maximum, or choose an instance type with fewer vCPUs.",
    };
  },
  reads: "ec2:DescribeInstances",
  usedByOthers: async (operation) => {
    const { environment } = operation;
    const isSpot = environment.hosts.purchase === "spot";
    const pages = paginateDescribeInstances(
      { client: operation.client(EC2Client) },
      { Filters: [{ Name: "instance-state-name", Values: ["pending", "running"] }] },
    );
    const instances = await itemsIn(pages, ({ Reservations }) =>
      Reservations?.flatMap(({ Instances = [] }) => Instances),
    );
    return instances
      .filter(({ InstanceType = "" }) => STANDARD.test(InstanceType))
      .filter(({ InstanceLifecycle }) => (InstanceLifecycle === "spot") === isSpot)
      .filter(({ Tags }) => !isOwn(environment, Tags))
      .reduce((vcpus, instance) => vcpus + vcpusOf(instance), 0);
  },
});

function vcpusOf({ CpuOptions, InstanceType }: Instance): number {
  const { CoreCount = 0, ThreadsPerCore = 0 } = CpuOptions ?? {};
  return CoreCount * ThreadsPerCore || (findInstanceType(InstanceType ?? "")?.vcpus ?? 0);
}
