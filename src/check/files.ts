/** Classifies a file by its name: whether it is read at all, and how words appear in it. */

/** `config`: unquoted keys and values, and shells. `prose`: sentences. `markup`: elements. */
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
/** Template extensions: the extension before one tells what the template produces. */
const TEMPLATES = new Set(['dist', 'erb', 'example', 'j2', 'jinja', 'jinja2', 'sample', 'template', 'tmpl', 'tpl']);

export function fileKindOf(path: string): FileKind {
  const name = nameOf(path).toLowerCase();
  const parts = name.split('.').slice(1);
  while (parts.length > 1 && TEMPLATES.has(parts.at(-1) ?? '')) parts.pop();
  const ending = parts.at(-1);
  // `.env.local`, `Dockerfile.prod`, `Makefile`: files without an extension of their own are mostly settings.
  if (ending === undefined || /^\.?(?:env|dockerfile|makefile|containerfile)\b/.test(name)) return 'config';
  return KIND_OF.get(ending) ?? 'code';
}

/** Folders of third-party code and of tools. */
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
/** Extensions of files that hold no text, so they need not be opened to find out. */
const BINARY =
  /\.(?:7z|a|avif|bin|bmp|bz2|class|dll|dylib|eot|exe|gif|gz|ico|jar|jpe?g|lib|map|mo|mov|mp[34]|o|ogg|onnx|otf|parquet|pdf|png|pyc|safetensors|so|sqlite|tar|tgz|tiff?|ttf|wasm|wav|webm|webp|whl|woff2?|xz|zip|zst)$/i;

/** Whether a folder is skipped anywhere below a given path. */
export function isSkippedFolder(name: string): boolean {
  return FOLDERS.has(name);
}

/** Whether a file is skipped unless it is named: lock files, vendored and minified code, files without text. */
export function isSkippedFile(path: string): boolean {
  const name = nameOf(path);
  if (LOCKS.has(name) || LOCK.test(name) || /[.-]min\.\w+$/.test(name) || BINARY.test(name)) return true;
  return path.split('/').slice(0, -1).some(isSkippedFolder);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
