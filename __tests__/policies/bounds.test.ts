import { z } from "zod";
import { resolveEnvironments } from "../../config/environment";
import { EnvironmentError } from "../../config/messages/problem";
import { environmentSchema } from "../../config/schema/schema";
import { change } from "../config/change";
import { leavesOf } from "../helpers/schema-fields";
import { verdictOn } from "./synth";

/** With all optional numbers, and room for large ones. */
const ROOM = {
  hosts: { instanceType: "r6i.4xlarge", ecsAmiRelease: "2023.0.20260226", minimum: 40, maximum: 400 },
  "database.password": { source: "generated" },
  "database.applicationUser": { password: { source: "generated" } },
  web: { scaling: { maximum: 4, requestsPerTaskPerMinute: 600 } },
  worker: { runs: "service", scaling: { maximum: 4 } },
};

const bounds = leavesOf(environmentSchema).flatMap(({ path, schema }) =>
  schema instanceof z.ZodNumber && !/\[\]|\*/.test(path)
    ? [schema.minValue, schema.maxValue].map((value) => `${path}=${value}`)
    : [],
);

/** The verdict of the policies; nothing where the environment's own checks refuse the value. */
function verdictOnBound(path: string, value: number): string | undefined {
  try {
    return verdictOn(resolveEnvironments([change({ ...ROOM, [path]: value })]));
  } catch (error) {
    if (error instanceof EnvironmentError) return undefined;
    throw error;
  }
}

describe("a number that the schema and the checks accept", () => {
  it.each([...new Set(bounds)])("is accepted by the policies too: %s", (bound) => {
    const [path = "", value] = bound.split("=");
    expect(verdictOnBound(path, Number(value)) ?? "accepted").toBe("accepted");
  });

  it("is not refused everywhere", () => {
    expect(verdictOnBound("web.desiredCount", 1)).toBe("accepted");
  });
});
