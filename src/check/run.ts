/** Runs a check: file by file, id by id. Files come through an interface; nothing here touches the disk. */
import { fileKindOf, isSkippedFile } from './files.ts';
import type { Finding, VerdictResolver } from './findings.ts';
import type { IdSet } from './ids.ts';
import { FileScanner } from './scan.ts';

/** A file that may be read. */
export interface CheckedFile {
  path: string;
  /** The path relative to the given path. */
  below: string;
  isNamed: boolean;
}

/** Why a file is skipped although nothing failed. */
export type SkipReason = 'binary' | 'large' | 'not-a-file';

/** The message for a skipped file that was named. */
const SKIPPED: Readonly<Record<SkipReason, string>> = {
  binary: 'it is not text',
  large: 'it is too large',
  'not-a-file': 'it is not a file',
};

/** Where files' bytes come from. */
export interface FileReader {
  /**
   * The chunks of a file, each valid until the next one is requested.
   * @param begin called first, with the reason if the file is skipped
   */
  read(
    path: string,
    isNamed: boolean,
    begin: (skipped: SkipReason | undefined) => void,
  ): Iterable<{ bytes: Uint8Array; length: number; from: number; to: number }>;
}

export interface CheckOptions {
  ids: IdSet;
  judge: VerdictResolver;
  /** Whether to skip a path, even if it was named. */
  excludes(path: string): boolean;
  /** Lets signals and timers run now and then; throws to end the run. */
  onProgress(files: number): Promise<void>;
  /** Called for a file that cannot be read. */
  onFailure(path: string, problem: unknown): void;
}

export interface CheckResult {
  /** How many files were read. */
  files: number;
  /** By path, line and column. */
  findings: Finding[];
}

/** Finds the ids in files that there is something to report about. */
export async function checkFiles(
  files: readonly CheckedFile[],
  reader: FileReader,
  { ids, judge, excludes, onProgress, onFailure }: CheckOptions,
): Promise<CheckResult> {
  const findings: Finding[] = [];
  let count = 0;
  for (const [index, file] of files.entries()) {
    const { path, below, isNamed } = file;
    if ((!isNamed && isSkippedFile(below)) || excludes(below) || excludes(path)) continue;
    try {
      const scan = new FileScanner(ids, fileKindOf(path));
      const begin = (skipped: SkipReason | undefined) => {
        if (skipped === undefined) count++;
        else if (isNamed) onFailure(path, new Error(SKIPPED[skipped]));
      };
      for (const { bytes, length, from, to } of reader.read(path, isNamed, begin)) {
        for (const mention of scan.scanPiece(bytes, length, from, to)) {
          if (!mention) {
            await onProgress(index);
            continue;
          }
          const verdict = judge.of(mention);
          const { line, column, text } = mention;
          if (verdict) findings.push({ path, line, column, text, verdict });
        }
        if (to - from > LONG) await onProgress(index);
      }
    } catch (problem) {
      onFailure(path, problem);
    }
    await onProgress(index);
  }
  return { files: count, findings };
}

/** After a chunk of more than this many bytes, other work gets a turn. */
const LONG = 1 << 20;
