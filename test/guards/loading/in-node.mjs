/** Imported by Node before a run: the same as in-bun.ts; the types of a module are taken away as the build does it. */
import { register } from 'node:module';

register(new URL('node-hooks.mjs', import.meta.url));
