/** `sandbox serve`: the practice API on loopback, until interrupted. */
import { CliError } from '../errors.ts';
import { serveSandbox } from '../sandbox/index.ts';
import { openSandbox } from '../sandbox/open.ts';
import { note, type Session } from './session.ts';

export async function sandboxServe(session: Session): Promise<0> {
  const { ctx, flags, out } = session;
  const port = flags.port ?? 0;
  const running = await serveSandbox(openSandbox(ctx, flags.scenario, 'handler'), { port, host: '127.0.0.1' }).catch(
    (error) => {
      const { code, message } = error as NodeJS.ErrnoException;
      const problem = code === 'EADDRINUSE' ? 'another program listens there' : message;
      throw new CliError('cannot-listen', { port, problem });
    },
  );
  const url = `http://127.0.0.1:${running.port}/v1`;
  await out.write(`${url}\n`);
  await out.flush();
  await note(
    session,
    [`Any key will do: openai models list --base-url ${url} --api-key sk-practice`],
    ['Ctrl-C ends it.'],
  );
  await new Promise<void>((resolve) => {
    if (ctx.signal.aborted) resolve();
    else ctx.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await running.close();
  return 0;
}
