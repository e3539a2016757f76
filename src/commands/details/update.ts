/** `details update`: fetches newer datasets, or with `--reset` goes back to the shipped ones. */
import type { ReplacedFile } from '../../datasets/update.ts';
import { countRows, primarySource } from '../../details/datasets.ts';
import { CliError } from '../../errors/error.ts';
import { note, type Session } from '../../session/session.ts';

export async function detailsUpdate(session: Session): Promise<0> {
  const { from, reset } = session.flags;
  const { resetDetails, updateDetails } = await import('../../datasets/update.ts');
  if (reset) {
    if (from) throw new CliError('conflict', { flags: ['--reset', '--from'] });
    const gone = resetDetails(session);
    await note(session, [
      gone.length > 0
        ? `Removed ${gone.join(' and ')}. Using the bundled details.`
        : 'Already using the bundled details.',
    ]);
    return 0;
  }
  if (from && from.length > 1) throw new CliError('flag-twice', { flag: '--from' });
  const replaced = await updateDetails(session, from?.[0]);
  if (replaced.length === 0) await note(session, ['Already up to date.']);
  for (const one of replaced) await note(session, [receiptOf(one)]);
  return 0;
}

const TITLES = { table: 'Limits and prices', lifecycle: 'Shutdowns and replacements' } as const;

function receiptOf({ name, path, file }: ReplacedFile): string {
  const date = primarySource(name, file)?.date ?? '';
  return `${TITLES[name]} of ${countRows(file).toLocaleString('en-US')} models, as of ${date}: ${path}`;
}
