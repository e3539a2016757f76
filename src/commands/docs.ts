/** `docs man`: writes the manual pages to files; `@manpages` is the name that the official CLI's scripts use. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { manualPages } from '../cli/manual.ts';
import { referencePage } from '../cli/reference.ts';
import { CliError } from '../errors/error.ts';
import { makeFolder, replaceFile } from '../fs/replace.ts';
import { note, type Session } from '../session/session.ts';

/** Where the official CLI writes when no folder is named. */
const USUAL_FOLDER = 'man';

/** @throws CliError `needs-flag`, `state-failed` */
export async function docsMan(session: Session): Promise<0> {
  const { output, gzip } = session.flags;
  if (output === undefined) throw new CliError('needs-flag', { flag: 'openai docs man', needs: '--output DIR' });
  writePages(output, { plain: !gzip, compressed: gzip ?? false });
  await note(session, [
    `The manual is in ${output}. Open it: man -l ${join(output, gzip ? 'openai.1.gz' : 'openai.1')}`,
  ]);
  return 0;
}

/** Compressed unless told otherwise, in the folder for section 1. */
export async function manpages(session: Session): Promise<0> {
  const { output = USUAL_FOLDER, gzip = true, text = false } = session.flags;
  writePages(join(output, 'man1'), { plain: text, compressed: gzip });
  await note(session, [`The manual is in ${output}.`]);
  return 0;
}

function writePages(folder: string, as: { plain: boolean; compressed: boolean }): void {
  makeOutput(folder);
  for (const { file, text } of manualPages()) {
    if (as.plain) write(join(folder, file), text);
    // It has no timestamp, so the same page always gives the same file.
    if (as.compressed) write(join(folder, `${file}.gz`), gzipSync(text, { level: 9 }));
  }
}

function makeOutput(folder: string): void {
  const fail = (problem: string) =>
    new CliError('state-failed', { path: folder, problem, next: 'Choose another folder with --output DIR.' });
  const inTheWay = existing(folder);
  if (!statSync(inTheWay).isDirectory()) throw fail(`${inTheWay} is a file, not a folder`);
  try {
    makeFolder(folder, 0o777);
  } catch (error) {
    throw fail((error as Error).message);
  }
}

/** The path itself, or its nearest parent that exists. */
function existing(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existing(dirname(path));
}

function write(path: string, content: string | Uint8Array): void {
  try {
    replaceFile(path, content, writeFileSync, 0o644);
  } catch (error) {
    throw new CliError('state-failed', { path, problem: (error as Error).message, next: undefined });
  }
}

// `docs reference`: the reference page.

export async function docsReference({ out }: Session): Promise<0> {
  await out.write(referencePage());
  return 0;
}
