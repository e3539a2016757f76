/** Preloaded by Bun: writes the names of the project's modules that a run loads to the file that LOADED names. */
import { appendFileSync, readFileSync } from 'node:fs';

interface Loading {
  plugin(plugin: { name: string; setup(build: Build): void }): void;
}

interface Build {
  onLoad(which: { filter: RegExp }, load: (file: { path: string }) => { contents: string; loader: string }): void;
}

const { plugin } = (globalThis as unknown as { Bun: Loading }).Bun;

plugin({
  name: 'names',
  setup(build) {
    build.onLoad({ filter: /[\\/](?:src|bin)[\\/].*\.ts$/ }, ({ path }) => {
      appendFileSync(process.env.LOADED as string, `${path}\n`);
      return { contents: readFileSync(path, 'utf8'), loader: 'ts' };
    });
  },
});
