/** Runs a check: file by file, id by id. Files come through an interface; nothing here touches a disk. */
import { fileKindOf, isForeignFile } from './files.ts';
import type { Finding, Judge } from './findings.ts';
import type { IdSet } from './ids.ts';
import { FileScan } from './scan.ts';

/** A file that may be read. */
export interface CheckedFile {
  path: string;
  /** The path below the one that was given. */
  below: string;
  isNamed: boolean;
}

/** Why a file is not read though nothing failed. */
export type SkipReason = 'binary' | 'large' | 'not-a-file';

/** What is said of such a file where it was named. */
const SKIPPED: Readonly<Record<SkipReason, string>> = {
  binary: 'it is not text',
  large: 'it is too large',
  'not-a-file': 'it is not a file',
};

/** Where the bytes of files come from. */
export interface FileReader {
  /**
   * The pieces of a file, each valid until the next is asked for.
   * @param begin told first whether it is read, and if not why
   */
  read(
    path: string,
    isNamed: boolean,
    begin: (skipped: SkipReason | undefined) => void,
  ): Iterable<{ bytes: Uint8Array; length: number; from: number; to: number }>;
}

export interface CheckOptions {
  ids: IdSet;
  judge: Judge;
  /** Whether a path is left out, even where it is named. */
  excludes(path: string): boolean;
  /** Lets signals and timers in now and then, and throws where the run is to end. */
  turn(files: number): Promise<void>;
  /** Told of a file that cannot be read. */
  failed(path: string, problem: unknown): void;
}

export interface CheckResult {
  /** How many files were read. */
  files: number;
  /** By path, line and column. */
  findings: Finding[];
}

/** Finds what is to be said of the ids in files. */
export async function check(
  files: readonly CheckedFile[],
  reader: FileReader,
  { ids, judge, excludes, turn, failed }: CheckOptions,
): Promise<CheckResult> {
  const findings: Finding[] = [];
  let count = 0;
  for (const [index, file] of files.entries()) {
    const { path, below, isNamed } = file;
    if ((!isNamed && isForeignFile(below)) || excludes(below) || excludes(path)) continue;
    try {
      const scan = new FileScan(ids, fileKindOf(path));
      const begin = (skipped: SkipReason | undefined) => {
        if (skipped === undefined) count++;
        else if (isNamed) failed(path, new Error(SKIPPED[skipped]));
      };
      for (const { bytes, length, from, to } of reader.read(path, isNamed, begin)) {
        for (const mention of scan.piece(bytes, length, from, to)) {
          if (!mention) {
            await turn(index);
            continue;
          }
          const verdict = judge.of(mention);
          const { line, column, text } = mention;
          if (verdict) findings.push({ path, line, column, text, verdict });
        }
        if (to - from > LONG) await turn(index);
      }
    } catch (problem) {
      failed(path, problem);
    }
    await turn(index);
  }
  return { files: count, findings };
}

/** After a piece of so many bytes others get a turn. */
const LONG = 1 << 20;
