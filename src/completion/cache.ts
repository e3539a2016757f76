/**
 * The ids that completion offers: a file for each endpoint, profile and key, in the state folder. A line with the time, in
 * milliseconds since 1970, then a line for each model: its id, a tab, one line about it. It holds neither keys nor
 * addresses.
 */
import { joinPath, stateFolder } from '../config/paths.ts';
import type { Candidate } from './candidate.ts';
import type { World } from './world.ts';

/** What tells one list of models from another. */
export interface Endpoint {
  profile: string | undefined;
  /** Without query and trailing slashes. */
  baseUrl: string;
  organization: string | undefined;
  project: string | undefined;
}

/** The same for one key, whose fingerprint is known. */
export interface Account extends Endpoint {
  fingerprint: string;
}

export interface KnownModels {
  /** When the server was asked, in milliseconds since 1970. */
  asked: number;
  models: readonly Candidate[];
}

/** More than this no shell shows; the rest of a longer list is left out. */
export const MOST_MODELS = 20_000;

/** Where the ids of an account are kept; `undefined` without a home. */
export function cachePath(account: Account, ctx: Pick<World, 'env' | 'home' | 'platform'>): string | undefined {
  const folder = stateFolder(ctx);
  const { profile, baseUrl, organization, project, fingerprint } = account;
  const name = digest([profile ?? '', baseUrl, organization ?? '', project ?? '', fingerprint].join('\n'));
  return folder === undefined ? undefined : joinPath(folder, 'completion', `${name}.txt`);
}

/** The file that says when the server was asked last, whatever came of it. */
export function askedPath(path: string): string {
  return path.replace(/txt$/, 'asked');
}

export function formatKnown({ asked, models }: KnownModels): string {
  const lines = models.slice(0, MOST_MODELS).map(({ value, hint }) => `${value}\t${hint ?? ''}\n`);
  return `${asked}\n${lines.join('')}`;
}

/**
 * The models whose lines hold `typed`, whatever the case of its letters: a long list has to be quick too.
 * @returns `undefined` for a text that is no such file
 */
export function parseKnown(text: string, typed: string): KnownModels | undefined {
  const [head = '', ...lines] = text.split('\n');
  const asked = Number(head || 'none');
  if (!Number.isSafeInteger(asked) || asked < 0) return undefined;
  const wanted = typed.toLowerCase();
  const near = lines.filter((line) => line !== '' && line.toLowerCase().includes(wanted));
  const models = near.map((line) => {
    const tab = line.indexOf('\t');
    return { value: line.slice(0, tab), hint: line.slice(tab + 1) };
  });
  return { asked, models };
}

/** 64 bits of FNV-1a, in two halves: names for files, and no way back to an address. */
function digest(text: string): string {
  return [0x811c9dc5, 0x9747b28c].map((seed) => half(text, seed)).join('');
}

function half(text: string, seed: number): string {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
