/** The tables of every server in docs/servers.md. Base URLs and auth are the presets', where there is one. */
import { HOSTED } from './hosted.mjs';
import { LOCAL } from './local.mjs';
import { markdown } from './markdown.mjs';
import { PROGRAMS } from './programs.mjs';

/**
 * @typedef {object} Server
 * @property {string} [preset] its name in src/servers/titles.ts
 * @property {string} [title] where it has no preset, or stands for a variant of one
 * @property {string} [baseUrl] where it has no preset, or stands elsewhere
 * @property {string} [auth] where the preset's is not the whole story
 * @property {string} list the member that holds the models
 * @property {string} retrieve
 * @property {string} delete
 * @property {string} paging
 * @property {string} [notes]
 * @property {'R' | 'P' | 'S' | 'K' | 'D' | 'U'} sure recorded from the server; recorded by others; read in its source,
 *   its SDK's types or its documentation; not verified
 *
 * @typedef {{ title: string, baseUrl: string, auth: string }} Preset
 * @typedef {Readonly<Record<string, Preset>>} Presets
 */

const GROUPS = /** @type {Readonly<Record<string, readonly Server[]>>} */ ({ hosted: HOSTED, local: LOCAL });
const KNOWN = {
  R: 'recorded shape',
  P: 'recorded shape',
  S: 'documented only',
  K: 'documented only',
  D: 'documented only',
  U: 'not verified',
};

/**
 * Where the servers of a group are, how they take a key and how they are known.
 * @param {string} group
 * @param {Presets} presets
 */
export function addressTable(group, presets) {
  const rows = serversOf(group, presets).map((server) => {
    const preset = presetOf(server, presets);
    return [
      titleOf(server, presets),
      server.preset === undefined ? '-' : `\`${server.preset}\``,
      `\`${server.baseUrl ?? preset?.baseUrl}\``,
      server.auth ?? preset?.auth ?? '',
      PROGRAMS.some(({ preset: run }) => run === server.preset) ? 'run here' : KNOWN[server.sure],
    ];
  });
  return `${markdown(['server', 'preset', 'base URL', 'auth', 'how it is known'], rows)}\n`;
}

/**
 * What the servers of a group answer.
 * @param {string} group
 * @param {Presets} presets
 */
export function answerTable(group, presets) {
  const rows = serversOf(group, presets).map((server) => [
    titleOf(server, presets),
    server.list,
    server.retrieve,
    server.delete,
    server.paging,
    server.notes ?? '-',
  ]);
  return `${markdown(['server', 'models in', 'retrieve', 'delete', 'paging', 'peculiar'], rows)}\n`;
}

/**
 * @param {string} group
 * @param {Presets} presets
 */
function serversOf(group, presets) {
  const servers = GROUPS[group];
  if (!servers) throw new Error(`no such group of servers: ${group}`);
  const all = Object.values(GROUPS).flat();
  const missing = Object.keys(presets).filter((name) => !all.some(({ preset }) => preset === name));
  if (missing.length > 0) throw new Error(`presets without a row in scripts/servers/: ${missing.join(', ')}`);
  return servers;
}

/**
 * @param {Server} server
 * @param {Presets} presets
 */
function presetOf({ preset: name }, presets) {
  if (name === undefined) return undefined;
  const preset = presets[name];
  if (!preset) throw new Error(`no such preset: ${name}`);
  return preset;
}

/**
 * @param {Server} server
 * @param {Presets} presets
 */
function titleOf(server, presets) {
  return server.title ?? presetOf(server, presets)?.title ?? '';
}
