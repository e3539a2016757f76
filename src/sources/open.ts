/** Opens the sources that texts name: endpoints, each with its own key, headers and pace, or files. */
import { readFileSync, statSync } from 'node:fs';
import type { Api } from '../api/client.ts';
import { readPages } from '../api/pages.ts';
import { readConfig } from '../config/file.ts';
import { findProfile } from '../config/profile.ts';
import { usesSandbox } from '../config/setting.ts';
import { describeReadError } from '../config/text.ts';
import { CliError, isFailure } from '../errors/error.ts';
import { exitOf } from '../errors/explain.ts';
import { nearest } from '../errors/nearest.ts';
import { encode } from '../json/bytes.ts';
import type { ListPart } from '../models/batch.ts';
import type { ModelSource } from '../query/source.ts';
import { type Session, warn } from '../session/session.ts';
import { NO_PROFILE, type Profile } from '../spec/profile.ts';
import {
  isSandboxProfile,
  type LiveSource,
  type OpenOptions,
  openLive,
  resolveEndpoint,
  SANDBOX_PROFILES,
} from './live.ts';
import { isSeveral, readSourceName, type SourceName } from './name.ts';
import { readListBytes } from './read-list.ts';
import {
  isSnapshotOf,
  type ListEndpoint,
  readFolder,
  readSnapshot,
  type Snapshot,
  snapshotFolder,
} from './snapshots.ts';

export interface ListSource extends ModelSource {
  /** As requested: `now`, `@work`, `last`, a path. */
  readonly name: string;
  /** The URL of the list's endpoint; null if a file does not say. */
  readonly endpoint: string | null;
  readonly profile: string | null;
  /** When the list was current, RFC 3339 in UTC; null if unknown, or before an endpoint has responded. */
  at(): string | null;
  /** The endpoint itself, if it is requested now. */
  readonly api?: Api | undefined;
  /** Stops reading: no more of it is needed. */
  stop(): void;
}

/**
 * The sources that these texts name, `@all` as one for each profile. Nothing is sent yet. Among several sources, an
 * endpoint without a usable key fails only when it is read; a single one fails here.
 * @throws CliError of exit 2 for text that is not a source, and those of a connection
 */
export async function openSources(session: Session, texts: readonly string[]): Promise<ListSource[]> {
  return (await openSourceGroups(session, texts)).flat();
}

/** The same, grouped by text. */
export async function openSourceGroups(session: Session, texts: readonly string[]): Promise<ListSource[][]> {
  const names = texts.map((text) => ({ text, name: readSourceName(text, session.ctx.now() / 1000, isFile) }));
  const asksConfig = names.some(({ name }) => name.kind === 'profile' || name.kind === 'all');
  const profiles = asksConfig ? await profilesOf(session) : new Map<string, Profile>();
  const groups = names.map(({ text, name }): SourceRequest[] =>
    name.kind === 'all' ? expandAll(profiles, name.last) : [{ text, name }],
  );
  const requests = groups.flat();
  checkUnusedFlags(session, requests);
  if (requests.filter(({ name }) => name.kind === 'stdin').length > 1)
    throw new CliError('bad-value', { what: 'the source', value: '-', want: 'given once: it can only be read once' });
  const endpoints = requests.filter(
    ({ name }) => name.kind === 'now' || (name.kind === 'profile' && !name.last),
  ).length;
  const opener = new SourceOpener(session, profiles, {
    isOnlySource: !isSeveral(texts),
    showsActivityLine: endpoints === 1,
  });
  return Promise.all(groups.map((group) => Promise.all(group.map((one) => opener.open(one)))));
}

interface SourceRequest {
  text: string;
  name: Exclude<SourceName, { kind: 'all' }>;
}

function expandAll(profiles: ReadonlyMap<string, Profile>, last: boolean): SourceRequest[] {
  if (profiles.size === 0)
    throw new CliError('bad-value', {
      what: '@all',
      value: undefined,
      want: 'used with profiles, but there are none yet',
    });
  return [...profiles.keys()].map((profile) => ({
    text: `@${profile}${last ? ':last' : ''}`,
    name: { kind: 'profile', profile, last },
  }));
}

/** The sandbox knows only its own endpoints, so that practice never contacts a real one. */
async function profilesOf({ ctx, flags }: Session): Promise<Map<string, Profile>> {
  if (usesSandbox(flags, ctx.env)) return new Map(SANDBOX_PROFILES.map((name) => [name, {}]));
  return new Map(Object.entries((await readConfig(ctx))?.config.profiles ?? {}));
}

/** Flags for the endpoint in use. */
const ENDPOINT_FLAGS = ['api-key', 'base-url', 'header', 'organization', 'project', 'profile'] as const;

/** @throws CliError `needs-flag` for a key, a URL or headers that no source would use */
function checkUnusedFlags({ flags }: Session, requests: readonly SourceRequest[]): void {
  if (requests.some(({ name: { kind } }) => kind === 'now' || kind === 'last' || kind === 'until')) return;
  const unused = ENDPOINT_FLAGS.find((name) => flags[name] !== undefined);
  if (unused) throw new CliError('needs-flag', { flag: `--${unused}`, needs: 'the source now, or a snapshot of it' });
}

class SourceOpener {
  private readonly session: Session;
  private readonly profiles: ReadonlyMap<string, Profile>;
  private readonly options: OpenOptions;
  private folder: Promise<Snapshot[]> | undefined;

  constructor(session: Session, profiles: ReadonlyMap<string, Profile>, options: OpenOptions) {
    this.session = session;
    this.profiles = profiles;
    this.options = options;
  }

  async open({ text, name }: SourceRequest): Promise<ListSource> {
    switch (name.kind) {
      case 'now':
        return this.live(text, undefined);
      case 'profile':
        if (!isSandboxProfile(name.profile, this.profiles)) await this.checkProfile(text, name.profile);
        return name.last
          ? {
              ...(await this.snapshot(text, await this.endpointOf(name.profile), undefined)),
              ...this.presetOf(name.profile),
            }
          : this.live(text, name.profile);
      case 'last':
        return this.snapshot(text, await this.endpointOf(undefined), undefined);
      case 'until':
        return this.snapshot(text, await this.endpointOf(undefined), name.seconds);
      case 'snapshot':
        return this.namedSnapshot(name.name);
      case 'stdin':
        return fromBytes(text, () => standardInput(this.session));
      default:
        return fromBytes(text, () => readFile(name.path));
    }
  }

  /** The kind of server, which a snapshot does not record. */
  private presetOf(profile: string): Pick<ListSource, 'preset'> {
    return { preset: this.profiles.get(profile)?.preset };
  }

  /** @throws CliError `no-profile` */
  private async checkProfile(text: string, profile: string): Promise<void> {
    if (profile === NO_PROFILE) return;
    const profiles = Object.fromEntries(this.profiles);
    findProfile({ value: profile, origin: `the source ${text}` }, { profiles });
  }

  private async live(text: string, profile: string | undefined): Promise<ListSource> {
    try {
      const live = await openLive(this.session, profile, this.profiles, this.options);
      return fromEndpoint(text, live, this.session);
    } catch (error) {
      // An error on the command line or in the config file concerns the whole run, not one source.
      if (this.options.isOnlySource || !isFailure(error) || [2, 130].includes(exitOf(error))) throw error;
      return failedSource(text, profile ?? null, error);
    }
  }

  private async endpointOf(profile: string | undefined): Promise<ListEndpoint> {
    return resolveEndpoint(this.session, profile, this.profiles);
  }

  private async snapshot(text: string, of: ListEndpoint, seconds: number | undefined): Promise<ListSource> {
    const found = newestSnapshotOf(await this.snapshots(), of, {
      selection: await selectionText(this.session),
      seconds,
    });
    if (found) return fromSnapshot(text, found);
    const what = seconds === undefined ? 'no snapshot' : `no snapshot from ${text} or earlier`;
    const whose = of.profile === null ? '' : ` (profile ${of.profile})`;
    throw new CliError('no-snapshot', { problem: `${what} of ${of.endpoint}${whose}`, nearest: undefined });
  }

  private async namedSnapshot(name: string): Promise<ListSource> {
    const snapshots = await this.snapshots();
    const found = snapshots.find((one) => one.name === name);
    if (found) return fromSnapshot(name, found);
    const names = snapshots.flatMap((one) => one.name ?? []);
    const problem = `no snapshot or file named '${name}'`;
    throw new CliError('no-snapshot', { problem, nearest: nearest(name, [...names, 'now', 'last']) });
  }

  private snapshots(): Promise<Snapshot[]> {
    this.folder ??= completeSnapshots(this.session);
    return this.folder;
  }
}

/** The complete snapshots, oldest first; warns about the others. */
export async function completeSnapshots(session: Session): Promise<Snapshot[]> {
  const { snapshots, problems } = readFolder(snapshotFolder(session.ctx));
  for (const problem of problems) await warn(session, `skipped: ${problem}`);
  return snapshots;
}

interface Choice {
  /** The current selection flags: a snapshot of selected models counts only if taken with the same ones. */
  selection: string | null;
  /** Unix seconds; `undefined` for any time. */
  seconds?: number | undefined;
}

/** The newest snapshot of an endpoint that its current list can be compared with. */
export function newestSnapshotOf(
  snapshots: readonly Snapshot[],
  of: ListEndpoint,
  { selection, seconds = Number.POSITIVE_INFINITY }: Choice,
): Snapshot | undefined {
  return snapshots.findLast(
    (one) =>
      isSnapshotOf(one, of) &&
      Date.parse(one.at) / 1000 <= seconds &&
      (one.selection === null || one.selection === selection),
  );
}

/** The selection flags on this command line, as one would type them; null if there are none. */
export async function selectionText({ flags, ctx }: Session): Promise<string | null> {
  const { readCriteria } = await import('../query/criteria.ts');
  return readCriteria(flags, ctx.now() / 1000)?.words.join(' ') ?? null;
}

function fromEndpoint(name: string, { api, profile, stop }: LiveSource, { ctx }: Session): ListSource {
  let at: string | null = null;
  return {
    name,
    baseUrl: api.baseUrl,
    preset: api.preset,
    endpoint: api.baseUrl,
    profile,
    api,
    at: () => at,
    stop,
    async *parts() {
      for await (const part of readPages(api)) {
        at = new Date(ctx.now()).toISOString();
        yield part;
      }
    },
  };
}

/** One of several endpoints, for which no request can be made. */
function failedSource(name: string, profile: string | null, error: CliError): ListSource {
  return {
    name,
    baseUrl: '',
    preset: undefined,
    endpoint: null,
    profile,
    at: () => null,
    stop: () => {},
    parts: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) }),
  };
}

function fromSnapshot(name: string, snapshot: Snapshot): ListSource {
  const { endpoint, profile, at } = snapshot;
  return {
    ...fromBytes(name, async () => readSnapshot(snapshot)),
    baseUrl: endpoint,
    endpoint,
    profile,
    at: () => at,
  };
}

/** A list read from bytes; if they are a snapshot, it says which endpoint and when. */
function fromBytes(name: string, read: () => Promise<Uint8Array>): ListSource {
  let at: string | null = null;
  let endpoint: string | null = null;
  return {
    name,
    baseUrl: '',
    preset: undefined,
    get endpoint() {
      return endpoint;
    },
    profile: null,
    at: () => at,
    stop: () => {},
    async *parts(): AsyncGenerator<ListPart> {
      const bytes = await read();
      const about = readHeader(bytes);
      at = about?.at ?? null;
      endpoint = about?.endpoint ?? null;
      try {
        yield* readListBytes(bytes);
      } catch (error) {
        if (isFailure(error)) error.source = name;
        throw error;
      }
    },
  };
}

/** A snapshot's metadata, even if the file has been reformatted. */
function readHeader(bytes: Uint8Array): { at: string; endpoint: string } | undefined {
  const text = new TextDecoder().decode(bytes.subarray(0, 4096));
  if (!/^\s*\{\s*"object"\s*:\s*"snapshot"/.test(text)) return undefined;
  const at = /"at"\s*:\s*"([^"\\]+)"/.exec(text)?.[1];
  const endpoint = /"endpoint"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  if (at === undefined || endpoint === undefined || Number.isNaN(Date.parse(at))) return undefined;
  return { at, endpoint: JSON.parse(endpoint) as string };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

async function readFile(path: string): Promise<Uint8Array> {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CliError('unreadable-file', { origin: 'the command line', path, problem: describeReadError(error) });
  }
}

/** @throws CliError `unreadable-input` */
async function standardInput({ ctx }: Session): Promise<Uint8Array> {
  const lines: string[] = [];
  try {
    for (let line = await ctx.stdin.readLine(); line !== undefined; line = await ctx.stdin.readLine()) lines.push(line);
  } catch (error) {
    throw new CliError('unreadable-input', { problem: (error as Error).message });
  }
  return encode(lines.join('\n'));
}
