import { PRICES } from "./prices";

/** What a task definition calls the processor architecture of its images. */
export type Architecture = "X86_64" | "ARM64";

export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly architecture: Architecture;
  /** Only orders suggestions: prices differ between regions, but their order hardly does. */
  readonly relativePrice: number;
}

/** The region with prices of every family. */
const REFERENCE_REGION = "us-east-1";

type Size = readonly [name: string, vcpus: number, memoryGiB: number];

const BURSTABLE: readonly Size[] = [
  ["nano", 2, 0.5],
  ["micro", 2, 1],
  ["small", 2, 2],
  ["medium", 2, 4],
  ["large", 2, 8],
  ["xlarge", 4, 16],
  ["2xlarge", 8, 32],
];

/** Families of fixed performance double from size to size; some begin with a one-vCPU `medium`. */
const fixed = (memoryGiBPerVcpu: number, smallest: "medium" | "large"): readonly Size[] =>
  (["medium", "large", "xlarge", "2xlarge", "4xlarge"] as const)
    .map((name, index): Size => [name, 2 ** index, memoryGiBPerVcpu * 2 ** index])
    .slice(smallest === "large" ? 1 : 0);

const compute = (smallest: "medium" | "large") => fixed(2, smallest);
const general = (smallest: "medium" | "large") => fixed(4, smallest);
const memory = (smallest: "medium" | "large") => fixed(8, smallest);

/**
 * The Nitro families up to `4xlarge`, each with its architecture and its sizes.
 *
 * Memory, vCPUs, architecture and hypervisor: EC2 DescribeInstanceTypes, as recorded by moto 5.2.1 (2026-11).
 */
const FAMILIES: Readonly<Record<string, readonly [Architecture, readonly Size[]]>> = {
  t3: ["X86_64", BURSTABLE],
  t3a: ["X86_64", BURSTABLE],
  t4g: ["ARM64", BURSTABLE],
  c5: ["X86_64", compute("large")],
  c5a: ["X86_64", compute("large")],
  c6i: ["X86_64", compute("large")],
  c6a: ["X86_64", compute("large")],
  c6g: ["ARM64", compute("medium")],
  c7i: ["X86_64", compute("large")],
  "c7i-flex": ["X86_64", compute("large")],
  c7a: ["X86_64", compute("medium")],
  c7g: ["ARM64", compute("medium")],
  c8g: ["ARM64", compute("medium")],
  m5: ["X86_64", general("large")],
  m5a: ["X86_64", general("large")],
  m6i: ["X86_64", general("large")],
  m6a: ["X86_64", general("large")],
  m6g: ["ARM64", general("medium")],
  m7i: ["X86_64", general("large")],
  "m7i-flex": ["X86_64", general("large")],
  m7a: ["X86_64", general("medium")],
  m7g: ["ARM64", general("medium")],
  m8g: ["ARM64", general("medium")],
  r5: ["X86_64", memory("large")],
  r5a: ["X86_64", memory("large")],
  r6i: ["X86_64", memory("large")],
  r6a: ["X86_64", memory("large")],
  r6g: ["ARM64", memory("medium")],
  r7i: ["X86_64", memory("large")],
  r7a: ["X86_64", memory("medium")],
  r7g: ["ARM64", memory("medium")],
  r8g: ["ARM64", memory("medium")],
};

/** Cheapest first. */
export const INSTANCE_TYPES: readonly InstanceType[] = Object.entries(FAMILIES)
  .flatMap(([family, [architecture, sizes]]) => {
    const priceOfLarge = PRICES[REFERENCE_REGION]?.largeHour[family]?.usd ?? 0;
    const largeGiB = sizes.find(([size]) => size === "large")?.[2] ?? 1;
    return sizes.map(([size, vcpus, memoryGiB]) => ({
      name: `${family}.${size}`,
      vcpus,
      memoryMiB: memoryGiB * 1024,
      architecture,
      relativePrice: (priceOfLarge * memoryGiB) / largeGiB,
    }));
  })
  .sort((one, other) => one.relativePrice - other.relativePrice);

const BY_NAME = new Map(INSTANCE_TYPES.map((type) => [type.name, type]));

export function findInstanceType(name: string): InstanceType | undefined {
  return BY_NAME.get(name);
}

/** Whether a type earns and spends CPU credits. */
export const isBurstable = (instanceType: string) => /^t\d/.test(instanceType);

/** The AMI of the hosts and the images of the tasks follow from the architecture of the instance type. */
export function architectureOf(instanceType: string): Architecture {
  const type = findInstanceType(instanceType);
  if (!type) throw new Error(`Instance type "${instanceType}" is not in facts/instance-types.ts`);
  return type.architecture;
}

/** What image registries and docker call the architecture. */
const IMAGE_ARCHITECTURES = { X86_64: "amd64", ARM64: "arm64" } as const;

/** The architecture that an image must have for hosts of a type. */
export const imageArchitectureOf = (instanceType: string) =>
  IMAGE_ARCHITECTURES[architectureOf(instanceType)];
