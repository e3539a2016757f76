/** What is asked of every server: command lines, in this order. A program says what each must come to. */

export const KEY = 'sk-test-SECRET';
export const MISSING = 'no-such-model';

/**
 * @typedef {object} Ids The models of a program.
 * @property {string} plain
 * @property {string} slash
 * @property {string} colon
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {(ids: Ids) => string[]} args
 * @property {string} [key] another key than the right one; empty for none
 *
 * @typedef {object} Expected What a step must come to.
 * @property {number} exit
 * @property {readonly string[]} [ids] the ids that are shown, in this order; none are where this is missing
 * @property {string} [says] a part of what is said on stderr; nothing is said where this is missing
 */

export const STEPS = /** @satisfies {Record<string, Step>} */ ({
  list: { title: '`list`', args: () => ['list', '--format', 'json'] },
  table: { title: '`list --format table`', args: () => ['list', '--format', 'table'] },
  ids: { title: '`list --ids`', args: () => ['list', '--ids'] },
  plain: { title: '`retrieve`', args: ({ plain }) => ['retrieve', plain, '--format', 'json'] },
  slash: { title: '`retrieve`, `/` in the id', args: ({ slash }) => ['retrieve', slash, '--format', 'json'] },
  colon: { title: '`retrieve`, `:` in the id', args: ({ colon }) => ['retrieve', colon, '--format', 'json'] },
  missing: { title: '`retrieve`, no such model', args: () => ['retrieve', MISSING, '--format', 'json'] },
  deletion: { title: '`delete`', args: ({ colon }) => ['delete', colon, '--format', 'json'] },
  after: { title: '`list --ids` after that', args: () => ['list', '--ids'] },
  nothing: { title: '`delete`, no such model', args: () => ['delete', MISSING, '--format', 'json'] },
  wrongKey: { title: '`list`, wrong key', args: () => ['list', '--ids'], key: 'sk-wrong-SECRET' },
  noKey: { title: '`list`, no key', args: () => ['list', '--ids'], key: '' },
});

/** @typedef {keyof typeof STEPS} StepName */
/** @typedef {Readonly<Record<StepName, Expected>>} Expectations */
