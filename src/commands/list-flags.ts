/** Which flags of `models list` go together. */
import { CliError } from '../errors.ts';
import type { ShownFormat } from '../output/formats.ts';
import type { FlagName, FlagValues } from '../spec/flags.ts';
import { SELECTION_FLAGS } from '../spec/selection-flags.ts';

/** The formats that show columns. */
export const COLUMN_FORMATS: readonly ShownFormat[] = ['table', 'csv', 'tsv', 'markdown'];

/** What would change a body that is shown byte for byte. */
const NOT_RAW: readonly FlagName[] = [...SELECTION_FLAGS, 'exit-code', 'details'];

/** @throws CliError `conflict` (exit 2) */
export function checkListFlags(flags: FlagValues, format: ShownFormat): void {
  const own = flags.ids ? '--ids' : flags.count ? '--count' : undefined;
  if (flags.ids && flags.count) throw conflict('--ids', '--count');
  if (own && flags.format && flags.format !== 'auto' && flags.format !== 'text') throw conflict(own, formatOf(flags));
  if (own && flags.transform) throw conflict(own, '--transform');
  if (own && flags.columns) throw conflict(own, '--columns');
  const changing = format === 'raw' ? NOT_RAW.find((name) => isOn(flags, name)) : undefined;
  if (changing) throw conflict(`--${changing}`, '--format raw');
  checkColumnFlags(flags, format);
}

/** The same for one model. */
export function checkOneFlags(flags: FlagValues, format: ShownFormat): void {
  if (flags.details && format === 'raw') throw conflict('--details', '--format raw');
  checkColumnFlags(flags, format);
}

/** @throws CliError `conflict` where a format has no columns to choose, or no header to leave out */
function checkColumnFlags(flags: FlagValues, format: ShownFormat): void {
  const inColumns = COLUMN_FORMATS.includes(format);
  if (flags.columns && flags.transform) throw conflict('--columns', '--transform');
  if (flags.columns && !inColumns) throw conflict('--columns', formatOf(flags));
  if (flags['no-headers'] && !inColumns) throw conflict('--no-headers', formatOf(flags));
}

/** `--max-items -1` asks for nothing. */
function isOn(flags: FlagValues, name: FlagName): boolean {
  const value = flags[name];
  return name === 'max-items' ? Number(value ?? -1) >= 0 : value !== undefined && value !== false;
}

function formatOf({ format = 'auto' }: FlagValues): string {
  return `--format ${format}`;
}

function conflict(a: string, b: string): CliError {
  return new CliError('conflict', { flags: [a, b] });
}
