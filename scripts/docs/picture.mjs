/** A screen as an SVG: the text and styles that the product really wrote, each cell in its place. */

const CELL = { width: 8.4, height: 19 };
const PADDING = 18;
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** Of terminals on a dark and on a light ground; the colors are those of SGR 31, 32, 33 and 36. */
const LOOKS = {
  dark: {
    ground: '#10151c',
    frame: '#30363d',
    plain: '#d5dce5',
    dim: 0.6,
    colors: { 1: '#ff7b72', 2: '#7ee787', 3: '#e3b341', 6: '#79c0ff' },
  },
  light: {
    ground: '#ffffff',
    frame: '#d0d7de',
    plain: '#1f2328',
    dim: 0.7,
    colors: { 1: '#cf222e', 2: '#116329', 3: '#8a5d00', 6: '#0550ae' },
  },
};

/** @typedef {import('./screen.mjs').Piece} Piece */

/**
 * @param {readonly (readonly Piece[])[]} lines
 * @param {{ title: string, columns: number, look?: 'dark' | 'light' }} about the title is what a screen reader says
 */
export function picture(lines, { title, columns, look = 'dark' }) {
  const { ground, frame, plain } = LOOKS[look];
  const width = Math.ceil(columns * CELL.width + 2 * PADDING);
  const height = lines.length * CELL.height + 2 * PADDING;
  const placed = lines.map((pieces, row) => ({ pieces, top: PADDING + row * CELL.height }));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${ground}" stroke="${frame}"/>`,
    `<g font-family="${FONT}" font-size="14" fill="${plain}" xml:space="preserve">`,
    // Without this, hairlines of the ground show where two of them meet.
    '<g shape-rendering="crispEdges">',
    ...placed.flatMap(({ pieces, top }) => pieces.flatMap((piece) => shapesOf(piece, top, LOOKS[look]))),
    '</g>',
    ...placed.flatMap(({ pieces, top }) => textOf(pieces, top, LOOKS[look])),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** What is behind and beside the text of a piece. Lines are drawn as lines: those of a font leave gaps between the rows. */
function shapesOf({ text, at, style }, top, look) {
  const color = look.colors[style.color] ?? look.plain;
  if (style.inverse)
    return [`<rect x="${xOf(at)}" y="${top}" width="${wide(text)}" height="${CELL.height}" fill="${color}"/>`];
  const opacity = style.dim ? ` stroke-opacity="${look.dim}"` : '';
  return [...text.matchAll(/│|─+/g)].map(({ 0: rule, index }) => {
    const path =
      rule === '│'
        ? `M${xOf(at + index + 0.5)} ${top}v${CELL.height}`
        : `M${xOf(at + index)} ${top + CELL.height / 2}h${wide(rule)}`;
    return `<path d="${path}" stroke="${color}"${opacity}/>`;
  });
}

function textOf(pieces, top, look) {
  const spans = pieces.flatMap((piece) => spansOf(piece, look));
  return spans.length === 0 ? [] : [`<text y="${top + 0.75 * CELL.height}">${spans.join('')}</text>`];
}

/** The words of a piece; what two blanks divide has its own place, so that columns stay columns in any font. */
function spansOf({ text, at, style }, look) {
  const attributes = attributesOf(style, look);
  return [...text.matchAll(/[^\s│─]+(?: [^\s│─]+)*/g)].map(({ 0: shown, index }) => {
    const place = `x="${xOf(at + index)}" textLength="${wide(shown)}"`;
    return `<tspan ${place}${attributes}>${escapeXml(shown)}</tspan>`;
  });
}

function attributesOf({ bold, dim, underline, inverse, color }, look) {
  const fill = inverse ? look.ground : look.colors[color];
  if (color !== undefined && look.colors[color] === undefined) throw new Error(`the picture knows no color ${color}`);
  return [
    bold && ' font-weight="bold"',
    underline && ' text-decoration="underline"',
    dim && ` fill-opacity="${look.dim}"`,
    fill && ` fill="${fill}"`,
  ]
    .filter(Boolean)
    .join('');
}

function xOf(column) {
  return (PADDING + column * CELL.width).toFixed(1);
}

function wide(text) {
  return (text.length * CELL.width).toFixed(1);
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
