/**
 * node:http and node:https as `require` loads them. An import of either reads all that it exports, and since Node 22 one
 * of these exports is a getter that loads an HTTP client of its own, for a WebSocket: 40 ms that nobody asked for.
 */

import type { request } from 'node:https';
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** What sends a request of this protocol (`https:`, else http); its module is loaded now. */
export function requestOf(protocol: string): typeof request {
  return load(protocol === 'https:' ? 'node:https' : 'node:http').request;
}
