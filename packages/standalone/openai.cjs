#!/usr/bin/env node
/**
 * The command of the package openai-models-standalone: this process becomes the executable for the platform. Where it
 * cannot (Windows, Node before 22.15, no executable installed), it runs the Node package, which does the same.
 */
const { accessSync, constants } = require('node:fs');
const { dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');

/** The executables of each platform, each with the files of the system without which it would not start. */
const EXECUTABLES = {
  'linux x64': [
    { name: 'openai-models-linux-x64', needs: ['/lib64/ld-linux-x86-64.so.2'] },
    { name: 'openai-models-linux-x64-musl', needs: ['/lib/ld-musl-x86_64.so.1', '/usr/lib/libstdc++.so.6'] },
  ],
  'linux arm64': [
    { name: 'openai-models-linux-arm64', needs: ['/lib/ld-linux-aarch64.so.1'] },
    { name: 'openai-models-linux-arm64-musl', needs: ['/lib/ld-musl-aarch64.so.1', '/usr/lib/libstdc++.so.6'] },
  ],
  'darwin x64': [{ name: 'openai-models-darwin-x64', needs: [] }],
  'darwin arm64': [{ name: 'openai-models-darwin-arm64', needs: [] }],
};

/** The executable's path. All is asked before the call that replaces the process: from some of its failures no Node returns. */
function findExecutable() {
  if (typeof process.execve !== 'function') return undefined;
  for (const { name, needs } of EXECUTABLES[`${process.platform} ${process.arch}`] ?? [])
    try {
      for (const file of needs) accessSync(file);
      const executable = require.resolve(`${name}/bin/openai`);
      accessSync(executable, constants.X_OK);
      return executable;
    } catch {
      // Not installed, not for this system, or installed without its permissions.
    }
  return undefined;
}

const executable = findExecutable();
if (executable) process.execve(executable, [executable, ...process.argv.slice(2)], process.env);

const manifest = require.resolve('openai-models/package.json');
import(pathToFileURL(join(dirname(manifest), require(manifest).bin.openai)).href);
