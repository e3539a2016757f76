/** A terminal session as an SVG: the text and colors that the product really wrote, cell by cell. */

const CELL = { width: 8.4, height: 19 };
const PADDING = 18;
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const BACKGROUND = '#10151c';
const PLAIN = '#d5dce5';

/** The colors of the codes that the product writes: SGR 31, 32, 33 and 36. */
const COLORS = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 36: '#79c0ff' };

/**
 * @param {readonly { command: string, output: string }[]} steps what was typed, and what came, with its escape codes
 * @param {number} columns
 */
export function picture(steps, columns) {
  const lines = steps.flatMap(({ command, output }, step) => [
    ...(step > 0 ? [''] : []),
    `$ ${command}`,
    ...output.replace(/\n$/, '').split('\n'),
  ]);
  const width = Math.ceil(columns * CELL.width + 2 * PADDING);
  const height = lines.length * CELL.height + 2 * PADDING;
  const texts = lines.map((line, row) => textOf(line, PADDING + (row + 0.75) * CELL.height)).filter(Boolean);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(steps.map(({ command }) => command).join('; '))}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="${FONT}" font-size="14" fill="${PLAIN}" xml:space="preserve">`,
    ...texts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** A line; each piece of one style has its own place, so that columns stay columns in any font. */
function textOf(line, y) {
  const pieces = piecesOf(line).filter(({ text }) => text.trim() !== '');
  const spans = pieces.map(({ text, at, style }) => {
    const lead = text.length - text.trimStart().length;
    const shown = text.trim();
    const place = `x="${(PADDING + (at + lead) * CELL.width).toFixed(1)}" textLength="${(shown.length * CELL.width).toFixed(1)}"`;
    return `<tspan ${place}${style}>${escapeXml(shown)}</tspan>`;
  });
  return spans.length === 0 ? '' : `<text y="${y}">${spans.join('')}</text>`;
}

/** The stretches of a line between its escape codes and between its columns. */
function piecesOf(line) {
  const pieces = [];
  const state = { bold: false, dim: false, color: '' };
  let at = 0;
  for (const [, code, text] of line.matchAll(/\x1b\[(\d*)m|([^\x1b]+?(?: {2,}|(?=\x1b)|$))/g)) {
    if (text === undefined) set(state, Number(code));
    else {
      pieces.push({ text, at, style: styleOf(state) });
      at += text.length;
    }
  }
  return pieces;
}

function set(state, code) {
  if (code === 1) state.bold = true;
  else if (code === 2) state.dim = true;
  else if (code === 22) state.bold = state.dim = false;
  else if (code === 39) state.color = '';
  else if (COLORS[code]) state.color = COLORS[code];
  else throw new Error(`the picture knows no code ${code}`);
}

function styleOf({ bold, dim, color }) {
  return [bold && ' font-weight="bold"', dim && ' fill-opacity="0.6"', color && ` fill="${color}"`]
    .filter(Boolean)
    .join('');
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
