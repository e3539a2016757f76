/** Who is measured, and with which command line. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `alone` is the standalone again, with the command line that a row compares its own with. A name with `@` is the same
 * subject on another Node: `node@22.1.0`.
 * @typedef {'standalone' | 'alone' | 'node' | 'bare' | 'empty' | 'curl' | 'rg' | 'retire' | 'depdesk' | 'peer' | 'peerLoop'} SubjectName
 * @typedef {{ title: string, command: string[] }} Subject
 */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Runs a command once for each line of standard input, with the line as its last argument. It must not read
 * the other lines, so its own standard input is empty.
 */
const FOR_EACH_LINE = 'while read -r line; do "$@" "$line" </dev/null || exit; done';

/** @param {string} program */
function onPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file) && statSync(file).isFile());
}

/**
 * Everyone who is here, and a note for everyone who is not. PEER names the official CLI, NODES more Nodes to run the
 * package on, with a colon between two.
 * @param {string} folder where copies of the executables go: a file as a linker wrote it lies in the cache of the system
 *   in small pieces, and takes a tenth longer to start than its copy
 */
export function findSubjects(folder) {
  mkdirSync(folder, { recursive: true });
  /** @type {Record<string, Subject>} */
  const subjects = {};
  /** @type {string[]} */
  const notes = [];
  /** @type {(file: string) => string} */
  const copied = (file) => {
    const copy = join(folder, basename(file));
    copyFileSync(file, copy);
    return copy;
  };
  /** @type {(name: SubjectName, title: string, file: string | undefined, missing: string) => string | undefined} */
  const add = (name, title, file, missing) => {
    if (!file || !existsSync(file)) {
      notes.push(`${title} is left out: ${missing}.`);
      return undefined;
    }
    const copy = copied(file);
    subjects[name] = { title, command: [copy] };
    return copy;
  };
  const executable = here(process.platform === 'win32' ? '../dist/standalone/openai.exe' : '../dist/standalone/openai');
  const own = add('standalone', 'standalone', executable, '`npm run build:standalone` makes it');
  if (own) subjects.alone = { title: 'standalone', command: [own] };
  const script = here('../dist/openai.cjs');
  if (!existsSync(script)) notes.push('The package on Node is left out: `npm run build` makes it.');
  const nodes = [process.execPath, ...(process.env.NODES ?? '').split(delimiter).filter(Boolean)];
  for (const [place, node] of nodes.entries()) {
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1);
    const suffix = place === 0 ? '' : `@${version}`;
    if (existsSync(script))
      subjects[`node${suffix}`] = { title: `package on Node ${version}`, command: [node, script] };
    subjects[`bare${suffix}`] = { title: `bare \`node:http\`, Node ${version}`, command: [node, here('bare.cjs')] };
    subjects[`empty${suffix}`] = { title: `empty script on Node ${version}`, command: [node, here('empty.cjs')] };
  }
  add('curl', 'curl', onPath('curl'), 'it is not on PATH');
  add('rg', '`rg -w -F -f ids`', onPath('rg'), 'it is not on PATH');
  // These are scripts, which a copy would not help.
  for (const [name, title] of [
    ['retire', 'model-retire'],
    ['depdesk', 'depdesk'],
  ]) {
    const file = onPath(title);
    if (file) subjects[name] = { title, command: [file] };
    else notes.push(`${title} is left out: it is not on PATH.`);
  }
  const peer = add('peer', 'official CLI', process.env.PEER && resolve(process.env.PEER), 'PEER=path names it');
  if (peer)
    subjects.peerLoop = { title: 'official CLI, once an id', command: ['/bin/sh', '-c', FOR_EACH_LINE, 'sh', peer] };
  return { subjects, notes };
}

/** The subject that a name is of, whichever Node it runs on. @param {string} name @returns {SubjectName} */
export function kindOf(name) {
  return /** @type {SubjectName} */ (name.split('@', 1)[0]);
}
