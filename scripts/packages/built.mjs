/** What an executable says of itself: the platform by its header, the version by the record written beside it. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { targetOf } from './targets.mjs';

/** How much of a file holds its headers, and for ELF the path of its loader. */
const HEADER = 4096;

const ELF_MACHINES = { 62: 'x64', 183: 'arm64' };
const MACHO_CPUS = { 16777223: 'x64', 16777228: 'arm64' };
const PE_MACHINES = { 34404: 'x64', 43620: 'arm64' };

/**
 * The platform that a file is an executable for.
 * @param {string} file
 * @returns {{ os?: string, cpu?: string, libc?: string }} empty for anything else
 */
export function platformOf(file) {
  const head = Buffer.alloc(HEADER);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, head, 0, HEADER, 0);
  } finally {
    closeSync(fd);
  }
  if (head.toString('latin1', 0, 4) === '\x7fELF')
    return {
      os: 'linux',
      cpu: ELF_MACHINES[head.readUInt16LE(18)],
      libc: head.includes('/lib/ld-musl-') ? 'musl' : 'glibc',
    };
  if (head.readUInt32LE(0) === 0xfeedfacf) return { os: 'darwin', cpu: MACHO_CPUS[head.readUInt32LE(4)] };
  const pe = Math.min(head.readUInt32LE(60), HEADER - 6);
  if (head.toString('latin1', 0, 2) === 'MZ' && head.toString('latin1', pe, pe + 4) === 'PE\0\0')
    return { os: 'win32', cpu: PE_MACHINES[head.readUInt16LE(pe + 4)] };
  return {};
}

/** @param {string} file */
function digestOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

const recordOf = (file) => `${file.replace(/\.exe$/, '')}.json`;

/** Writes down what was built, beside it. @param {string} file @param {string} target @param {string} version */
export function recordBuild(file, target, version) {
  writeFileSync(recordOf(file), `${JSON.stringify({ target, version, sha256: digestOf(file) }, null, 2)}\n`);
}

/**
 * Throws unless the file is this version's executable for the target, untouched since it was built.
 * @param {string} file @param {string} name the target @param {string} version
 */
export function checkBuild(file, name, version) {
  const { os, cpu, libc } = targetOf(name);
  const found = platformOf(file);
  if (found.os !== os || found.cpu !== cpu || found.libc !== libc)
    throw new Error(`${file} is no executable for ${name}: ${JSON.stringify(found)}`);
  if (!existsSync(recordOf(file))) throw new Error(`${recordOf(file)} is missing: build ${name} again`);
  const record = JSON.parse(readFileSync(recordOf(file), 'utf8'));
  if (record.target !== name || record.version !== version)
    throw new Error(`${file} is ${record.version} for ${record.target}, not ${version} for ${name}: build it again`);
  if (record.sha256 !== digestOf(file)) throw new Error(`${file} was changed after it was built`);
}
