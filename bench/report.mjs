/**
 * Samples to a Markdown table.
 *
 * @typedef {import('./rows.mjs').Row} Row
 * @typedef {import('./subjects.mjs').SubjectName} SubjectName
 * @typedef {{ milliseconds: number, cpu: number, peak: number, floor: number }} Sample
 * @typedef {Partial<Record<SubjectName, Sample[]>>} Samples  one list a subject, in the order of the rounds
 */
const MiB = 1024 * 1024;

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The middle time, the middle processor time, the highest peak. @param {Sample[]} samples @param {'milliseconds' | 'cpu' | 'peak'} metric */
function value(samples, metric) {
  const values = samples.map((sample) => sample[metric]);
  return metric === 'peak' ? Math.max(...values) : median(values);
}

/**
 * Times are compared round by round, because a machine slows down and speeds up between rounds; the middle of the
 * ratios is what counts. @param {Sample[] | undefined} a @param {Sample[] | undefined} b @param {'milliseconds' | 'cpu' | 'peak'} metric
 */
export function ratio(a, b, metric) {
  if (!a || !b) return undefined;
  if (metric === 'peak') return value(a, metric) / value(b, metric);
  return median(a.map((sample, round) => sample[metric] / b[round][metric]));
}

/** @param {import('./rows.mjs').Target} target @param {Samples} samples */
export function verdict({ subject, metric, most, against }, samples) {
  const own = samples[subject];
  if (!own) return 'not measured';
  const got = against ? ratio(own, samples[against], metric) : value(own, metric);
  if (got === undefined) return `${limit({ metric, most, against })}: not measured`;
  // A peak at the floor is an upper bound, so it can meet a target but says nothing about missing one.
  const shown = against ? `${got.toFixed(2)} x` : amount(metric, got);
  return `${limit({ metric, most, against })}: ${shown}, ${got <= most ? 'met' : '**missed**'}`;
}

/** @param {{ metric: string, most: number, against?: SubjectName | undefined }} target */
function limit({ metric, most, against }) {
  const name = { milliseconds: 'time', cpu: 'CPU', peak: 'memory' }[metric] ?? metric;
  const who = { peer: 'the official CLI', bare: 'bare `node:http`' }[against ?? ''] ?? against;
  return against ? `${name} at most ${most} x ${who}` : `${name} at most ${amount(metric, most)}`;
}

/** @param {string} metric @param {number} number */
function amount(metric, number) {
  if (metric === 'peak') return `${(number / MiB).toFixed(0)} MiB`;
  return `${number < 100 ? number.toFixed(1) : number.toFixed(0)} ms`;
}

/** @param {Sample[]} samples */
function peak(samples) {
  const highest = value(samples, 'peak');
  // Within a megabyte of what the measuring process held: no more can be said than that it used less.
  const bounded = samples.every((sample) => sample.peak <= sample.floor + MiB);
  return `${bounded ? '< ' : ''}${Math.ceil(highest / MiB)} MiB`;
}

/** The lines of one row of the bench, one a subject. @param {Row} row @param {Samples} samples @param {(name: SubjectName) => string} title */
export function rowLines(row, samples, title) {
  const names = /** @type {SubjectName[]} */ (Object.keys(samples));
  return names.map((name, index) => {
    const own = samples[name] ?? [];
    /** @param {SubjectName} other */
    const times = (other) =>
      (name === other ? undefined : ratio(own, samples[other], 'milliseconds'))?.toFixed(2) ?? '';
    const targets = row.targets.filter((target) => target.subject === name).map((target) => verdict(target, samples));
    const cells = [
      index === 0 ? row.title : '',
      title(name),
      amount('milliseconds', value(own, 'milliseconds')),
      amount('cpu', value(own, 'cpu')),
      peak(own),
      times(samples.peer ? 'peer' : 'peerLoop'),
      times('curl'),
      targets.join('; '),
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

export const HEAD = [
  '| what | who | time | CPU | peak memory | x official CLI | x curl | target |',
  '| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |',
];
