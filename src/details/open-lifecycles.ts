import { type LifecycleFile, Lifecycles } from './lifecycle.ts';

/**
 * Loads the lifecycle table, without prices and limits.
 * @param today `YYYY-MM-DD`
 * @param updated a newer table than the shipped one
 */
export async function openLifecycles(today: string, updated?: LifecycleFile): Promise<Lifecycles> {
  return new Lifecycles(updated ?? (await shippedLifecycle()), today);
}

export async function shippedLifecycle(): Promise<LifecycleFile> {
  return (await import('./lifecycle.json', { with: { type: 'json' } })).default;
}
