/** What a task definition calls the processor architecture of its images. */
export type Architecture = "X86_64" | "ARM64";

export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly architecture: Architecture;
  /** Orders suggestions and is shown to nobody: prices differ between regions, their order hardly does. */
  readonly relativePrice: number;
}

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
 * The Nitro families up to `4xlarge`, each with its architecture, its sizes and the on-demand price of its `large`
 * in us-east-1 in USD per hour.
 *
 * Memory, vCPUs, architecture and hypervisor: EC2 DescribeInstanceTypes, as recorded by moto 5.2.1 (2026-11).
 * Price: "Amazon EC2 On-Demand Pricing", 2025.
 */
const FAMILIES: Readonly<Record<string, readonly [Architecture, readonly Size[], number]>> = {
  t3: ["X86_64", BURSTABLE, 0.0832],
  t3a: ["X86_64", BURSTABLE, 0.0752],
  t4g: ["ARM64", BURSTABLE, 0.0672],
  c5: ["X86_64", compute("large"), 0.085],
  c5a: ["X86_64", compute("large"), 0.077],
  c6i: ["X86_64", compute("large"), 0.085],
  c6a: ["X86_64", compute("large"), 0.0765],
  c6g: ["ARM64", compute("medium"), 0.068],
  c7i: ["X86_64", compute("large"), 0.08925],
  "c7i-flex": ["X86_64", compute("large"), 0.08479],
  c7a: ["X86_64", compute("medium"), 0.10264],
  c7g: ["ARM64", compute("medium"), 0.0725],
  c8g: ["ARM64", compute("medium"), 0.07976],
  m5: ["X86_64", general("large"), 0.096],
  m5a: ["X86_64", general("large"), 0.086],
  m6i: ["X86_64", general("large"), 0.096],
  m6a: ["X86_64", general("large"), 0.0864],
  m6g: ["ARM64", general("medium"), 0.077],
  m7i: ["X86_64", general("large"), 0.1008],
  "m7i-flex": ["X86_64", general("large"), 0.09576],
  m7a: ["X86_64", general("medium"), 0.11592],
  m7g: ["ARM64", general("medium"), 0.0816],
  m8g: ["ARM64", general("medium"), 0.08976],
  r5: ["X86_64", memory("large"), 0.126],
  r5a: ["X86_64", memory("large"), 0.113],
  r6i: ["X86_64", memory("large"), 0.126],
  r6a: ["X86_64", memory("large"), 0.1134],
  r6g: ["ARM64", memory("medium"), 0.1008],
  r7i: ["X86_64", memory("large"), 0.1323],
  r7a: ["X86_64", memory("medium"), 0.15215],
  r7g: ["ARM64", memory("medium"), 0.1071],
  r8g: ["ARM64", memory("medium"), 0.11782],
};

/** Cheapest first. */
export const INSTANCE_TYPES: readonly InstanceType[] = Object.entries(FAMILIES)
  .flatMap(([family, [architecture, sizes, priceOfLarge]]) => {
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

/** The AMI of the hosts and the images of the tasks follow from the instance type: there is no second switch. */
export function architectureOf(instanceType: string): Architecture {
  const type = findInstanceType(instanceType);
  if (!type) throw new Error(`Instance type "${instanceType}" is not in facts/instance-types.ts`);
  return type.architecture;
}
