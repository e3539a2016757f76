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
    text: (a) => `${a.what} needs confirmation, but ${a.why}`,
    next: (a) => `Pass ${a.flag} to go ahead${a.preview ? `, or ${a.preview} to see what would be deleted` : ''}.`,
  },
  declined: { exit: 1, text: () => 'nothing was deleted' },
  'not-deleted': {
    exit: 1,
    text: (a) => `the server did not delete '${a.id}': it responded with ${a.said}`,
  },
  'unclear-deletion': {
    exit: 1,
    text: (a) => `it is unknown whether '${a.id}' was deleted: the server returned ${a.status} without confirming it`,
  },
  'unreadable-input': {
    exit: 2,
    text: (a) => `standard input cannot be read: ${a.problem}`,
    next: () => 'Nothing was deleted. Pipe in one id per line (--ids) or one JSON object per line (--format jsonl).',
  },
  'bad-id-line': {
    exit: 2,
    text: (a) => `line ${number(a.line)} of the input ${a.problem}`,
    next: () => 'Nothing was deleted. Pipe in one id per line (--ids) or one JSON object per line (--format jsonl).',
  },
  'too-many-deletes': {
    exit: 2,
    text: (a) =>
      `this would delete ${number(a.planned)} ${a.planned === 1 ? 'model' : 'models'}, but --max-deletes is ${number(a.most)}`,
    next: (a) => `Nothing was deleted. See them with --dry-run, or allow that many with --max-deletes ${a.planned}.`,
  },
  'untrusted-details': {
    exit: 2,
    text: (a) =>
      `${a.flag} relies on the dataset, not the server, for ${number(a.models)} ${a.models === 1 ? 'model' : 'models'}`,
    next: () => 'Nothing was deleted. See the plan with --dry-run, or delete anyway with --trust-details.',
  },
  'no-journal': {
    exit: 1,
    text: (a) => `cannot write the deletion journal${a.path ? ` (${a.path})` : ''}: ${a.problem}`,
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
    next: () => 'The journal has every request that was sent: openai models delete --journal',
  },
};
