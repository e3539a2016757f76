/**
 * Measures one run of one command, under Bun because Node does not tell what a finished child used.
 * Reads `{ command, env, cwd, input, hash }` as JSON from stdin; prints a sample as JSON.
 *
 * Stdout is a pipe that is read to its end, as by the next command of a pipeline: /dev/null would let a program
 * skip the work of writing.
 *
 * A fresh process for each run, because of how Linux counts: a child's peak begins at what its parent held when it
 * was started (the address space is shared until exec). So `floor` is sent along: a peak above it is the child's
 * own, one at the floor only says "no more than that". Bun gives bytes and microseconds.
 */
const { command, env, cwd, input, hash } = await Bun.stdin.json();

// The first spawn of a process costs more than the later ones; nobody should be charged for it.
await Bun.spawn([process.execPath, '--revision'], { stdout: 'ignore', stderr: 'ignore' }).exited;

const started = performance.now();
const child = Bun.spawn(command, {
  env,
  cwd,
  stdin: input === undefined ? 'ignore' : new TextEncoder().encode(input),
  stdout: 'pipe',
  stderr: 'pipe',
});
const floor = process.memoryUsage.rss();
const errors = new Response(child.stderr).text();
const hasher = hash ? new Bun.CryptoHasher('sha1') : undefined;
let bytes = 0;
for await (const chunk of child.stdout) {
  bytes += chunk.length;
  hasher?.update(chunk);
}
const exit = await child.exited;
const milliseconds = performance.now() - started;

const used = child.resourceUsage();
const sample = {
  exit,
  milliseconds,
  cpu: Number(used.cpuTime.total) / 1000,
  peak: used.maxRSS,
  floor,
  bytes,
  hash: hasher?.digest('hex'),
  stderr: (await errors).slice(0, 2000),
};
console.log(JSON.stringify(sample));
