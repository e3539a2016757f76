/**
 * The frame of every page: a head that lets nothing in from outside, the style and script, and what made it when. The
 * policy allows the page's own style and script by their hashes and nothing else, so even a hole in the escaping could
 * not run anything or send anything anywhere.
 */
import assets from './assets.json' with { type: 'json' };
import { escapeHtml } from './markup.ts';

const POLICY = [
  "default-src 'none'",
  `script-src '${assets.scriptHash}'`,
  `style-src '${assets.styleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export interface PageText {
  /** The window title. */
  title: string;
  heading: string;
  /** Where the data comes from. */
  from: string;
  /** Unix seconds. */
  now: number;
  /** HTML markup. */
  body: string;
}

/** A whole HTML document. */
export function pageDocument({ title, heading, from, now, body }: PageText): string {
  const time = new Date(now * 1000).toISOString();
  const at = `<time datetime="${time}">${time.slice(0, 16).replace('T', ' ')} UTC</time>`;
  return [
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(title)}</title>\n`,
    `<style>${assets.style}</style>\n<script>${assets.script}</script>\n</head>\n`,
    `<body data-now="${Math.floor(now)}"><header><h1>${escapeHtml(heading)}</h1>`,
    `<p>${from === '' ? '' : `${escapeHtml(from)} · `}${at}</p></header>\n<main>\n`,
    body,
    '</main>\n<footer><p>Made by <code>openai models</code>. This page is a single file that loads nothing and sends nothing.</p></footer>\n',
    '</body></html>\n',
  ].join('');
}

/** A notice that nobody should miss. */
export function noticeMarkup(text: string): string {
  return `<p class="notice" role="note">${escapeHtml(text)}</p>\n`;
}

/** Notes below a table, one line each. */
export function notesMarkup(notes: readonly string[]): string {
  return notes.length === 0
    ? ''
    : `<ul class="notes">${notes.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`;
}
