import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { encode } from '../../../src/json/bytes.ts';
import { BatchBuilder, ModelBatch } from '../../../src/models/batch.ts';
import { Model } from '../../../src/models/model.ts';

function read(json: string): Model {
  const bytes = encode(`  ${json}  `);
  return new Model(bytes, 2, bytes.length - 2);
}

const AT = 1686924602;

describe('the id', () => {
  test.each<[json: string, id: string | undefined]>([
    ['{"id":"gpt-4o"}', 'gpt-4o'],
    ['{"id":"ft:gpt-4o:acme::abc"}', 'ft:gpt-4o:acme::abc'],
    ['{"id":"/models/tiny.gguf"}', '/models/tiny.gguf'],
    ['{"id":"with space"}', 'with space'],
    ['{"id":"models\\/gemini\\u002d2"}', 'models/gemini-2'],
    ['{"identifier":"acme/x"}', 'acme/x'],
    ['{"name":"command-r"}', 'command-r'],
    ['{"name":"Nice name","id":"id-1"}', 'id-1'],
    ['{"id":"a","id":"b"}', 'b'],
    ['{"id":"","name":"n"}', 'n'],
    ['{"id":null,"name":"n"}', 'n'],
    ['{"id":5,"name":"n"}', 'n'],
    ['{"ID":"a"}', undefined],
    ['{}', undefined],
    ['"gpt-4o"', 'gpt-4o'],
    ['null', undefined],
    ['[{"id":"a"}]', undefined],
    ['{"meta":{"id":"a"}}', undefined],
    ['{"__proto__":{"id":"a"}}', undefined],
  ])('of %s', (json, id) => expect(read(json).id).toBe(id));
});

describe('the owner', () => {
  test.each<[json: string, owner: string | undefined]>([
    ['{"owned_by":"openai"}', 'openai'],
    ['{"owned_by":"Alibaba Cloud"}', 'Alibaba Cloud'],
    ['{"organization":"Meta"}', 'Meta'],
    ['{"publisher":"Microsoft"}', 'Microsoft'],
    ['{"owned_by":"a","organization":"b"}', 'a'],
    ['{"owned_by":null,"organization":"b"}', 'b'],
    ['{"owned_by":"","publisher":"c"}', 'c'],
    ['{"owned_by":{"name":"x"}}', undefined],
    ['{"id":"a"}', undefined],
  ])('of %s', (json, owner) => expect(read(json).owner).toBe(owner));
});

describe('the time it was made', () => {
  test.each<[json: string, created: number | undefined]>([
    [`{"created":${AT}}`, AT],
    [`{"created":${AT}.0}`, AT],
    [`{"created":${AT}.25}`, AT + 0.25],
    [`{"created":1.686924602E9}`, AT],
    [`{"created":${AT}000}`, AT],
    [`{"created":${AT}999}`, AT],
    [`{"created":"${AT}"}`, AT],
    [`{"created":"${AT}123"}`, AT],
    ['{"created":"2023-06-16T14:10:02Z"}', AT],
    ['{"created":"2023-06-16T14:10:02.999Z"}', AT],
    ['{"created":"2023-06-16T16:10:02+02:00"}', AT],
    ['{"created":"2023-06-16"}', Date.UTC(2023, 5, 16) / 1000],
    [`{"created_at":${AT}}`, AT],
    ['{"created_at":"2023-06-16T14:10:02Z"}', AT],
    [`{"created":null,"created_at":${AT}}`, AT],
    [`{"created":0,"created_at":${AT}}`, AT],
    [`{"created":${AT},"created_at":"2020-01-01"}`, AT],
    ['{"created":735790403}', 735790403],
    ['{"created":0}', undefined],
    ['{"created":1}', undefined],
    ['{"created":-5}', undefined],
    ['{"created":1e400}', undefined],
    ['{"created":null}', undefined],
    ['{"created":true}', undefined],
    ['{"created":""}', undefined],
    ['{"created":"yesterday"}', undefined],
    ['{"created":"2023-99-99"}', undefined],
    ['{"created":"16/06/2023"}', undefined],
    ['{"created":[1686924602]}', undefined],
    ['{"created":{}}', undefined],
    ['{"id":"a"}', undefined],
  ])('of %s', (json, created) => expect(read(json).created).toBe(created));

  test.each(['UTC', 'America/New_York', 'Asia/Tokyo'])('without a zone is UTC, also in %s', (zone) => {
    const text = '{"created":"2023-06-16T14:10:02"}';
    const script = `
      import { Model } from './src/models/model.ts';
      const bytes = Buffer.from(${JSON.stringify(text)});
      process.stdout.write(String(new Model(bytes, 0, bytes.length).created));`;
    const stdin = {
      contents: script,
      resolveDir: fileURLToPath(new URL('../../..', import.meta.url)),
      loader: 'ts',
    } as const;
    const built = buildSync({ stdin, bundle: true, platform: 'node', format: 'esm', write: false });
    const env = { ...process.env, TZ: zone };
    const code = built.outputFiles[0]?.text ?? '';
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], { env }).toString()).toBe(String(AT));
  });
});

describe('its text', () => {
  test('is what was received', () => {
    const json = '{ "id":"a", "n":1.50E+10,\n"e":"\\u00e9" }';
    expect(read(json).text).toBe(json);
    expect(read(json).raw('n')).toBe('1.50E+10');
    expect(read(json).raw('e')).toBe('"\\u00e9"');
    expect(read(json).string('e')).toBe('é');
    expect([read(json).string('n'), read(json).string('x'), read(json).raw('x')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a batch', () => {
  const bytes = encode('{"id":"a"} {"id":"b"} { "id":"c"}');

  test('gives its models in order, and any number of its first', () => {
    const builder = new BatchBuilder();
    builder.add(0, 10, false);
    builder.add(11, 21, false);
    builder.add(22, 33, true);
    const batch = builder.build(bytes);
    const ids = (some: ModelBatch) => [...some].map(({ id }) => id);
    expect([ids(batch), batch.length, batch.isCompact]).toEqual([['a', 'b', 'c'], 3, false]);
    expect([0, 1, 3, 9, Number.POSITIVE_INFINITY].map((count) => ids(batch.head(count)))).toEqual([
      [],
      ['a'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
    expect(batch.at(1).id).toBe('b');
  });

  test('grows past its first room', () => {
    const builder = new BatchBuilder();
    for (let i = 0; i < 1000; i++) builder.add(0, 10, false);
    const batch = builder.build(bytes);
    expect([batch.length, batch.at(999).id, batch.isCompact]).toEqual([1000, 'a', true]);
  });

  test('of one model is that model', () => {
    expect([...ModelBatch.of(bytes, 11, 21)].map(({ id }) => id)).toEqual(['b']);
  });
});
