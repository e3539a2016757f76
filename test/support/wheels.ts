/** Wheels as an index of packages has them, made at run time: the zip archive is written by hand, as any may come. */
import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import type { Reader } from '../../src/details/build/lifecycle.ts';
import lifecycle from '../../src/details/lifecycle.json' with { type: 'json' };
import table from '../../src/details/table.json' with { type: 'json' };
import type { Answer } from './server.ts';

export interface ZipOptions {
  stored?: boolean;
  /** Stands after the archive, as a zip file may have it. */
  comment?: string;
  /** Changes a file's entry in the directory before it is written. */
  lie?: (entry: Buffer) => void;
}

/** A zip archive with these files. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>, options: ZipOptions = {}): Buffer {
  const { stored = false, comment = '', lie } = options;
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const packed = stored ? bytes : deflateRawSync(bytes);
    // From the flags on, both headers say the same of a file.
    const facts = Buffer.alloc(24);
    facts.writeUInt16LE(1 << 11, 0);
    facts.writeUInt16LE(stored ? 0 : 8, 2);
    facts.writeUInt32LE(crc32(bytes), 8);
    facts.writeUInt32LE(packed.length, 12);
    facts.writeUInt32LE(bytes.length, 16);
    facts.writeUInt16LE(Buffer.byteLength(name), 20);
    const local = Buffer.concat([Buffer.from('PK\x03\x04\x14\0', 'latin1'), facts, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\0\x14\0', 'latin1'), facts, rest, Buffer.from(name)]);
    lie?.(entry);
    bodies.push(local);
    directory.push(entry);
    at += local.length;
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...bodies, ...directory, end, Buffer.from(comment)]);
}

const FILES: Readonly<Record<Reader, string>> = {
  'bydtech-model-retire': 'model_retire/models.json',
  depdesk: 'depdesk/data/catalog.json',
  litellm: 'litellm/model_prices_and_context_window_backup.json',
};

/** The wheel of a reader. */
export function wheelOf(reader: Reader, version: string, data: unknown, options?: ZipOptions): Buffer {
  const stem = reader.replaceAll('-', '_');
  const files = {
    [`${stem}/__init__.py`]: '',
    [FILES[reader]]: typeof data === 'string' ? data : JSON.stringify(data),
    [`${stem}-${version}.dist-info/METADATA`]: `Metadata-Version: 2.4\nName: ${reader}\nVersion: ${version}\n\n# ${reader}\n`,
  };
  return zipOf(files, options);
}

export interface Published {
  version: string;
  data: unknown;
  /** Its bytes, where they are not those of the wheel with this data. */
  wheel?: Buffer;
  /** When it came out. */
  made?: string;
  /** Changes what the index says of the wheel. */
  file?: Readonly<Record<string, unknown>>;
}

const DAY = 86_400_000;
const SHIPPED = [table, lifecycle].flatMap(({ sources }) => Object.values(sources).map(({ date }) => date));

/** The day after the newest dataset that ships came out, and the noon of two weeks later: milliseconds since 1970. */
export const NEXT_DAY = new Date(Date.parse(SHIPPED.sort().at(-1) ?? '') + DAY).toISOString().slice(0, 10);
export const LATER = Date.parse(NEXT_DAY) + 14.5 * DAY;

export type Index = Readonly<Record<Reader, Published>>;

/** The routes of an index at `/pypi/`, as PyPI's JSON API answers, and of its wheels. */
export function indexRoutes(index: Index): Readonly<Record<string, Answer>> {
  return Object.fromEntries(
    Object.entries(index).flatMap(([name, { version, data, made = `${NEXT_DAY}T10:00:00.000000Z`, file, ...more }]) => {
      const wheel = more.wheel ?? wheelOf(name as Reader, version, data);
      const path = `/files/${name}-${version}-py3-none-any.whl`;
      const described = {
        packagetype: 'bdist_wheel',
        url: `{origin}${path}`,
        size: wheel.length,
        upload_time_iso_8601: made,
        digests: { sha256: createHash('sha256').update(wheel).digest('hex') },
        ...file,
      };
      const source = { packagetype: 'sdist', url: `{origin}/files/${name}.tar.gz` };
      return [
        [`GET /pypi/${name}/json`, { body: JSON.stringify({ info: { name, version }, urls: [source, described] }) }],
        [`GET ${path}`, { headers: { 'content-type': 'application/octet-stream' }, body: wheel }],
      ];
    }),
  );
}

const ids = (count: number) => Array.from({ length: count }, (_, i) => `made-up-${i}`);

/** Data of each reader, all a day newer than what ships, with a few models that matter and enough others. */
export const NEWER: Index = {
  'bydtech-model-retire': {
    version: '0.2.0',
    data: {
      updated: NEXT_DAY,
      models: [
        ...['gpt-4o', ...ids(400)].map((id) => ({
          provider: 'openai',
          id,
          status: 'deprecated',
          deprecated_on: '2026-11-01',
          retires_on: '2027-06-01',
          replacement: 'gpt-new',
          source: 'https://developers.openai.com/api/docs/deprecations',
          checked: NEXT_DAY,
        })),
      ],
    },
  },
  depdesk: {
    version: '0.4.0',
    data: {
      verified_on: NEXT_DAY,
      models: [{ provider: 'anthropic', id: 'claude-new', status: 'active', earliest_retirement: '2028-01-01' }],
    },
  },
  litellm: {
    version: '1.120.0',
    data: Object.fromEntries(
      ['gpt-4o', ...ids(700)].map((id) => [
        id,
        { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 1e-6, output_cost_per_token: 7e-6 },
      ]),
    ),
  },
};
