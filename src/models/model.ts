/**
 * One model as the server wrote it, and the few values read from it. Servers differ: the id may be called `key` or
 * `name` or be all there is (a list of strings), the owner `organization` or `publisher`, the time `created_at`; see
 * docs/servers.md.
 */
import { decode, encode } from '../json/bytes.ts';
import { compactText } from '../json/layout.ts';
import { jsonKindOf, type Member, type Range, readMembers, readString } from '../json/members.ts';

/** LM Studio has `key`, Pinata `model_id`, Codex `slug`, Gemini `name`, Ollama also `model`. */
export const ID_FIELDS = ['id', 'identifier', 'model_id', 'key', 'slug', 'name', 'model'] as const;
export const OWNER_FIELDS = ['owned_by', 'organization', 'publisher', 'owner', 'vendor'] as const;
const NAME_FIELDS = ['name', 'display_name'] as const;
const CREATED_FIELDS = ['created', 'created_at'] as const;

/** Times at or above this are milliseconds: as seconds they would be after the year 5138. */
const MILLISECONDS_FROM = 100_000_000_000;

/** Top-level fields as parsed by JSON.parse: good enough to read texts and times from, never to print. */
export type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = Object.freeze({});

/** Where each of several models starts and ends. */
export interface ByteRanges {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export class Model {
  readonly bytes: Uint8Array;
  private startOffset: number;
  private endOffset: number;
  private readonly batchRanges: ByteRanges | undefined;
  private readonly index: number;
  /** Whether its fields are its complete text, which is an object. */
  readonly exact: boolean;
  /** The fields, once read. */
  parsed: Fields | undefined;
  private memberMap: Map<string, Member> | undefined;

  /**
   * @param start where its text starts; -1 if `places` finds it on demand
   * @param parsed the result of `parseFields` on the same text, if many models were parsed at once
   * @param index its index in `places`
   * @param exact whether `known` proved to be all of the text
   */
  constructor(
    bytes: Uint8Array,
    start: number,
    end: number,
    parsed?: Fields,
    batchRanges?: ByteRanges,
    index = 0,
    exact = false,
  ) {
    this.bytes = bytes;
    this.startOffset = start;
    this.endOffset = end;
    this.batchRanges = batchRanges;
    this.index = index;
    this.exact = exact;
    this.parsed = parsed;
  }

  get start(): number {
    if (this.startOffset < 0) this.locate();
    return this.startOffset;
  }

  get end(): number {
    if (this.startOffset < 0) this.locate();
    return this.endOffset;
  }

  private locate(): void {
    this.startOffset = this.batchRanges?.starts[this.index] ?? 0;
    this.endOffset = this.batchRanges?.ends[this.index] ?? 0;
  }

  /** The JSON text, byte for byte as received. */
  get text(): string {
    return decode(this.bytes, this.start, this.end);
  }

  /** The JSON text on one line: the same except for white space between tokens. */
  get line(): string {
    return compactText(this.bytes, this.start, this.end);
  }

  /** Its id, or `undefined` if the server gave none. */
  get id(): string | undefined {
    return this.firstString(ID_FIELDS);
  }

  get owner(): string | undefined {
    return this.firstString(OWNER_FIELDS);
  }

  /** Display names, if the server gives any beside the id. */
  get names(): readonly string[] {
    const names: string[] = [];
    for (const field of NAME_FIELDS) {
      const name = this.string(field);
      if (name !== undefined) names.push(name);
    }
    return names;
  }

  /** When it was created, in Unix seconds; unknown if missing, null, 0 or 1 (sent by servers that have no date). */
  get created(): number | undefined {
    for (const name of CREATED_FIELDS) {
      const seconds = this.time(name);
      if (seconds !== undefined) return seconds;
    }
    return undefined;
  }

  /** The last of duplicate fields wins, as in JSON parsers. */
  get fields(): Fields {
    this.parsed ??= parseFields(this.text);
    return this.parsed;
  }

  /** The top-level members by key, as ranges of the text; the last of duplicates wins. */
  get members(): Map<string, Member> {
    this.memberMap ??= new Map(readMembers(this.bytes, this).map((member) => [member.key, member]));
    return this.memberMap;
  }

  has(field: string): boolean {
    return Object.hasOwn(this.fields, field);
  }

  /** A field's text if it holds a string. */
  string(field: string): string | undefined {
    const value = this.has(field) ? this.fields[field] : undefined;
    return typeof value === 'string' ? value : undefined;
  }

  /** A field's JSON text as written, or `undefined`. */
  raw(field: string): string | undefined {
    const member = this.members.get(field);
    return member && decode(this.bytes, member.start, member.end);
  }

  /** The time in a field, in Unix seconds: ISO 8601 or digits, seconds or milliseconds; `undefined` if none. */
  time(field: string): number | undefined {
    const value = this.fields[field];
    if (typeof value === 'string') return secondsOf(value);
    return typeof value === 'number' ? plausibleSeconds(value) : undefined;
  }

  private firstString(names: readonly string[]): string | undefined {
    const { fields } = this;
    for (const name of names) {
      const value = fields[name];
      if (typeof value === 'string' && value !== '') return value;
    }
    return undefined;
  }
}

/** The fields of an object's text; none for any other value. The text is valid JSON, but may be too deep to parse. */
function parseFields(text: string): Fields {
  try {
    return modelFields(JSON.parse(text));
  } catch {
    return shallowFields(text);
  }
}

/** The fields of a parsed model; a model that is only a string is its id. */
export function modelFields(value: unknown): Fields {
  return typeof value === 'string' ? { id: value } : fieldsOf(value);
}

/** The fields of a parsed value; none if it is not an object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : NO_FIELDS;
}

/** Leaves out nested values, which made the text too deep to parse. */
function shallowFields(text: string): Fields {
  const bytes = encode(text);
  const fields: Record<string, unknown> = Object.create(null);
  for (const member of readMembers(bytes, { start: 0, end: bytes.length })) {
    const kind = jsonKindOf(bytes, member);
    const nested = kind === 'object' || kind === 'array';
    fields[member.key] = nested ? NO_FIELDS : JSON.parse(decode(bytes, member.start, member.end));
  }
  return fields;
}

/** The time in a value, in Unix seconds. */
export function timeAt(bytes: Uint8Array, range: Range): number | undefined {
  const kind = jsonKindOf(bytes, range);
  if (kind === 'string') return secondsOf(readString(bytes, range));
  return kind === 'number' ? plausibleSeconds(Number(decode(bytes, range.start, range.end))) : undefined;
}

/** Unix seconds from an ISO 8601 date or from digits; `undefined` for anything else. */
function secondsOf(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return plausibleSeconds(Number(text));
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
  if (day === undefined || !isRealDay(day)) return undefined;
  // A time without a zone is UTC, whatever this machine's zone.
  const zoned = !text.includes('T') || /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`;
  const milliseconds = Date.parse(zoned);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

/** False for February 31, which some engines take for a day in March. */
function isRealDay(day: string): boolean {
  const milliseconds = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(day);
}

function plausibleSeconds(value: number): number | undefined {
  if (!Number.isFinite(value) || value <= 1) return undefined;
  return value >= MILLISECONDS_FROM ? Math.floor(value / 1000) : value;
}
