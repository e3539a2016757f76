import { Lifecycles } from './lifecycle.ts';

/** Loads the table of lifecycles, and nothing of prices and limits. `today` is `YYYY-MM-DD`. */
export async function openLifecycles(today: string): Promise<Lifecycles> {
  const { default: file } = await import('./lifecycle.json', { with: { type: 'json' } });
  return new Lifecycles(file, today);
}
