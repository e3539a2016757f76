import manifest from '../package.json' with { type: 'json' };

/** The version of this package, as `--version` prints it. */
export const VERSION: string = manifest.version;

/** The day of this version, which the manual pages bear: a build must not change them. */
export const VERSION_DATE = '2026-11-24';

/** The line that `--version` prints. */
export const VERSION_LINE = `openai version ${VERSION}\n`;

/** How the product names itself to servers. */
export const USER_AGENT = `${manifest.name}/${manifest.version}`;
