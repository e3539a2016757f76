/** What is known of one model from the server and the datasets, each value with its source. */
import { encode } from '../json/bytes.ts';
import { costOf, type Usage } from './cost.ts';
import type { Match } from './match.ts';
import {
  DETAIL_NAMES,
  type DetailName,
  type DetailValue,
  numberOf,
  type PriceTier,
  SERVER,
  type Source,
  type Values,
} from './value.ts';

/** If there are several sources, the one named once for all values: the one with prices and shutdown dates. */
const MAIN = /^litellm /;

export class ModelDetails {
  /** How the datasets' row was found; `undefined` if they have none. */
  readonly match: Match | undefined;
  readonly values: Values;
  private written: string | undefined;
  private encoded: Uint8Array | undefined;

  private readonly usage: Usage | undefined;

  /** @param usage the usage to compute the cost for */
  constructor(match: Match | undefined, values: Values, usage?: Usage) {
    this.match = match;
    this.values = values;
    this.usage = usage;
  }

  /** The tiers of the model's prices. */
  get tiers(): readonly PriceTier[] {
    return this.get('price_tiers')?.tiers ?? [];
  }

  /** US dollars for the requested usage; `undefined` if a price is unknown or no usage was given. */
  get cost(): string | undefined {
    return this.usage && costOf(this, this.usage);
  }

  get(name: DetailName): DetailValue | undefined {
    return this.values[numberOf(name)];
  }

  /** For a column; empty if unknown. */
  text(name: DetailName): string {
    return this.get(name)?.text ?? '';
  }

  /** `text,image->text`; empty if neither is known. */
  get modalities(): string {
    const [input, output] = [this.text('input_modalities'), this.text('output_modalities')];
    return input || output ? `${input}->${output}` : '';
  }

  /** The dataset's id with its provider, `openai/gpt-4o`. */
  get matched(): string | undefined {
    return this.match && `${this.match.provider}/${this.match.id}`;
  }

  /** The source of the values that `json` does not attribute to another; `undefined` if nothing is known. */
  get source(): Source | undefined {
    const sources = this.values.flatMap((value) => (value ? [value.source] : []));
    return sources.find(({ name }) => MAIN.test(name)) ?? sources.find((source) => source !== SERVER) ?? sources[0];
  }

  /** The `details` of the JSON formats, one compact object; `null` if nothing is known. See docs/details.md. */
  get json(): string {
    this.written ??= this.write();
    return this.written;
  }

  /** `json` as UTF-8. */
  get bytes(): Uint8Array {
    this.encoded ??= encode(this.json);
    return this.encoded;
  }

  /** The cost and what it was computed from. */
  private get costMember(): string {
    const { cost, usage } = this;
    if (cost === undefined || !usage) return '';
    const tier = usage.tier === undefined ? 'null' : JSON.stringify(usage.tier);
    const tokens = `"input_tokens":${usage.input},"cached_input_tokens":${usage.cached},"output_tokens":${usage.output}`;
    return `,"cost":{"usd":${cost},${tokens},"tier":${tier}}`;
  }

  private write(): string {
    const { source, matched } = this;
    if (!source) return 'null';
    const found =
      this.match && matched !== undefined
        ? `"matched":${JSON.stringify(matched)},"match":${JSON.stringify(this.match.how.join('+'))},`
        : '';
    let members = '';
    let others = '';
    for (const [number, name] of DETAIL_NAMES.entries()) {
      const value = this.values[number];
      if (!value) continue;
      members += `,"${name}":${value.json}`;
      const other = otherSource(value, source);
      if (other) others += `${others && ','}"${name}":{${other}}`;
    }
    return `{${found}${sourceMembers(source)}${members}${others && `,"sources":{${others}}`}${this.costMember}}`;
  }
}

/** The source members of a value that differ from the main source. */
function otherSource({ source, of }: DetailValue, main: Source): string {
  const members = source === main ? [] : [sourceMembers(source)];
  if (of !== undefined) members.push(`"of":${JSON.stringify(of)}`);
  return members.join(',');
}

function sourceMembers({ name, date }: Source): string {
  return `"source":${JSON.stringify(name)}${date === undefined ? '' : `,"as_of":${JSON.stringify(date)}`}`;
}
