/** What the errors of deleting mean to a person. */

import type { Exit } from '../../spec/types.ts';
import type { ErrorArguments, Explanation } from '../error.ts';

type DeletingError =
  | 'needs-confirmation'
  | 'declined'
  | 'not-deleted'
  | 'unclear-deletion'
  | 'unreadable-input'
  | 'bad-id-line'
  | 'too-many-deletes'
  | 'untrusted-details'
  | 'no-journal'
  | 'partly-deleted'
  | 'deleting-interrupted';

const number = (count: number): string => count.toLocaleString('en-US');

export const DELETING_EXPLANATIONS: { [Code in DeletingError]: Explanation<ErrorArguments[Code]> } = {
  'needs-confirmation': {
    exit: 2,
    text: (a) => `${a.what} asks first, and ${a.why}`,
    next: (a) => `Give ${a.flag} to go ahead${a.preview ? `; ${a.preview} shows what would be deleted` : ''}.`,
  },
  declined: { exit: 1, text: () => 'nothing was deleted' },
  'not-deleted': {
    exit: 1,
    text: (a) => `the server did not delete '${a.id}': it answered ${a.said}`,
  },
  'unclear-deletion': {
    exit: 1,
    text: (a) => `it is not known whether '${a.id}' was deleted: the server answered ${a.status}, but does not say so`,
  },
  'unreadable-input': {
    exit: 2,
    text: (a) => `standard input cannot be read: ${a.problem}`,
    next: () => 'Nothing was deleted. Pipe in ids, one a line (--ids), or one JSON object a line (--format jsonl).',
  },
  'bad-id-line': {
    exit: 2,
    text: (a) => `line ${number(a.line)} of the input ${a.problem}`,
    next: () => 'Nothing was deleted. Pipe in ids, one a line (--ids), or one JSON object a line (--format jsonl).',
  },
  'too-many-deletes': {
    exit: 2,
    text: (a) =>
      `this would delete ${number(a.planned)} ${a.planned === 1 ? 'model' : 'models'}, and --max-deletes is ${number(a.most)}`,
    next: (a) => `Nothing was deleted. See them with --dry-run; --max-deletes ${a.planned} allows that many.`,
  },
  'untrusted-details': {
    exit: 2,
    text: (a) =>
      `${a.flag} relies on the dataset, not the server, for ${number(a.models)} ${a.models === 1 ? 'model' : 'models'}, not the server's`,
    next: () => 'Nothing was deleted. See the plan with --dry-run; --trust-details deletes on that word.',
  },
  'no-journal': {
    exit: 1,
    text: (a) => `the journal of deletions cannot be written${a.path ? ` (${a.path})` : ''}: ${a.problem}`,
    next: (a) =>
      `Nothing is deleted without it. ${a.path ? 'Set XDG_STATE_HOME to use another folder.' : 'Set XDG_STATE_HOME to a folder for it.'}`,
  },
  'partly-deleted': {
    exit: (a) => a.exit as Exit,
    text: (a) => a.summary,
    said: (a) => a.left.join('\n'),
    next: (a) => a.next.join(' ') || undefined,
  },
  'deleting-interrupted': {
    exit: 130,
    text: (a) => `interrupted: ${a.summary}`,
    said: (a) => a.left.join('\n'),
    next: () => 'What was sent is in the journal: openai models delete --journal',
  },
};
