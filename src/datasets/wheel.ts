/**
 * Reads single files from a wheel, which is a zip archive (PKWARE APPNOTE.TXT 6.3): by its central directory, stored or
 * deflated. Nothing in it is trusted before it has been checked, and no file is written.
 */
import { inflateRawSync } from 'node:zlib';

/** Maximum size of a file in it, however well it is compressed. */
const MAX_BYTES = 64 << 20;

const END = { signature: 0x06054b50, size: 22, mostComment: 0xffff };
const ENTRY = { signature: 0x02014b50, size: 46 };
const LOCAL = { signature: 0x04034b50, size: 30 };
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

interface Entry {
  flags: number;
  method: number;
  checksum: number;
  packed: number;
  size: number;
  at: number;
}

export class Wheel {
  private readonly bytes: Buffer;
  private readonly entries: ReadonlyMap<string, Entry>;

  /** @throws Error for a file that is not a zip archive, or is damaged */
  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.entries = readDirectory(this.bytes);
  }

  get names(): Iterable<string> {
    return this.entries.keys();
  }

  /**
   * A file as text; `undefined` if there is none with this name.
   * @throws Error for a file that is damaged, too large or compressed in another way
   */
  text(name: string): string | undefined {
    const entry = this.entries.get(name);
    if (!entry) return undefined;
    const { bytes } = this;
    if (entry.at + LOCAL.size > bytes.length || bytes.readUInt32LE(entry.at) !== LOCAL.signature) throw damaged();
    const start = entry.at + LOCAL.size + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28);
    if (start + entry.packed > bytes.length) throw damaged();
    if (entry.size > MAX_BYTES) throw new Error(`${name} in it is larger than 64 MiB`);
    const content = unpacked(bytes.subarray(start, start + entry.packed), entry);
    if (content.length !== entry.size || checksumOf(content) !== entry.checksum) throw damaged();
    return content.toString();
  }
}

function damaged(): Error {
  return new Error('it is damaged or truncated');
}

function readDirectory(bytes: Buffer): Map<string, Entry> {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const entries = new Map<string, Entry>();
  for (let i = 0; i < count; i++) {
    if (at + ENTRY.size > end || bytes.readUInt32LE(at) !== ENTRY.signature) throw damaged();
    const name = at + ENTRY.size;
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    entries.set(bytes.toString('utf8', name, name + nameLength), {
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      checksum: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    });
    at = name + nameLength + extra + comment;
  }
  return entries;
}

/** The end record comes last, followed only by a comment of at most 65,535 bytes. */
function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END.size - END.mostComment);
  for (let at = bytes.length - END.size; at >= first; at--)
    if (bytes.readUInt32LE(at) === END.signature && at + END.size + bytes.readUInt16LE(at + 20) === bytes.length)
      return at;
  throw new Error(isZip(bytes) ? 'it is truncated' : 'it is not a wheel');
}

/** Whether bytes begin like a zip archive. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function unpacked(packed: Buffer, { flags, method, size }: Entry): Buffer {
  if (flags & ENCRYPTED) throw new Error('it is encrypted');
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new Error('it has an unknown compression method');
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw damaged();
  }
}

/** CRC-32 as used in zip archives; not every version of Node has its own. */
export function checksumOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
