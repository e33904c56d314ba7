import { deflateRawSync } from "node:zlib";

const LOCAL_FILE = 0x04034b50;
const CENTRAL_FILE = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const MADE_ON_UNIX = (3 << 8) | VERSION;
const DEFLATED = 8;
/** The first day there is in a zip, 1980-01-01: the same content makes the same bytes at any time. */
const NO_DATE = (1 << 5) | 1;

/** A zip with one file in it ("APPNOTE.TXT - .ZIP File Format Specification", PKWARE). */
export function zipOf(name: string, content: Buffer, mode: number): Buffer {
  const path = Buffer.from(name);
  const data = deflateRawSync(content, { level: 9 });

  /** What both headers of the file say alike. */
  const common = Buffer.alloc(26);
  common.writeUInt16LE(VERSION, 0);
  common.writeUInt16LE(DEFLATED, 4);
  common.writeUInt16LE(NO_DATE, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(path.length, 22);

  const local = Buffer.concat([uint32(LOCAL_FILE), common, path, data]);

  const attributes = Buffer.alloc(14);
  attributes.writeUInt32LE(((0o100000 | mode) << 16) >>> 0, 6);
  const central = Buffer.concat([uint32(CENTRAL_FILE), uint16(MADE_ON_UNIX), common, attributes, path]);

  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, uint32(END), end]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

/** Node.js 20.9 has none of its own. */
function crc32(content: Buffer): number {
  let remainder = 0xffffffff;
  for (const byte of content) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit += 1) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  }
  return (remainder ^ 0xffffffff) >>> 0;
}
