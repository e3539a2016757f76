/** `sandbox serve`: the practice API on loopback, until interrupted. */
import { CliError } from '../errors/error.ts';
import { openSandbox } from '../sandbox/handler.ts';
import { serveSandbox } from '../sandbox/server.ts';
import { sandboxStore } from '../sandbox/state.ts';
import { note, type Session } from '../session/session.ts';
import { orDefault } from '../spec/flags.ts';

export async function sandboxServe(session: Session): Promise<0> {
  const { ctx, flags, out } = session;
  const port = orDefault(flags, 'port');
  const running = await serveSandbox(openSandbox(ctx, flags.scenario, 'handler'), { port, host: '127.0.0.1' }).catch(
    (error) => {
      const { code, message } = error as NodeJS.ErrnoException;
      const problem = code === 'EADDRINUSE' ? 'another program is using it' : message;
      throw new CliError('cannot-listen', { port, problem });
    },
  );
  const url = `http://127.0.0.1:${running.port}/v1`;
  await out.write(`${url}\n`);
  await out.flush();
  await note(
    session,
    [`Any key will do: openai models list --base-url ${url} --api-key sk-practice`],
    ['Press Ctrl-C to stop.'],
  );
  await new Promise<void>((resolve) => {
    if (ctx.signal.aborted) resolve();
    else ctx.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await running.close();
  return 0;
}

// `sandbox reset`: restores what was deleted in the practice API.

export async function sandboxReset(session: Session): Promise<0> {
  const store = sandboxStore(session.ctx);
  try {
    store.reset();
  } catch (error) {
    throw new CliError('state-failed', {
      path: 'the state of the sandbox',
      problem: (error as Error).message,
      next: undefined,
    });
  }
  await note(session, ['The sandbox is reset: all models are back.']);
  return 0;
}
