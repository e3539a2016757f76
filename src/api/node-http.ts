/**
 * node:http and node:https as loaded by `require`. An `import` of either reads all its exports, and since Node 22 one
 * of them is a getter that loads a separate HTTP client, for WebSocket: a needless 40 ms.
 */

import type { request } from 'node:https';
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** The `request` function for this protocol (`https:`, else http). Loads its module now. */
export function requestFunctionFor(protocol: string): typeof request {
  return load(protocol === 'https:' ? 'node:https' : 'node:http').request;
}
