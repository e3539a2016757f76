/** Who is measured, and with which command line. */
import { existsSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {'standalone' | 'node' | 'bare' | 'empty' | 'curl' | 'peer' | 'peerLoop'} SubjectName
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

/** Everyone who is here, and a note for everyone who is not. */
export function findSubjects() {
  /** @type {Partial<Record<SubjectName, Subject>>} */
  const subjects = {
    bare: { title: 'bare `node:http`', command: [process.execPath, here('bare.mjs')] },
    empty: { title: 'empty script on Node', command: [process.execPath, here('empty.mjs')] },
  };
  /** @type {string[]} */
  const notes = [];
  /** @type {(name: SubjectName, title: string, file: string | undefined, before: string[], missing: string) => void} */
  const add = (name, title, file, before, missing) => {
    if (file && existsSync(file)) subjects[name] = { title, command: [...before, file] };
    else notes.push(`${title} is left out: ${missing}.`);
  };
  const executable = here(process.platform === 'win32' ? '../dist/standalone/openai.exe' : '../dist/standalone/openai');
  add('standalone', 'standalone', executable, [], '`npm run build:standalone` makes it');
  add('node', 'package on Node', here('../dist/openai.cjs'), [process.execPath], '`npm run build` makes it');
  add('curl', 'curl', onPath('curl'), [], 'it is not on PATH');
  const peer = process.env.PEER && resolve(process.env.PEER);
  add('peer', 'official CLI', peer, [], 'PEER=path names it');
  if (subjects.peer) add('peerLoop', 'official CLI, once an id', peer, ['/bin/sh', '-c', FOR_EACH_LINE, 'sh'], '');
  return { subjects, notes };
}
