/** Every fault of the suite, in the order of the table in docs/reliability.md. */
import { BOMBS } from './bombs.ts';
import { CONNECTIONS } from './connections.ts';
import { ECHOES } from './echoes.ts';
import { ENCODINGS } from './encodings.ts';
import type { FaultGroup } from './fault.ts';
import { FRAMING } from './framing.ts';
import { REASONS } from './reasons.ts';
import { REDIRECTS } from './redirects.ts';
import { RETRIES } from './retries.ts';
import { SHAPES } from './shapes.ts';
import { SIZES } from './sizes.ts';

export const GROUPS: readonly FaultGroup[] = [
  RETRIES,
  CONNECTIONS,
  REDIRECTS,
  SHAPES,
  ENCODINGS,
  FRAMING,
  SIZES,
  BOMBS,
  REASONS,
  ECHOES,
];
