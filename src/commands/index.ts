/** Which module runs which command: each is loaded when it is used. */
import type { CommandName } from '../spec/commands.ts';
import type { Command } from './session.ts';

export const LOADERS = {
  'models list': async () => (await import('./models-list.ts')).modelsList,
  'models retrieve': async () => (await import('./models-retrieve.ts')).modelsRetrieve,
  'models delete': async () => (await import('./models-delete.ts')).modelsDelete,
  'sandbox serve': async () => (await import('./sandbox-serve.ts')).sandboxServe,
  'sandbox reset': async () => (await import('./sandbox-reset.ts')).sandboxReset,
  help: async () => (await import('./help.ts')).help,
} as const satisfies Record<CommandName, () => Promise<Command>>;
