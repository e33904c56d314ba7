import { z } from "zod";
import { LONGEST_SNAPSHOT_DAYS, SMALLEST_NODE } from "../../facts/valkey";

const inTheDatabase = z.strictObject({
  kind: z.literal("database").describe("In tables of the database, which needs no further resource."),
});

const valkey = z.strictObject({
  kind: z
    .literal("valkey")
    .describe(
      "In a Valkey of its own (Amazon ElastiCache). The settings of the application and the way to its port follow. Sessions move with" +
        " the cache: a switch to it, or back, signs every user out once.",
    ),
  nodeType: z
    .string()
    .regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, "a node type of ElastiCache, like cache.t4g.micro")
    .default(SMALLEST_NODE)
    .describe("A change interrupts the connections for seconds; what is in the cache stays."),
  multiAz: z
    .boolean()
    .default(false)
    .describe(
      "Whether a second node in another zone takes over when the first one fails. Without it everything in the cache is lost then.",
    ),
  snapshotRetentionDays: z
    .int()
    .min(0)
    .max(LONGEST_SNAPSHOT_DAYS)
    .default(1)
    .describe("How long the snapshot of each night is kept. 0 takes none."),
});

/** Where the application keeps its cache, and with Valkey its sessions. */
export const cache = z.discriminatedUnion("kind", [inTheDatabase, valkey]);
