/** What is known of one model: from the server and from the datasets, each value with its source. */
import type { Match } from './match.ts';
import { DETAIL_NAMES, type DetailName, SERVER, type Source, type Value, type Values } from './value.ts';

/** Which source is named for all values, where several speak: the one that also has prices and shutdown dates. */
const FIRST_SOURCE = 'litellm';

export class ModelDetails {
  /** How the datasets' row was found; `undefined` where they have none. */
  readonly match: Match | undefined;
  readonly values: Values;
  private text_: string | undefined;

  constructor(match: Match | undefined, values: Values) {
    this.match = match;
    this.values = values;
  }

  get(name: DetailName): Value | undefined {
    return this.values.get(name);
  }

  /** For a column; empty where it is not known. */
  text(name: DetailName): string {
    return this.values.get(name)?.text ?? '';
  }

  /** `text,image->text`; empty where neither is known. */
  get modalities(): string {
    const [input, output] = [this.text('input_modalities'), this.text('output_modalities')];
    return input || output ? `${input}->${output}` : '';
  }

  /** The dataset's id with its provider, `openai/gpt-4o`. */
  get matched(): string | undefined {
    return this.match && `${this.match.provider}/${this.match.id}`;
  }

  /** Who says what `json` does not ascribe to another. */
  get source(): Source | undefined {
    const sources = [...this.values.values()].map(({ source }) => source);
    return (
      sources.find(({ name }) => name.startsWith(`${FIRST_SOURCE} `)) ??
      sources.find((source) => source !== SERVER) ??
      sources[0]
    );
  }

  /** The `details` of the JSON formats, one compact object; `null` where nothing is known. See docs/details.md. */
  get json(): string {
    this.text_ ??= this.write();
    return this.text_;
  }

  private write(): string {
    const { source, matched } = this;
    if (!source) return 'null';
    const members: string[] = [];
    const add = (name: string, json: string) => members.push(`"${name}":${json}`);
    if (this.match && matched !== undefined) {
      add('matched', JSON.stringify(matched));
      add('match', JSON.stringify(this.match.how.join('+')));
    }
    for (const member of sourceMembers(source)) members.push(member);
    const others: string[] = [];
    for (const name of DETAIL_NAMES) {
      const value = this.values.get(name);
      if (!value) continue;
      add(name, value.json);
      const other = [
        ...(value.source === source ? [] : sourceMembers(value.source)),
        ...(value.of === undefined ? [] : [`"of":${JSON.stringify(value.of)}`]),
      ];
      if (other.length > 0) others.push(`"${name}":{${other.join(',')}}`);
    }
    if (others.length > 0) add('sources', `{${others.join(',')}}`);
    return `{${members.join(',')}}`;
  }
}

function sourceMembers({ name, date }: Source): string[] {
  const members = [`"source":${JSON.stringify(name)}`];
  if (date !== undefined) members.push(`"as_of":${JSON.stringify(date)}`);
  return members;
}
