/** The charts' scales: amounts on a logarithmic axis, and months. */

/** An axis in drawing units. */
export interface Axis {
  /** The position of a value. */
  at(value: number): number;
  /** Values that get a line and a label. */
  ticks: readonly number[];
}

/** The share of the axis left empty beyond its first and last values. */
const MARGIN = 0.04;

/**
 * A logarithmic axis from `start` to `end` (in drawing units) for positive values.
 * @param gap the minimum distance between two labels
 */
export function logAxis(values: readonly number[], start: number, end: number, gap: number): Axis {
  const [least, most] = extent(values).map(Math.log10) as [number, number];
  // If all values are the same, they are in the middle of a small range.
  const spread = Math.max(most - least, 0.3);
  const low = (least + most - spread) / 2 - spread * MARGIN;
  const high = low + spread * (1 + 2 * MARGIN);
  const at = (value: number) => start + ((Math.log10(value) - low) / (high - low)) * (end - start);
  for (const steps of [[1, 2, 5], [1, 3], [1]]) {
    const ticks = candidates(low, high, steps);
    const places = ticks.map(at);
    if (places.every((place, i) => i === 0 || Math.abs(place - (places[i - 1] as number)) >= gap)) return { at, ticks };
  }
  return { at, ticks: candidates(low, high, [1]).filter((_, i) => i % 2 === 0) };
}

/** 1, 2, 5, 10, 20 ... between two powers of ten. */
function candidates(low: number, high: number, steps: readonly number[]): number[] {
  const found: number[] = [];
  for (let power = Math.floor(low); power <= high; power++)
    for (const step of steps) {
      const value = Number(`${step}e${power}`);
      const place = Math.log10(value);
      if (place >= low && place <= high) found.push(value);
    }
  return found;
}

/** The minimum and maximum; spreading the values as arguments would be too many for the engine. */
export function extent(values: readonly number[]): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

/** The month of a day, counted from the year 0. */
export function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The text for a month of `monthOf`: `Dec 2026`. */
export function monthText(month: number): string {
  return `${MONTHS[month % 12]} ${Math.floor(month / 12)}`;
}

/** A coordinate, with at most one decimal place. */
export function place(value: number): string {
  return String(Math.round(value * 10) / 10);
}
