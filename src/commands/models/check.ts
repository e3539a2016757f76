/** `models check`: finds where files name models that are going away. */
import { readFileSync } from 'node:fs';
import { liveList, openCatalog } from '../../check/catalog.ts';
import { isSkippedFolder } from '../../check/files.ts';
import { type LiveList, type ModelVerdict, VerdictResolver } from '../../check/findings.ts';
import { loadFormat } from '../../check/formats/index.ts';
import { countSeverity, type Report } from '../../check/report.ts';
import { type CheckResult, checkFiles } from '../../check/run.ts';
import { CONTEXT_BYTES } from '../../check/scan.ts';
import { lifecyclesInUse, updatedFile, updatedFiles } from '../../datasets/updated.ts';
import { ageInDays, isOld } from '../../details/datasets.ts';
import { CliError } from '../../errors/error.ts';
import { hasCode } from '../../fs/lock.ts';
import { TextPieces } from '../../fs/text-pieces.ts';
import { listFiles, type TreeFile } from '../../fs/tree.ts';
import { globTest } from '../../models/glob.ts';
import { isoDate, parseWhen } from '../../models/time.ts';
import type { ModelSource } from '../../query/source.ts';
import { note, type Session, warn } from '../../session/session.ts';
import { CHECK_FORMAT_NAMES, type CheckFormat } from '../../spec/check-flags.ts';
import { orDefault } from '../../spec/flags.ts';
import type { Exit } from '../../spec/types.ts';
import { VERSION } from '../../version.ts';
import { ScanProgress } from './check-progress.ts';

export async function modelsCheck(session: Session): Promise<Exit> {
  const { flags, args, ctx, out } = session;
  const now = ctx.now() / 1000;
  const today = isoDate(now);
  const soon = endOfSoon(orDefault(flags, 'within'), now);
  const allows = anyOf((flags.allow ?? []).map(globTest));
  const format = await loadFormat(formatOf(flags.format));

  const lifecycles = await lifecyclesInUse(session);
  const listed = flags.live || flags.from ? await readLive(session) : undefined;
  const { ids, providerOf } = openCatalog(lifecycles, flags.used || listed ? await idsWithDetails(session) : new Map());
  const live = listed && liveList(listed.models, listed.endpoint, providerOf);
  const judge = new VerdictResolver(lifecycles, { today, soon, allows, used: flags.used === true, providerOf, live });

  const problems: string[] = [];
  const onFailure = (path: string, problem: unknown) => {
    if (problem instanceof CliError) throw problem;
    if (!isNoFile(problem)) problems.push(`${path}: ${describe(problem)}`);
  };
  const progress = new ScanProgress(session);
  let result: CheckResult;
  try {
    const files = await filesOf(session, args.length > 0 ? args : ['.'], onFailure);
    const excludes = await excluder(flags.exclude ?? []);
    const onProgress = (done: number) => progress.turn(done, files.length);
    result = await checkFiles(files, new TextPieces(CONTEXT_BYTES), { ids, judge, excludes, onProgress, onFailure });
  } finally {
    await progress.end();
  }

  await reportProblems(session, problems);
  await addChanges(
    session,
    result.findings.map(({ verdict }) => verdict),
  );
  const report: Report = {
    ...result,
    today,
    datasets: lifecycles.datasets,
    used: flags.used === true,
    readFile,
    version: VERSION,
  };
  for (const chunk of format(report)) await out.write(chunk);
  await out.flush();
  await reportAge(session, lifecycles.date);
  return fails(result, orDefault(flags, 'fail-on')) ? 1 : 0;
}

/** @throws CliError of exit 2 for text that is not a time ahead */
function endOfSoon(within: string, now: number): string {
  const until = parseWhen(within, now, true);
  if (until === undefined || until < now)
    throw new CliError('bad-value', { what: '--within', value: within, want: 'a future time such as 90d, 6mo or 1y' });
  return isoDate(until);
}

function formatOf(asked: string | undefined): CheckFormat {
  return CHECK_FORMAT_NAMES.find((name) => name === asked) ?? 'text';
}

function fails({ findings }: CheckResult, failOn: 'error' | 'warning' | 'never'): boolean {
  if (failOn === 'never') return false;
  return countSeverity(findings, 'error') > 0 || (failOn === 'warning' && countSeverity(findings, 'warning') > 0);
}

/** @throws CliError of exit 2 for a path that does not exist */
async function filesOf(
  { ctx }: Session,
  paths: readonly string[],
  failed: (path: string, problem: unknown) => void,
): Promise<TreeFile[]> {
  const files = await listFiles(paths, ctx, { skipsFolder: isSkippedFolder, failed }).catch((error) => {
    const path = (error as NodeJS.ErrnoException).path ?? paths.join(', ');
    throw new CliError('unreadable-file', { origin: 'the command line', path, problem: describe(error) });
  });
  if (ctx.signal.aborted) throw new CliError('interrupted', {});
  return files;
}

async function excluder(patterns: readonly string[]): Promise<(path: string) => boolean> {
  if (patterns.length === 0) return () => false;
  const { patternTest } = await import('../../fs/walk.ts');
  return patternTest(patterns);
}

/** The list of the endpoint, or of `--from`, with the shutdown date that the list gives for each model. */
async function readLive(session: Session) {
  const { serverShutdown } = await import('../../models/shutdown.ts');
  const endpoint = await listOf(session);
  const models = new Map<string, string | null | undefined>() satisfies LiveList['models'];
  for await (const { batch } of endpoint.parts())
    for (const model of batch) {
      if (model.id === undefined) continue;
      const own = serverShutdown(model);
      models.set(model.id, own ? isoDate(own.seconds) : model.fields.shutdown_date === null ? null : undefined);
    }
  return { endpoint, models };
}

/** @throws CliError as `connect`, and for text that is not a source */
async function listOf(session: Session): Promise<ModelSource> {
  const { from } = session.flags;
  if (from !== undefined) {
    const { chooseSource } = await import('../../sources/together.ts');
    return chooseSource(session, from);
  }
  const { connect } = await import('../../session/connect.ts');
  const { endpointSource } = await import('../../query/source.ts');
  return endpointSource(await connect(session));
}

/** The ids that have details, by provider. */
async function idsWithDetails(session: Session): Promise<ReadonlyMap<string, readonly string[]>> {
  const { knownIds } = await import('../../details/index.ts');
  return knownIds(await updatedFile(session, 'table'));
}

/** Adds to each verdict what changes with the replacement; only then is the price table loaded. */
async function addChanges(session: Session, all: readonly ModelVerdict[]): Promise<void> {
  const verdicts = [...new Set(all)].filter(({ replacement }) => replacement !== undefined);
  if (verdicts.length === 0) return;
  const { changesBetween, openDetails } = await import('../../details/index.ts');
  const updated = await updatedFiles(session);
  for (const provider of new Set(verdicts.map((verdict) => verdict.provider))) {
    const details = await openDetails(provider === undefined ? {} : { provider }, updated);
    for (const verdict of verdicts)
      if (verdict.provider === provider && verdict.replacement !== undefined)
        verdict.changes = changesBetween(details.ofId(verdict.model), details.ofId(verdict.replacement));
  }
}

/** How many unreadable files are named. */
const NAMED = 10;

async function reportProblems(session: Session, problems: readonly string[]): Promise<void> {
  for (const problem of problems.slice(0, NAMED)) await warn(session, `not read: ${problem}`);
  if (problems.length > NAMED) await warn(session, `${problems.length - NAMED} more files could not be read`);
}

async function reportAge(session: Session, date: string): Promise<void> {
  const now = session.ctx.now();
  if (!isOld(date, now)) return;
  const days = ageInDays(date, now);
  await note(session, [`The model data is from ${date}, ${days} days ago. To update: openai details update`]);
}

function readFile(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Whether it is a link or a socket, which cannot be read. */
function isNoFile(problem: unknown): boolean {
  return hasCode(problem, 'ELOOP') || hasCode(problem, 'ENXIO') || hasCode(problem, 'EMLINK');
}

function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return message;
}

function anyOf(tests: readonly ((text: string) => boolean)[]): (text: string) => boolean {
  return (text) => tests.some((test) => test(text));
}
