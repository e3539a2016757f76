import { describe, expect, test } from 'vitest';
import { FieldReader } from '../../../src/details/fields.ts';
import { readShutdown } from '../../../src/details/server.ts';
import { encode } from '../../../src/json/bytes.ts';
import { Model } from '../../../src/models/model.ts';
import { SHUTDOWN_FIELDS, serverShutdown } from '../../../src/models/shutdown.ts';

const fields = new FieldReader();
const places = SHUTDOWN_FIELDS.map((name) => fields.add(name));

/** What the details say of it: a day, null for "none", undefined where the server is silent. */
function detailOf(text: string): string | null | undefined {
  const bytes = encode(text);
  return fields.open(bytes, 0, bytes.length) >= 0 ? readShutdown(fields, places) : undefined;
}

/** What the column and `--retiring` go by. */
function columnOf(text: string): string | undefined {
  const bytes = encode(text);
  const seconds = serverShutdown(new Model(bytes, 0, bytes.length))?.seconds;
  return seconds === undefined ? undefined : new Date(seconds * 1000).toISOString().slice(0, 10);
}

describe('one day for the column, for --retiring and for the details', () => {
  test.each<[model: string, day: string | null | undefined]>([
    ['{"id":"a"}', undefined],
    ['{"shutdown_date":null}', null],
    ['{"shutdown_date":"2026-10-23"}', '2026-10-23'],
    ['{"shutdown_date":"2026-10-23T23:59:59-08:00"}', '2026-10-24'],
    ['{"shutdown_date":"soon"}', undefined],
    ['{"shutdown_date":"2026-13-45"}', undefined],
    ['{"shutdown_date":"2027-02-31"}', undefined],
    ['{"shutdown_date":"2027-02-31T00:00:00Z"}', undefined],
    ['{"shutdown_date":"2028-02-29"}', '2028-02-29'],
    ['{"shutdown_date":0}', undefined],
    ['{"shutdown_date":1}', undefined],
    ['{"expiration_date":null,"shutdown_date":"2027-01-01"}', '2027-01-01'],
    ['{"expiration_date":"2027-01-01","shutdown_date":"never"}', '2027-01-01'],
    ['{"deprecated_at":1803600000000}', '2027-02-26'],
    ['{"deprecated_at":1803600000}', '2027-02-26'],
    ['{"deprecated_at":"1803600000"}', '2027-02-26'],
    ['{"deprecation":"2027-03-01T00:00:00Z"}', '2027-03-01'],
    ['{"deprecation":{"inference":1800000000}}', '2027-01-15'],
    ['{"deprecation":{"inference":"1800000000"}}', '2027-01-15'],
    ['{"deprecation":{"inference":1800000000000}}', '2027-01-15'],
    ['{"deprecation":{"fine_tune":1800000000}}', undefined],
    ['{"deprecation":{}}', undefined],
    ['{"deprecation":[1803600000]}', undefined],
    ['{"deprecation":{"inference":"x"}}', undefined],
    ['{"deprecation":{"inference":1e300}}', undefined],
    ['{"deprecation":{"inference":253402300799000}}', '9999-12-31'],
    ['{"deprecation":{"inference":253402300800000}}', undefined],
    ['{"shutdown_date":true}', undefined],
  ])('%s', (model, day) => {
    expect(detailOf(model)).toBe(day);
    expect(columnOf(model)).toBe(day ?? undefined);
  });
});
