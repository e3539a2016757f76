/** What a file is, by its name: whether it is read at all, and how words stand in it. */

/** `config`: keys and values without quotes, and shells. `prose`: sentences. `markup`: elements. */
export type FileKind = 'code' | 'config' | 'prose' | 'markup' | 'style' | 'notebook';

const KINDS: Readonly<Record<Exclude<FileKind, 'code'>, readonly string[]>> = {
  config:
    'bash bat cfg cmd cnf conf config csv dockerfile env fish ini jsonl json json5 jsonc ndjson mk nix plist properties ps1 service sh sql tf tfvars toml tsv yaml yml zsh'.split(
      ' ',
    ),
  prose: 'adoc asciidoc markdown md mdx org rst text txt'.split(' '),
  markup: 'ejs erb hbs htm html svelte svg twig vue xhtml xml xaml'.split(' '),
  style: 'css less sass scss styl'.split(' '),
  notebook: ['ipynb'],
};
const KIND_OF = new Map(
  Object.entries(KINDS).flatMap(([kind, endings]) => endings.map((ending) => [ending, kind as FileKind] as const)),
);
/** Endings of templates: the one before says what comes out. */
const TEMPLATES = new Set(['dist', 'erb', 'example', 'j2', 'jinja', 'jinja2', 'sample', 'template', 'tmpl', 'tpl']);

export function fileKindOf(path: string): FileKind {
  const name = nameOf(path).toLowerCase();
  const parts = name.split('.').slice(1);
  while (parts.length > 1 && TEMPLATES.has(parts.at(-1) ?? '')) parts.pop();
  const ending = parts.at(-1);
  // `.env.local`, `Dockerfile.prod`, `Makefile`: what has no ending of its own is mostly settings.
  if (ending === undefined || /^\.?(?:env|dockerfile|makefile|containerfile)\b/.test(name)) return 'config';
  return KIND_OF.get(ending) ?? 'code';
}

/** Folders of what others wrote, and of tools. */
const FOLDERS = new Set([
  '.bzr',
  '.git',
  '.hg',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.svn',
  '.terraform',
  '.tox',
  '.venv',
  '.yarn',
  '__pycache__',
  'bower_components',
  'jspm_packages',
  'node_modules',
  'site-packages',
  'third-party',
  'third_party',
  'vendor',
  'vendored',
  'venv',
  'Carthage',
  'Godeps',
  'Pods',
]);
const LOCKS = new Set([
  '.terraform.lock.hcl',
  'Cartfile.resolved',
  'Package.resolved',
  'bun.lockb',
  'go.sum',
  'go.work.sum',
  'npm-shrinkwrap.json',
  'packages.lock.json',
]);
const LOCK = /(?:\.lock|\.lockfile|-lock\.(?:json|ya?ml))$/;
/** Endings of what holds no text, so that it need not be opened to see that. */
const BINARY =
  /\.(?:7z|a|avif|bin|bmp|bz2|class|dll|dylib|eot|exe|gif|gz|ico|jar|jpe?g|lib|map|mo|mov|mp[34]|o|ogg|onnx|otf|parquet|pdf|png|pyc|safetensors|so|sqlite|tar|tgz|tiff?|ttf|wasm|wav|webm|webp|whl|woff2?|xz|zip|zst)$/i;

/** Whether a folder is left out wherever it lies below a path that was named. */
export function isForeignFolder(name: string): boolean {
  return FOLDERS.has(name);
}

/** Whether a file is left out unless it is named: locks, vendored and minified code, what holds no text. */
export function isForeignFile(path: string): boolean {
  const name = nameOf(path);
  if (LOCKS.has(name) || LOCK.test(name) || /[.-]min\.\w+$/.test(name) || BINARY.test(name)) return true;
  return path.split('/').slice(0, -1).some(isForeignFolder);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
