import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../../src/cli/parse.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../../../src/spec/commands.ts';
import { FLAGS, type FlagName, GLOBAL_FLAGS, specOf } from '../../../src/spec/flags.ts';
import type { CommandSpec } from '../../../src/spec/types.ts';
import { parseWithCommander } from './commander.ts';

/** Text that neither parser takes for a flag. */
const word = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9:/.@ =]{1,8}$/),
  fc.constantFrom('', '-', 'list', 'models', 'ft:a:b::c', 'key=value', '日本'),
);

function valueText(name: FlagName): fc.Arbitrary<string> {
  const { type, min = 0, max = 99_999, values = [] } = specOf(name);
  switch (type) {
    case 'integer':
      return fc.integer({ min, max }).map(String);
    case 'seconds':
      return fc.constantFrom('0', '1', '2.5', '600');
    case 'enum':
      return fc.constantFrom(...values, ...values.map((value) => value.toUpperCase()));
    default:
      return word;
  }
}

/** The tokens of one flag, in a spelling that both define. */
function flagTokens(name: FlagName): fc.Arbitrary<string[]> {
  const { type, short, optional } = specOf(name);
  const names = [`--${name}`, ...(short ? [`-${short}`] : [])];
  if (type === 'boolean') return fc.constantFrom(...names).map((spelling) => [spelling]);
  // Commander takes any word for a value that may be left out.
  if (optional) return fc.constantFrom('=90d', '=2027-01-31').map((value) => [`--${name}${value}`]);
  const apart = fc.tuple(fc.constantFrom(...names), valueText(name)).map(([spelling, value]) => [spelling, value]);
  return fc.oneof(
    apart,
    valueText(name).map((value) => [`--${name}=${value}`]),
  );
}

const anyOf = (names: readonly FlagName[]): fc.Arbitrary<string[]> =>
  names.length === 0 ? fc.constant([]) : fc.constantFrom(...names).chain(flagTokens);

const someGlobals = fc.array(anyOf(GLOBAL_FLAGS), { maxLength: 2 }).map((tokens) => tokens.flat());

/** A line for one command: global flags anywhere, its own after it, its arguments among them or after `--`. */
function lineFor(name: CommandName): fc.Arbitrary<string[]> {
  const spec: CommandSpec = COMMANDS[name];
  const [first, ...rest] = name.split(' ') as [string, ...string[]];
  const last = rest.length === 0 ? [] : [fc.constantFrom(rest.at(-1) as string, ...(spec.aliases ?? []))];
  const most = spec.argument ? (spec.argument.many ? 3 : 1) : 0;
  const flags = fc.array(anyOf([...(spec.flags as FlagName[]), ...GLOBAL_FLAGS]), { maxLength: 5 });
  const args = fc.array(word, { maxLength: most });
  return fc
    .record({ before: someGlobals, between: someGlobals, last: fc.tuple(...last), flags, args, dashes: fc.boolean() })
    .chain((made) => {
      const head = [...made.before, first, ...(made.last.length > 0 ? made.between : []), ...made.last];
      if (made.dashes) return fc.constant([...head, ...made.flags.flat(), '--', ...made.args]);
      const places = made.args.map(() => fc.nat({ max: made.flags.length }));
      return fc.tuple(...places).map((at) => {
        const groups: string[][] = [...made.flags];
        made.args.forEach((arg, i) => {
          groups.splice(at[i] as number, 0, [arg]);
        });
        return [...head, ...groups.flat()];
      });
    });
}

const line = fc.constantFrom(...COMMAND_NAMES).chain(lineFor);

/** A flag of one value that selects or deletes stands in the line twice, in any spelling. */
function choosesTwice(argv: readonly string[]): boolean {
  const given = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined);
  return (Object.keys(FLAGS) as FlagName[]).some((name) => {
    const { type, short, group } = specOf(name);
    if (type === 'list' || type === 'boolean' || !['Selection', 'Deleting'].includes(group)) return false;
    const isIt = (token: string) => token.split('=', 1)[0] === `--${name}` || (short && token === `-${short}`);
    return given.filter(isIt).length > 1;
  });
}

/** A command with formats of its own is given another's, which commander does not know of. */
function hasOtherFormat(argv: readonly string[]): boolean {
  const own = COMMAND_NAMES.filter((name) => argv.includes(name.split(' ').at(-1) as string)).flatMap((name) => {
    const { formats }: CommandSpec = COMMANDS[name];
    return formats ? [formats] : [];
  });
  const given = argv.flatMap((token, i) =>
    token === '--format' || token === '-f'
      ? [argv[i + 1] ?? '']
      : token.startsWith('--format=')
        ? [token.slice('--format='.length)]
        : [],
  );
  return own.some((formats) => given.some((format) => !Object.hasOwn(formats, format.toLowerCase())));
}

test('commander reads every line as the parser does', () => {
  fc.assert(
    fc.property(line, (argv) => {
      // To commander the two are one flag, of which the last counts.
      fc.pre(!(argv.includes('--fine-tuned') && argv.includes('--no-fine-tuned')));
      // What chooses models may stand there once, which commander cannot know.
      fc.pre(!choosesTwice(argv));
      fc.pre(!hasOtherFormat(argv));
      const { command, flags, args } = parse(argv);
      expect({ command, flags, args }).toEqual(parseWithCommander(argv));
    }),
    { numRuns: 1500 },
  );
});

test('and both refuse a flag that is not declared, or that belongs elsewhere', () => {
  const names = COMMAND_NAMES.filter((name) => name !== 'help');
  const strange = fc.constantFrom('--nope', '--nope=1', '-z', '--form', '--model-id', '--port=1', '--yes', '--ids');
  fc.assert(
    fc.property(fc.constantFrom(...names), strange, (name, flag) => {
      const own: readonly string[] = COMMANDS[name].flags;
      fc.pre(!own.includes(flag.replace(/^--|=.*$/g, '')));
      expect(() => parse([...name.split(' '), flag])).toThrow();
      expect(() => parseWithCommander([...name.split(' '), flag])).toThrow();
    }),
  );
});
