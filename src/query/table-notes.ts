/** Notes below a table: what its cells do not say, limited to what is on the screen. */
import { BASE_MARK, HINT_MARK } from '../output/model-table.ts';
import type { TableNotes } from '../output/renderer.ts';
import type { DetailSource } from './details.ts';

/** The hint where columns can be chosen. */
export const COLUMNS_HINT = 'widen the terminal or use --columns';

/** The notes below a table, limited to what is on the screen. */
export function tableNotes(
  notes: TableNotes,
  details: DetailSource | undefined,
  hint = 'widen the terminal',
): string[] {
  const { droppedColumns, sharedValues, omittedRows, hints, hasBaseDates, hasPrices } = notes;
  const lines: string[] = [];
  if (omittedRows > 0)
    lines.push(
      `${omittedRows.toLocaleString('en-US')} more rows are not shown. Narrow the list, or use --format csv or jsonl.`,
    );
  if (sharedValues.length > 0)
    lines.push(`${sharedValues.map(({ column, text }) => `${capital(column)} of all: ${text}`).join('. ')}.`);
  if (droppedColumns.length > 0) lines.push(`No room for ${droppedColumns.join(', ')}: ${hint}.`);
  if (details && (hints.details || hints.shutdown)) {
    if (hints.details) lines.push(`Details not from the server: ${details.name} (${details.date}).`);
    if (hints.shutdown) lines.push(`${HINT_MARK} marks dates not from the server: ${details.lifecycles}.`);
  }
  if (hasBaseDates) lines.push(`${BASE_MARK} marks dates of the base model.`);
  if (hasPrices) lines.push('$/M: US dollars per million tokens.');
  if (details?.age && (hints.details || hints.shutdown)) lines.push(details.age);
  return lines;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
