/** Model lists of any length, the same on every run: what a large account could have. */

const BASES = [
  'gpt-4o-mini-2024-07-18',
  'gpt-4o-2024-08-06',
  'gpt-4.1-2025-04-14',
  'gpt-3.5-turbo-0125',
  'davinci-002',
];
const ORGANIZATIONS = ['acemeco', 'globex', 'initech', 'umbrella-labs', 'personal'];
const OWNERS = ['system', 'openai', 'openai-internal'];
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** One model as compact JSON: every fourth one of OpenAI, the others fine-tuned. @param {number} index */
export function modelText(index) {
  const created = 1_600_000_000 + ((index * 7919) % 190_000_000);
  const base = BASES[index % BASES.length];
  const fineTuned = index % 4 !== 0;
  const organization = ORGANIZATIONS[(index >> 2) % ORGANIZATIONS.length];
  const id = fineTuned ? `ft:${base}:${organization}:run-${index}:${suffix(index)}` : `${base}-${index}`;
  const owner = fineTuned ? organization : OWNERS[index % OWNERS.length];
  return `{"id":"${id}","object":"model","created":${created},"owned_by":"${owner}"}`;
}

/** Eight letters and digits that look random and are not. @param {number} index */
function suffix(index) {
  let state = (index * 2_654_435_761 + 12_345) >>> 0;
  let text = '';
  for (let place = 0; place < 8; place++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += LETTERS[(state >>> 16) % LETTERS.length];
  }
  return text;
}

/** The answer to `GET /models`. Built in pieces, so that a million models do not need one huge string. @param {number} count */
export function listBody(count) {
  const pieces = [Buffer.from('{"object":"list","data":[')];
  for (let from = 0; from < count; from += 10_000) {
    const texts = [];
    for (let index = from; index < Math.min(from + 10_000, count); index++) texts.push(modelText(index));
    pieces.push(Buffer.from((from > 0 ? ',' : '') + texts.join(',')));
  }
  pieces.push(Buffer.from(']}'));
  return Buffer.concat(pieces);
}

/** Ids of fine-tuned models, one a line. @param {number} count */
export function fineTunedIds(count) {
  const ids = [];
  for (let index = 1; ids.length < count; index++) {
    if (index % 4 !== 0) ids.push(JSON.parse(modelText(index)).id);
  }
  return `${ids.join('\n')}\n`;
}
