import fc from "fast-check";
import { CANARY } from "../lambda/deploy-notifier/played-aws";
import { SAMPLES, sample } from "../lambda/deploy-notifier/samples";

/** Texts of a malicious or careless sender. */
const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    ...[
      "<!channel>",
      "<@U1>",
      "<http://evil.example|click>",
      "&amp;",
      "```",
      "\u202Etxt",
      "\u0000",
      "😀",
      "\uD800",
      "__proto__",
      "constructor",
    ],
    ...[
      `DB_PASSWORD=${CANARY}`,
      `https://hooks.slack.com/services/${CANARY}/x`,
      "x".repeat(5_000),
      "&".repeat(3_000),
    ],
  ),
);
const anything = fc.oneof(nasty, fc.integer(), fc.constant(null), fc.anything({ maxDepth: 2 }), fc.boolean());

/** An event of a known kind with random values in some fields, or a random value. */
export const anyEvent = fc.oneof(
  { weight: 1, arbitrary: fc.anything({ maxDepth: 3 }).map(asJson) },
  {
    weight: 9,
    arbitrary: fc
      .record({
        name: fc.constantFrom(...SAMPLES),
        id: fc.uuid(),
        fields: fc.dictionary(
          fc.constantFrom("detail", "resources", "time", "detail-type", "source"),
          anything,
          { maxKeys: 1 },
        ),
        details: fc.dictionary(
          fc.constantFrom(
            ...[
              "reason",
              "eventName",
              "deploymentId",
              "updatedAt",
              "group",
              "containers",
              "stoppedReason",
              "stopCode",
            ],
            ...[
              "taskArn",
              "startedAt",
              "stoppedAt",
              "state",
              "alarmName",
              "configuration",
              "repository-name",
            ],
            ...["image-digest", "image-tags", "finding-severity-counts"],
          ),
          anything,
          { maxKeys: 4 },
        ),
      })
      .map(({ name, id, fields, details }) => {
        const event = sample(name);
        return asJson({ ...event, id, detail: { ...event.detail, ...details }, ...fields });
      }),
  },
);

function asJson(value: unknown): unknown {
  try {
    return (JSON.parse(
      JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each)),
    ) ?? null) as unknown;
  } catch {
    return null;
  }
}
