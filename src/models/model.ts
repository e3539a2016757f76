/**
 * One model as the server wrote it, and the few things that are read from it. Servers differ: the id may be called
 * `identifier` or `name`, the owner `organization` or `publisher`, the time `created_at`; see docs/servers.md.
 */
import { decode } from '../json/bytes.ts';
import { kindOf, type Member, readMembers, readString } from '../json/members.ts';

const ID_FIELDS = ['id', 'identifier', 'name'] as const;
const OWNER_FIELDS = ['owned_by', 'organization', 'publisher', 'owner'] as const;
const CREATED_FIELDS = ['created', 'created_at'] as const;

/** Times at or past this are milliseconds: as seconds they would lie beyond the year 5138. */
const MILLISECONDS_FROM = 100_000_000_000;

export class Model {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  private fields: Map<string, Member> | undefined;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** The JSON text, byte for byte as it was received. */
  get text(): string {
    return decode(this.bytes, this.start, this.end);
  }

  /** Its id, or `undefined` where the server gave none. */
  get id(): string | undefined {
    return this.firstString(ID_FIELDS);
  }

  get owner(): string | undefined {
    return this.firstString(OWNER_FIELDS);
  }

  /** When it was made, in Unix seconds; unknown when missing, null, 0 or 1 (servers that have no date send those). */
  get created(): number | undefined {
    for (const name of CREATED_FIELDS) {
      const seconds = this.time(name);
      if (seconds !== undefined) return seconds;
    }
    return undefined;
  }

  /** The top-level members by key; of duplicates the last, as JSON parsers do. */
  get members(): Map<string, Member> {
    this.fields ??= new Map(readMembers(this.bytes, this).map((member) => [member.key, member]));
    return this.fields;
  }

  /** The unescaped text of a field that holds a string. */
  string(field: string): string | undefined {
    const member = this.members.get(field);
    return member && kindOf(this.bytes, member) === 'string' ? readString(this.bytes, member) : undefined;
  }

  /** A field's JSON text as written, or `undefined`. */
  raw(field: string): string | undefined {
    const member = this.members.get(field);
    return member && decode(this.bytes, member.start, member.end);
  }

  private firstString(fields: readonly string[]): string | undefined {
    for (const field of fields) {
      const value = this.string(field);
      if (value !== undefined && value !== '') return value;
    }
    return undefined;
  }

  /** The time in a field, in Unix seconds: ISO 8601 or digits, seconds or milliseconds; `undefined` if there is none. */
  time(field: string): number | undefined {
    const member = this.members.get(field);
    if (!member) return undefined;
    const kind = kindOf(this.bytes, member);
    if (kind === 'string') return secondsOf(readString(this.bytes, member));
    return kind === 'number' ? knownSeconds(Number(this.raw(field))) : undefined;
  }
}

/** Unix seconds from an ISO 8601 date or from digits; `undefined` for anything else. */
function secondsOf(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return knownSeconds(Number(text));
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  // A time without a zone is UTC, whatever the zone of this machine.
  const zoned = !text.includes('T') || /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`;
  const milliseconds = Date.parse(zoned);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

function knownSeconds(value: number): number | undefined {
  if (!Number.isFinite(value) || value <= 1) return undefined;
  return value >= MILLISECONDS_FROM ? Math.floor(value / 1000) : value;
}
