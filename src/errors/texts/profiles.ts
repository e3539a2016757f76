/** What errors about the config file, profiles and stored keys mean to a person. */
import type { ErrorArguments, Explanation } from '../error.ts';

type ProfileError =
  | 'bad-config'
  | 'no-profile'
  | 'missing-profile'
  | 'bad-profile-name'
  | 'profile-exists'
  | 'empty-profile'
  | 'own-address'
  | 'key-source'
  | 'no-stored-key'
  | 'no-key-typed'
  | 'login-elsewhere';

const meant = (nearest: string | undefined): string => (nearest === undefined ? '' : `; did you mean ${nearest}?`);

export const PROFILE_EXPLANATIONS: { [Code in ProfileError]: Explanation<ErrorArguments[Code]> } = {
  'bad-config': {
    exit: 2,
    text: (a) => {
      const place = [a.path, a.line, a.column].filter((part) => part !== undefined).join(':');
      return `${place}${a.line === undefined ? ' ' : ': '}${a.problem}${meant(a.nearest)}`;
    },
    next: (a) => `Nothing was sent. ${a.next ?? 'Fix the file, or move it out of the way.'}`,
  },
  'no-profile': {
    exit: 2,
    text: (a) => `no profile '${a.name}' (from ${a.origin})${meant(a.nearest)}`,
    next: (a) => (a.names.length === 0 ? 'Add one: openai profiles add --help' : `Profiles: ${a.names.join(', ')}`),
  },
  'missing-profile': {
    exit: 2,
    text: () => 'which profile? Pass its name',
    next: (a) => `Names: openai profiles list. See: openai ${a.command} --help`,
  },
  'bad-profile-name': { exit: 2, text: (a) => `invalid profile name '${a.name}': ${a.problem}` },
  'profile-exists': {
    exit: 2,
    text: (a) => `profile '${a.name}' already exists`,
    next: (a) => `See it: openai profiles show ${a.name}. Remove it: openai profiles remove ${a.name}`,
  },
  'empty-profile': {
    exit: 2,
    text: (a) => `'${a.name}' is not a preset, so the profile needs settings${meant(a.nearest)}`,
    next: () => 'Pass --preset, --base-url or a key flag. Presets: openai profiles add --help',
  },
  'own-address': {
    exit: 2,
    text: (a) => `the preset ${a.preset} needs your own base URL`,
    next: (a) => `Pass it as --base-url '${a.form}'`,
  },
  'key-source': {
    exit: 4,
    text: (a) => `no key: ${a.source} ${a.problem}`,
    said: (a) => a.said,
    next: (a) => a.next,
  },
  'no-stored-key': {
    exit: 4,
    text: (a) => `no key is stored for the profile ${a.profile}${a.problem ? `: ${a.problem}` : ''}`,
    next: (a) => `Store one: openai login --profile ${a.profile}`,
  },
  'no-key-typed': {
    exit: 2,
    text: () => 'no key given',
    next: () => 'Type it at the prompt, or pipe it in: openai login < key.txt',
  },
  'login-elsewhere': {
    exit: 2,
    text: (a) => `a stored key is only sent to its own base URL, and ${a.origin} sets another`,
    next: (a) =>
      a.profile === undefined
        ? 'Add a profile for that base URL: openai profiles add NAME --base-url URL, then: openai login --profile NAME'
        : `Remove ${a.origin}, then: openai login --profile ${a.profile}`,
  },
};
