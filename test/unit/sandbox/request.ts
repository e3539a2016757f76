import { createSandbox, type SandboxHandler, type SandboxOptions } from '../../../src/sandbox/handler.ts';
import { memoryStore } from '../../../src/sandbox/state.ts';

export const FINE_TUNED = 'ft:gpt-4o-mini-2024-07-18:acemeco:support-triage:9xKqT2aB';

export interface Model {
  id: string;
  object: string;
  created: number;
  owned_by: string;
  shutdown_date?: string | null;
}

export function sandbox(options: Partial<SandboxOptions> = {}): SandboxHandler {
  return createSandbox({ store: memoryStore(), sleep: async () => {}, ...options });
}

/** A request with a good key, unless `headers` are given. */
export function request(line: string, headers: Record<string, string> = { authorization: 'Bearer sk-test' }): Request {
  const [method = '', path = ''] = line.split(' ');
  return new Request(`http://sandbox.test${path}`, { method, headers });
}

/** The line that asks for one model. */
export function modelLine(method: string, id: string): string {
  return `${method} /v1/models/${encodeURIComponent(id)}`;
}

export async function listed(handler: SandboxHandler): Promise<Model[]> {
  const response = await handler(request('GET /v1/models'));
  const body = (await response.json()) as { data: Model[] };
  return body.data;
}
