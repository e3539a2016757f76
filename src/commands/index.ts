/** Maps commands to modules; each module is loaded when its command is used. */

import type { Command } from '../session/session.ts';
import type { CommandName, HiddenName } from '../spec/commands.ts';

export const LOADERS = {
  'models list': async () => {
    const { modelsList } = await import('./models/list.ts');
    // `explore` is a format of the list as well as a command of its own.
    return async (session) =>
      session.flags.format === 'explore'
        ? (await import('./models/explore.ts')).modelsExplore(session)
        : modelsList(session);
  },
  'models explore': async () => (await import('./models/explore.ts')).modelsExplore,
  'models retrieve': async () => (await import('./models/retrieve.ts')).modelsRetrieve,
  'models compare': async () => (await import('./models/compare.ts')).modelsCompare,
  'models delete': async () => (await import('./models/delete.ts')).modelsDelete,
  'models check': async () => (await import('./models/check.ts')).modelsCheck,
  'models snapshot': async () => (await import('./models/snapshot.ts')).modelsSnapshot,
  'models diff': async () => (await import('./models/diff.ts')).modelsDiff,
  'models watch': async () => (await import('./models/watch.ts')).modelsWatch,
  'details show': async () => (await import('./details/show.ts')).detailsShow,
  'details update': async () => (await import('./details/update.ts')).detailsUpdate,
  doctor: async () => (await import('./doctor.ts')).doctor,
  'sandbox serve': async () => (await import('./sandbox.ts')).sandboxServe,
  'sandbox reset': async () => (await import('./sandbox.ts')).sandboxReset,
  'profiles list': async () => (await import('./profiles/list.ts')).profilesList,
  'profiles show': async () => (await import('./profiles/show.ts')).profilesShow,
  'profiles add': async () => (await import('./profiles/add.ts')).profilesAdd,
  'profiles remove': async () => (await import('./profiles/remove.ts')).profilesRemove,
  'profiles use': async () => (await import('./profiles/use.ts')).profilesUse,
  login: async () => (await import('./login.ts')).login,
  logout: async () => (await import('./login.ts')).logout,
  completion: async () => (await import('./completion.ts')).completion,
  'docs man': async () => (await import('./docs.ts')).docsMan,
  'docs reference': async () => (await import('./docs.ts')).docsReference,
  help: async () => (await import('./help.ts')).help,
  '@completion': async () => (await import('./completion.ts')).completion,
  '@manpages': async () => (await import('./docs.ts')).manpages,
  '__remember-models': async () => (await import('./refresh-model-cache.ts')).refreshModelCache,
} as const satisfies Record<CommandName | HiddenName, () => Promise<Command>>;
