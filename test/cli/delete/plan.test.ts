import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planIds, planModels, toModel } from '../../../src/deletion/plan.ts';
import { encode } from '../../../src/json/bytes.ts';
import { Model } from '../../../src/models/model.ts';

function model(text: string): Model {
  const bytes = encode(text);
  return new Model(bytes, 0, bytes.length);
}

const named = (id: string) => model(JSON.stringify({ id, object: 'model' }));
const listed = (...ids: string[]) => new Map(ids.map((id) => [id, named(id)]));

describe('the plan for ids', () => {
  test('has each once, in their order, with what the list says of it', () => {
    const list = listed('a', 'b', 'c');
    const plan = planIds(['c', 'a', 'c', 'x', 'a', 'x'], list);
    expect(plan.ids).toEqual(['c', 'a', 'x']);
    expect(plan.targets).toEqual([
      { id: 'c', model: list.get('c') },
      { id: 'a', model: list.get('a') },
    ]);
    expect(plan.unlisted).toEqual(['x']);
  });

  test('without a list has all of them', () => {
    const plan = planIds(['a', 'b', 'a'], undefined);
    expect(plan.targets).toEqual([
      { id: 'a', model: undefined },
      { id: 'b', model: undefined },
    ]);
    expect(plan.unlisted).toEqual([]);
  });

  test('takes ids as they are: case and percent signs count', () => {
    const plan = planIds(['A', 'a%2Fb', 'a/b'], listed('a', 'a/b'));
    expect(plan.targets.map(({ id }) => id)).toEqual(['a/b']);
    expect(plan.unlisted).toEqual(['A', 'a%2Fb']);
  });

  test('splits any ids in two: what is listed, and what is not', () => {
    const ids = fc.array(fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e', '__proto__', 'constructor'));
    fc.assert(
      fc.property(ids, ids, (asked, there) => {
        const { ids: order, targets, unlisted } = planIds(asked, listed(...there));
        expect(order).toEqual([...new Set(asked)]);
        expect(targets.map(({ id }) => id)).toEqual(order.filter((id) => there.includes(id)));
        expect(unlisted).toEqual(order.filter((id) => !there.includes(id)));
      }),
    );
  });
});

describe('the plan for a selection', () => {
  const models = ['gpt-4o', 'ft:gpt-4o:acme::x', 'davinci:ft-acme-2023-01-01', 'ft:gpt-4o:acme::x', 'llama3'].map(
    named,
  );

  test('has the fine-tuned ones', () => {
    const { targets, kept } = planModels(models, false);
    expect(targets.map(({ id }) => id)).toEqual(['ft:gpt-4o:acme::x', 'davinci:ft-acme-2023-01-01']);
    expect(kept).toBe(2);
  });

  test('has any, where that is wanted', () => {
    const { targets, kept } = planModels(models, true);
    expect(targets.map(({ id }) => id)).toEqual([
      'gpt-4o',
      'ft:gpt-4o:acme::x',
      'davinci:ft-acme-2023-01-01',
      'llama3',
    ]);
    expect(kept).toBe(0);
  });

  test('has none without an id', () => {
    expect(planModels([model('{"object":"model"}')], true).targets).toEqual([]);
  });
});

test('of a model that is not known, the id is', () => {
  expect(toModel({ id: 'a"b', model: undefined }).line).toBe('{"id":"a\\"b","object":"model"}');
  expect(toModel({ id: 'a', model: model('{ "id": "a",\n "x": 1.0 }') }).line).toBe('{"id":"a","x":1.0}');
});
