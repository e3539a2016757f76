/** What is known of deletion on servers other than OpenAI; see docs/servers.md. */
import { PRESETS, type PresetName } from './presets.ts';

/** What a server that cannot delete through the API offers instead. */
export interface OwnDeletion {
  /** The first words of the advice. */
  where: string;
  /** What to type: `MODEL` stands for the id, `ROOT` for the address without `/v1`. */
  command: string;
}

export const OWN_DELETIONS: Partial<Record<PresetName, OwnDeletion>> = {
  'docker-model-runner': { where: 'On Docker Model Runner', command: 'docker model rm MODEL' },
  'llama-cpp': {
    where: "In llama.cpp's router mode, for a model it has downloaded",
    command: 'curl -X DELETE ROOT/models?model=MODEL',
  },
  localai: { where: 'On LocalAI', command: 'curl -X POST ROOT/models/delete/MODEL' },
  ollama: { where: 'On Ollama', command: 'ollama rm MODEL' },
};

/** What a deletion does where it does not make a model go for good. */
export const DELETION_EFFECTS: Partial<Record<PresetName, string>> = {
  xinference: 'On Xinference this stops the running model.',
};

/** The only preset whose usual port this is; `undefined` where there are several, as at 8080, or none. */
export function presetAtPort(port: string): PresetName | undefined {
  const names = (Object.keys(PRESETS) as PresetName[]).filter((name) => new URL(PRESETS[name].baseUrl).port === port);
  return port !== '' && names.length === 1 ? names[0] : undefined;
}
