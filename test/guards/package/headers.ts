/** Files that begin as executables do, and do nothing. */

function start(size: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(size);
  write(bytes);
  return bytes;
}

/** @param machine 62: x64, 183: arm64 */
export const elf = (machine: number, loader: string) =>
  start(8000, (bytes) => {
    bytes.write('\x7fELF', 'latin1');
    bytes.writeUInt16LE(machine, 18);
    bytes.write(loader, 568);
  });

export const macho = (cpu: number) =>
  start(100, (bytes) => {
    bytes.writeUInt32LE(0xfeedfacf, 0);
    bytes.writeUInt32LE(cpu, 4);
  });

export const pe = (machine: number) =>
  start(4096, (bytes) => {
    bytes.write('MZ');
    bytes.writeUInt32LE(0xf8, 60);
    bytes.write('PE\0\0', 0xf8);
    bytes.writeUInt16LE(machine, 0xfc);
  });

export const HEADERS: Readonly<Record<string, Buffer>> = {
  'linux-x64': elf(62, '/lib64/ld-linux-x86-64.so.2'),
  'linux-arm64': elf(183, '/lib/ld-linux-aarch64.so.1'),
  'linux-x64-musl': elf(62, '/lib/ld-musl-x86_64.so.1'),
  'linux-arm64-musl': elf(183, '/lib/ld-musl-aarch64.so.1'),
  'darwin-x64': macho(0x01000007),
  'darwin-arm64': macho(0x0100000c),
  'windows-x64': pe(0x8664),
};
