/**
 * The explorer without a screen: a numbered list and a prompt, for terminals that cannot move the cursor (`TERM=dumb`)
 * and for people who listen to theirs.
 */
import type { Model } from '../models/model.ts';
import { renderCard } from '../output/cards.ts';
import { type Chunk, type Line, span } from '../output/terminal-text.ts';
import { fieldText, fitColumns, sampleOf } from './fields.ts';
import type { ExplorerContext, LoadedList } from './state.ts';

/** Models shown at a time. */
const PAGE = 15;
const ASK = "A number, search text, 'more', 'all', 'print NUMBER', 'help' or 'quit': ";
const HELP = [
  'NUMBER        show that model',
  'TEXT          search: letters in order, words in any order',
  'more          show more models',
  'all           clear the search',
  'print NUMBER  print the id and quit',
  'quit          quit',
];

export interface NumberedOptions {
  about: ExplorerContext;
  listed: LoadedList;
  order: Uint32Array;
  write(...chunks: Chunk[]): Promise<void>;
  /** The next line typed; `undefined` at the end of input. */
  ask(question: string): Promise<string | undefined>;
}

/** Runs until the user leaves; returns the chosen id, if any. */
export async function runNumberedPrompt({
  about,
  listed,
  order,
  write,
  ask,
}: NumberedOptions): Promise<string | undefined> {
  const { models, index } = listed;
  let shown = order;
  let next = 0;
  const page = async () => {
    const end = Math.min(next + PAGE, shown.length);
    const places = Array.from(shown.subarray(next, end));
    await write(
      lines(
        about,
        places.map((position) => models.at(position)),
        next,
      ),
    );
    next = end;
    const total = shown.length.toLocaleString('en-US');
    await write([[shown.length === 0 ? 'No model matches.' : `${next.toLocaleString('en-US')} of ${total} models.`]]);
  };
  const modelAt = (text: string): Model | undefined => {
    const position = /^\d{1,9}$/.test(text) ? shown[Number(text) - 1] : undefined;
    return position === undefined ? undefined : models.at(position);
  };
  await write([[span('bold', about.title)]]);
  await page();
  for (;;) {
    const typed = (await ask(ASK))?.trim();
    const print = /^print +(\d+)$/.exec(typed ?? '')?.[1];
    if (typed === undefined || typed === 'quit' || typed === 'q') return undefined;
    if (typed === 'help' || typed === '?') await write(HELP.map((text): Line => [text]));
    else if (typed === 'more' || typed === '') await page();
    else if (print !== undefined || /^\d+$/.test(typed)) {
      const model = modelAt(print ?? typed);
      if (!model) await write([[`No number ${print ?? typed}.`]]);
      else if ((print !== undefined || about.prints) && model.id !== undefined) return model.id;
      else await write(card(about, model));
    } else {
      shown = typed === 'all' ? order : index.search(typed, order).indexes;
      next = 0;
      await page();
    }
  }
}

function card({ knowledge, sections }: ExplorerContext, { bytes, start, end }: Model): Line[] {
  return renderCard(bytes, start, end, { width: undefined, now: knowledge.now, sections });
}

/** One line per model: the number, the id, and what else is known, in words. */
function lines({ columns, knowledge }: ExplorerContext, models: readonly Model[], before: number): Line[] {
  const { now } = knowledge;
  const fields = fitColumns(
    columns,
    sampleOf(models.length, (i) => models[i] as Model),
    Number.POSITIVE_INFINITY,
    now,
  );
  return models.map((model, i): Line => {
    const texts = fields.flatMap((field) => {
      const { text } = fieldText(field, model, now);
      if (field.column.declaredName === 'id' || text === '') return [];
      return [`${field.title.toLowerCase()} ${text}`];
    });
    const others = texts.length > 0 ? `: ${texts.join(', ')}` : '';
    return [`${before + i + 1}. `, span('bold', model.id ?? '(no id)'), others];
  });
}
