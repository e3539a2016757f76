/** A list answer: the models, and the document they stand in. */
import { encode } from '../json/bytes.ts';
import type { RootMember } from '../json/list-scanner.ts';
import type { ModelBatch } from './batch.ts';

/** The document around the models: the server's own members before and after `data`. */
export interface ListDocument {
  before: readonly RootMember[];
  after: readonly RootMember[];
}

/** A piece of the list, in the order the server sent it. */
export interface ListPart {
  /** Valid until the next part is asked for: its bytes are used again. */
  batch: ModelBatch;
  /** The stretch of the answer that this part covers, byte for byte. */
  bytes: Uint8Array;
  /** `before` is complete from the first part on, `after` with the last. */
  document: ListDocument;
  /** Every member of the page's root besides the list, complete when the page ends: it tells where the next page is. */
  members: readonly RootMember[];
  last: boolean;
  /** It is the last part of its page: a raw list ends each page's body with a line break. */
  pageEnd: boolean;
  /** With the last part: how many models the server tells of, where it is more than came. */
  total?: number;
}

/** The document where the server's own cannot be kept: another shape, or several pages. */
export const PLAIN_DOCUMENT: ListDocument = {
  before: [{ key: 'object', keyText: encode('"object"'), value: encode('"list"') }],
  after: [],
};
