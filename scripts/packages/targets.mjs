/** The platforms that get an executable, and what it is made of. */

/**
 * @typedef {object} Target
 * @property {string} title for people
 * @property {'linux' | 'darwin' | 'win32'} os as npm and Node call it
 * @property {'x64' | 'arm64'} cpu
 * @property {'glibc' | 'musl'} [libc] on Linux
 * @property {string} compile what Bun's compiler calls it
 * @property {string} runtime the package with Bun's executable for it
 * @property {string} keyring the package with the keychain module for it
 */

/** @type {Readonly<Record<string, Target>>} */
export const TARGETS = {
  'linux-x64': {
    title: 'Linux on x64 (glibc)',
    os: 'linux',
    cpu: 'x64',
    libc: 'glibc',
    compile: 'bun-linux-x64',
    runtime: '@oven/bun-linux-x64',
    keyring: '@napi-rs/keyring-linux-x64-gnu',
  },
  'linux-arm64': {
    title: 'Linux on arm64 (glibc)',
    os: 'linux',
    cpu: 'arm64',
    libc: 'glibc',
    compile: 'bun-linux-arm64',
    runtime: '@oven/bun-linux-aarch64',
    keyring: '@napi-rs/keyring-linux-arm64-gnu',
  },
  'linux-x64-musl': {
    title: 'Linux on x64 (musl, such as Alpine; needs libstdc++)',
    os: 'linux',
    cpu: 'x64',
    libc: 'musl',
    compile: 'bun-linux-x64-musl',
    runtime: '@oven/bun-linux-x64-musl',
    keyring: '@napi-rs/keyring-linux-x64-musl',
  },
  'linux-arm64-musl': {
    title: 'Linux on arm64 (musl, such as Alpine; needs libstdc++)',
    os: 'linux',
    cpu: 'arm64',
    libc: 'musl',
    compile: 'bun-linux-arm64-musl',
    runtime: '@oven/bun-linux-aarch64-musl',
    keyring: '@napi-rs/keyring-linux-arm64-musl',
  },
  'darwin-x64': {
    title: 'macOS on Intel',
    os: 'darwin',
    cpu: 'x64',
    compile: 'bun-darwin-x64',
    runtime: '@oven/bun-darwin-x64',
    keyring: '@napi-rs/keyring-darwin-x64',
  },
  'darwin-arm64': {
    title: 'macOS on Apple silicon',
    os: 'darwin',
    cpu: 'arm64',
    compile: 'bun-darwin-arm64',
    runtime: '@oven/bun-darwin-aarch64',
    keyring: '@napi-rs/keyring-darwin-arm64',
  },
  'windows-x64': {
    title: 'Windows on x64',
    os: 'win32',
    cpu: 'x64',
    compile: 'bun-windows-x64',
    runtime: '@oven/bun-windows-x64',
    keyring: '@napi-rs/keyring-win32-x64-msvc',
  },
};

/** The target that this machine is, or undefined where it is none of them. */
export function hostTarget() {
  const { platform, arch } = process;
  return Object.keys(TARGETS).find((name) => {
    const { os, cpu, libc } = TARGETS[name];
    return os === platform && cpu === arch && libc === (platform === 'linux' ? hostLibc() : undefined);
  });
}

function hostLibc() {
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
}

/** @param {string} name */
export function targetOf(name) {
  const target = TARGETS[name];
  if (!target) throw new Error(`${name} is no target: ${Object.keys(TARGETS).join(', ')}`);
  return target;
}

/** Where the executable of a target is built: this machine's own where the tests look for it. @param {string} name */
export function executableOf(name) {
  const file = targetOf(name).os === 'win32' ? 'openai.exe' : 'openai';
  return name === hostTarget() ? `dist/standalone/${file}` : `dist/standalone/${name}/${file}`;
}
