/** What a command line asks to delete, before anything is sent: ids that somebody named, or a selection. */

import { checkModelId } from '../../api/address.ts';
import { readIds } from '../../deletion/ids.ts';
import { CliError } from '../../errors.ts';
import type { FlagName, FlagValues } from '../../spec/flags.ts';
import { SELECTION_FLAGS } from '../../spec/selection-flags.ts';
import { type Selection, selectionOf } from '../selection.ts';
import type { Session } from '../session.ts';

/** What `-` stands for: the ids on standard input. */
export const STDIN = '-';

export type Order =
  /** `named`: exactly one id, on the command line itself. */
  { kind: 'ids'; ids: readonly string[]; named: boolean } | { kind: 'selection'; selection: Selection };

/**
 * Reads it, standard input included.
 * @throws CliError of exit 2 for ids and flags that cannot be used
 */
export async function readOrder(session: Session): Promise<Order> {
  const { flags, args } = session;
  const selecting = SELECTION_FLAGS.find((name) => isOn(flags, name));
  if (flags.model !== undefined || args.length > 0) {
    if (selecting) throw new CliError('conflict', { flags: [`--${selecting}`, 'ids'] });
    if (flags.any) throw new CliError('needs-flag', { flag: '--any', needs: SELECTING });
    const ids = new Set<string>();
    for await (const id of givenIds(session)) ids.add(checkModelId(id));
    return { kind: 'ids', ids: [...ids], named: ids.size === 1 && !args.includes(STDIN) };
  }
  const selection = selecting && selectionOf(session);
  if (!selection?.criteria) {
    if (flags.any || selecting) throw new CliError('needs-flag', { flag: flagOf(flags, selecting), needs: SELECTING });
    throw new CliError('missing-model', { command: 'models delete' });
  }
  return { kind: 'selection', selection: onlyFineTuned(selection, flags) };
}

const SELECTING = 'a selection such as --search TEXT';

async function* givenIds(session: Session): AsyncGenerator<string> {
  const { flags, args } = session;
  if (flags.model !== undefined) yield flags.model;
  for (const id of args)
    if (id === STDIN) yield* pipedIds(session);
    else yield id;
}

function pipedIds({ ctx }: Session): AsyncGenerator<string> {
  return readIds(() =>
    ctx.stdin.readLine().catch((error: Error) => {
      throw new CliError('unreadable-input', { problem: error.message });
    }),
  );
}

/** Selections are for fine-tuned models, so `--max-items` must count those alone. */
function onlyFineTuned(selection: Selection, flags: FlagValues): Selection {
  if (flags.any) return selection;
  if (flags['no-fine-tuned']) throw new CliError('needs-flag', { flag: '--no-fine-tuned', needs: '--any' });
  return { ...selection, criteria: { ...selection.criteria, fineTuned: true } };
}

/** `--max-items -1` asks for nothing. */
function isOn(flags: FlagValues, name: FlagName): boolean {
  if (name === 'max-items') return Number(flags[name] ?? -1) >= 0;
  return flags[name] !== undefined && flags[name] !== false;
}

function flagOf(flags: FlagValues, selecting: string | undefined): string {
  return flags.any ? '--any' : `--${selecting}`;
}
