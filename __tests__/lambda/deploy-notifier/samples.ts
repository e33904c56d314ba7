import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "events");

export interface Sample {
  id: string;
  "detail-type": string;
  source: string;
  time: string;
  resources: string[];
  detail: Record<string, unknown>;
}

/** One event of each kind, in the form that AWS's documentation shows. */
export const SAMPLES = readdirSync(FOLDER)
  .map((file) => file.replace(/\.json$/, ""))
  .sort();

export const sample = (name: string): Sample =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as Sample;
