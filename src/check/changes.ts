/** What changes with a replacement: prices and the context window, as the table of details has them. */
import type { Details } from '../details/details.ts';
import type { Judgment } from './findings.ts';

const NAMES = { input_price: 'input', output_price: 'output', context: 'context' } as const;

/** `input $2 -> $1.25, context 1,047,576 -> 400,000`; `undefined` where nothing changes or nothing is known. */
export function changesOf({ model, replacement }: Judgment, details: Details): string | undefined {
  if (replacement === undefined) return undefined;
  const [old, next] = [details.ofId(model), details.ofId(replacement)];
  const parts = (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((name) => {
    const [from, to] = [old.text(name), next.text(name)];
    if (!from || !to || from === to) return [];
    return [`${NAMES[name]} ${shown(name, from)} -> ${shown(name, to)}`];
  });
  return parts.length > 0 ? parts.join(', ') : undefined;
}

function shown(name: keyof typeof NAMES, text: string): string {
  return name === 'context' ? Number(text).toLocaleString('en-US') : `$${text}`;
}
