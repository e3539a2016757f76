/** `--where`: every operator on every type, missing values and awkward numbers, for list and delete alike. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listOf } from '../../support/models.ts';
import { run } from '../../support/run.ts';

/** 2026-01-15T12:00:00Z is now. */
const MODELS = [
  {
    id: 'big',
    created: 1_767_225_600, // 2026-01-01
    owned_by: 'Acme Inc',
    context_length: 1_000_000,
    pricing: { prompt: '0.00000015', completion: '0.0000006' },
    architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
    size: '12345678901234567890',
    shutdown_date: '2026-02-01',
    tags: ['a', 'b*'],
    limits: { rate: 5 },
    name: 'Big One',
  },
  {
    id: 'small',
    created: 1_735_689_600, // 2025-01-01
    owned_by: 'other',
    context_length: 8192,
    pricing: { prompt: '0.0000001', completion: '0.00000125' },
    architecture: { input_modalities: ['text'], output_modalities: ['text'] },
    size: '12345678901234567891',
    tags: [],
    limits: { rate: 0.15 },
  },
  {
    id: 'tiny',
    created: 1_704_067_200,
    owned_by: 'acme',
    context_length: 200_000,
    size: '1e-7',
    limits: { rate: '1e-7' },
  },
  { id: 'bare' },
] as const;
/** The sizes as numbers: no double holds them. */
const BODY = listOf(...MODELS.map((one) => JSON.stringify(one).replace(/"size":"([^"]+)"/, '"size":$1')));
const routes = { 'GET /v1/models': { body: BODY } };
const where = async (conditions: readonly string[], more: readonly string[] = []) => {
  const flags = conditions.flatMap((one) => ['--where', one]);
  return run(['models', 'list', '--ids', ...flags, ...more], { routes });
};
const idsOf = (stdout: string) => stdout.split('\n').filter(Boolean).join(' ');

describe('a condition', () => {
  test.each<[conditions: string[], ids: string]>([
    // Numbers, as people write them, and exactly.
    [['context>=200k'], 'big tiny'],
    [['context > 200000'], 'big'],
    [['context=200k'], 'tiny'],
    [['context=1M'], 'big'],
    [['context=1,000,000'], 'big'],
    [['context<8192.5'], 'small'],
    [['context<=8192'], 'small'],
    [['context!=8192'], 'big tiny'],
    [['context_length>100k'], 'big tiny'],
    [['limits.rate=0.15'], 'small'],
    [['limits.rate<0.2'], 'small tiny'],
    [['limits.rate=1e-7'], 'tiny'],
    [['limits.rate=0.0000001'], 'tiny'],
    [['limits.rate>=5.0'], 'big'],
    [['size=12345678901234567890'], 'big'],
    [['size>12345678901234567890'], 'small'],
    [['size<1e-6'], 'tiny'],
    [['size!=12345678901234567890'], 'small tiny'],
    // Prices in dollars for a million tokens.
    [['input_price<1'], 'big small'],
    [['input_price=0.15'], 'big'],
    [['input_price<=$0.10'], 'small'],
    [['output_price>1'], 'small'],
    [['input_price='], 'tiny bare'],
    [['input_price!='], 'big small'],
    // Dates and ages.
    [['created>=2025'], 'big small'],
    [['created>=2026-01-01'], 'big'],
    [['created<2025-06-01'], 'small tiny'],
    [['created=2025'], 'small'],
    [['created=2025-01'], 'small'],
    [['created=2025-01-01'], 'small'],
    [['created!=2025-01-01'], 'big tiny'],
    [['created>30d'], 'big'],
    [['created<1y'], 'small tiny'],
    [['age<30d'], 'big'],
    [['age>1y'], 'small tiny'],
    [['age<=14'], ''],
    [['shutdown<90d'], 'big'],
    [['shutdown>90d'], ''],
    [['shutdown=2026-02-01'], 'big'],
    [['shutdown='], 'small tiny bare'],
    [['shutdown!='], 'big'],
    [['shutdown_date>2026-01-20'], 'big'],
    // Texts, case aside.
    [['owned_by=ACME'], 'tiny'],
    [['owner=acme inc'], 'big'],
    [['owned_by="Acme Inc"'], 'big'],
    [['owned_by!=acme'], 'big small'],
    [['owned_by~acme'], 'big tiny'],
    [['owned_by!~acme'], 'small'],
    [['id~b*'], 'big bare'],
    [['id~?i?'], 'big'],
    [['id!~*i*'], 'small bare'],
    [['name=big one'], 'big'],
    [['name='], 'small tiny bare'],
    [['kind!=embedding'], 'big small tiny bare'],
    [['status=deprecated'], 'big'],
    // Lists, by their members.
    [['input_modalities=image'], 'big'],
    [['input_modalities=text'], 'big small'],
    [['input_modalities!=image'], 'small'],
    [['input_modalities~im*'], 'big'],
    [['input_modalities!~ima'], 'small'],
    [['tags=a'], 'big'],
    [['tags="b*"'], 'big'],
    [['tags='], 'small tiny bare'],
    // GJSON paths.
    [['architecture.input_modalities.#>1'], 'big'],
    [['tags.0=a'], 'big'],
    // All must hold.
    [['context>=200k', 'input_modalities=image', 'input_price<1'], 'big'],
    [['context>1', 'owned_by=acme'], 'tiny'],
  ])('%j', async (conditions, ids) => {
    const { stdout, stderr, code } = await where(conditions);
    expect({ ids: idsOf(stdout), code }, stderr).toEqual({ ids, code: 0 });
  });

  test.each<[condition: string, says: string]>([
    ['context', 'must be COLUMN OP VALUE'],
    ['>5', 'must be COLUMN OP VALUE'],
    ['', 'must be COLUMN OP VALUE'],
    ['context>', 'with a value after >'],
    ['context>=many', 'a number, a date or an age after >='],
    ['contxt>5', "unknown column 'contxt': no model has that field; did you mean context?"],
    ['price<1', 'did you mean input_price, cached_input_price, output_price?'],
    ['cost<1', 'the column cost works only with --tokens IN:OUT'],
  ])('%j is refused', async (condition, says) => {
    const { stdout, stderr, code } = await where([condition]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain(says);
  });

  test('says on a terminal how many had no such value', async () => {
    const got = await run(['models', 'list', '-w', 'input_price<1'], { routes, terminal: 100 });
    expect(got.stderr).toContain('2 models without input_price left out.\n');
  });

  test('loads the details without adding them to the output', async () => {
    const { stdout } = await run(['models', 'list', '-w', 'context=200k', '--format', 'jsonl'], { routes });
    expect(JSON.parse(stdout)).toEqual(MODELS[2].id === 'tiny' ? { ...MODELS[2], size: 1e-7 } : undefined);
  });
});

describe('any conditions', () => {
  const column = fc.constantFrom('context', 'input_price', 'created', 'owned_by', 'size', 'tags', 'id', 'kind', 'age');
  const value = fc.constantFrom('200k', '0.1', '2025-01-01', 'acme', 'a', '1e-7', '30d', 'big', 'chat');
  const equality = fc.tuple(column, value);

  test('twice is both', async () => {
    await fc.assert(
      fc.asyncProperty(equality, equality, async ([a, x], [b, y]) => {
        const [first, second] = [`${a}=${x}`, `${b}!=${y}`];
        const [one, other, both] = await Promise.all([where([first]), where([second]), where([first, second])]);
        const of = (got: { stdout: string }) => idsOf(got.stdout).split(' ').filter(Boolean);
        expect(of(both)).toEqual(of(one).filter((id) => of(other).includes(id)));
      }),
      { numRuns: 60 },
    );
  });

  test.each<[yes: string, no: string]>([
    ['=', '!='],
    ['~', '!~'],
    ['<', '>='],
    ['>', '<='],
  ])('%s and %s split the models that have a value', async (yes, no) => {
    const sized = fc.constantFrom('context', 'input_price', 'created', 'size', 'age');
    const sizes = fc.constantFrom('200k', '0.15', '2025-01-01', '12345678901234567890', '90d');
    await fc.assert(
      fc.asyncProperty(sized, sizes, async (name, size) => {
        const ask = (condition: string) =>
          where([condition]).then(({ stdout }) => idsOf(stdout).split(' ').filter(Boolean));
        const [has, is, isNot] = await Promise.all([
          ask(`${name}!=`),
          ask(`${name}${yes}${size}`),
          ask(`${name}${no}${size}`),
        ]);
        // What cannot be compared, such as a price with a date, is neither smaller nor larger.
        if (yes === '=' || yes === '~' || is.length + isNot.length > 0)
          expect([...is, ...isNot].sort()).toEqual([...has].sort());
        expect(is.filter((id) => isNot.includes(id))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a deletion by the details', () => {
  const tuned = {
    'GET /v1/models': { body: listOf('{"id":"ft:gpt-4o:acme::1"}', '{"id":"ft:gpt-4o:acme::2","context_length":9}') },
  };

  test("is refused on the dataset's word, and goes on the server's", async () => {
    const guessed = await run(['models', 'delete', '-w', 'context>100k', '--yes'], { routes: tuned });
    expect(guessed.code).toBe(2);
    expect(guessed.stderr).toContain("--where 'context>100k'");
    expect(guessed.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
    const sure = { ...tuned, 'DELETE /v1/models/ft:gpt-4o:acme::2': { body: '{"deleted":true}' } };
    const told = await run(['models', 'delete', '-w', 'context=9', '--yes'], { routes: sure });
    expect(told.code, told.stderr).toBe(0);
  });
});
