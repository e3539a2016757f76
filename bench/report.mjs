/** Samples to a Markdown table. */
import { kindOf } from './subjects.mjs';

/**
 * @typedef {import('./rows.mjs').Row} Row
 * @typedef {import('./subjects.mjs').SubjectName} SubjectName
 * @typedef {{ milliseconds: number, cpu: number, peak: number, floor: number }} Sample
 * @typedef {Record<string, Sample[]>} Samples  one list a subject, in the order of the rounds
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

/** @param {string} name @param {import('./rows.mjs').Target} target @param {Samples} samples */
export function verdict(name, { metric, most, against }, samples) {
  const own = samples[name];
  if (!own) return 'not measured';
  // What runs on another Node is compared with what runs there.
  const other = against && (samples[name.replace(/^[^@]*/, against)] ?? samples[against]);
  const got = against ? ratio(own, other, metric) : value(own, metric);
  if (got === undefined) return `${limit({ metric, most, against })}: not measured`;
  // A peak at the floor is an upper bound, so it can meet a target but says nothing about missing one.
  const shown = against ? `${got.toFixed(2)} x` : amount(metric, got);
  return `${limit({ metric, most, against })}: ${shown}, ${got <= most ? 'met' : '**missed**'}`;
}

/** @type {Record<string, string>} */
const NAMES = {
  peer: 'the official CLI',
  bare: 'bare `node:http`',
  empty: 'an empty script',
  rg: '`rg`',
  retire: 'model-retire',
  alone: 'that',
};

/** @param {{ metric: string, most: number, against?: SubjectName | undefined }} target */
function limit({ metric, most, against }) {
  const name = { milliseconds: 'time', cpu: 'CPU', peak: 'memory' }[metric] ?? metric;
  const who = NAMES[against ?? ''] ?? against;
  return against ? `${name} at most ${most} x ${who}` : `${name} at most ${amount(metric, most)}`;
}

/** @param {string} metric @param {number} number */
export function amount(metric, number) {
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

/** The lines of one row of the bench, one a subject. @param {Row} row @param {Samples} samples @param {(name: string) => string} title */
export function rowLines(row, samples, title) {
  return Object.keys(samples).map((name, index) => {
    const own = samples[name] ?? [];
    /** Time and processor time. @param {SubjectName} other */
    const times = (other) => {
      if (name === other || !samples[other]) return '';
      const [time, cpu] = [ratio(own, samples[other], 'milliseconds'), ratio(own, samples[other], 'cpu')];
      return `${time?.toFixed(2)} (${cpu?.toFixed(2)})`;
    };
    const targets = row.targets
      .filter((target) => target.subject === kindOf(name))
      .map((target) => verdict(name, target, samples));
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
  '| what | who | time | CPU | peak memory | time (CPU) x official CLI | x curl | target |',
  '| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |',
];
