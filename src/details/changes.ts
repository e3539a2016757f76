/** What changes when one model replaces another. */
import type { ModelDetails } from './model-details.ts';

const NAMES = { input_price: 'input', output_price: 'output', context: 'context' } as const;

/** `input $2 -> $1.25, context 1,047,576 -> 400,000`; `undefined` if nothing is known to change. */
export function changesBetween(old: ModelDetails, next: ModelDetails): string | undefined {
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
