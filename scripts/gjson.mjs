/**
 * Builds the GJSON library as the package that is published, into packages/gjson/dist or the folder that is named: the
 * modules and their types, a manifest that leads to them, the README and the license. `npm publish packages/gjson/dist`.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileGjson } from './gjson/compile.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'packages/gjson');
const out = resolve(process.argv[2] ?? join(source, 'dist'));

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
compileGjson(out);
// Inside the repository the package is its sources; published, it is what they were compiled to.
const {
  private: _private,
  scripts: _scripts,
  ...manifest
} = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
const published = {
  ...manifest,
  exports: {
    '.': { types: './index.d.ts', default: './index.js' },
    './package.json': './package.json',
  },
  files: ['*.js', '*.d.ts'],
  sideEffects: false,
};
writeFileSync(join(out, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
cpSync(join(source, 'README.md'), join(out, 'README.md'));
cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
