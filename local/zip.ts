import { zipSync } from "fflate";

const REGULAR_FILE = 0o100000;
const UNIX = 3;

/** The first day that a zip can contain, so that the same content always gives the same bytes. */
const FIRST_DAY = new Date(1980, 0, 1);

/** A zip with one file. */
export function zipOf(name: string, content: Buffer, mode: number): Buffer {
  const attributes = (REGULAR_FILE | mode) << 16;
  return Buffer.from(
    zipSync({ [name]: [content, { level: 9, mtime: FIRST_DAY, os: UNIX, attrs: attributes }] }),
  );
}
