/** What servers that cannot delete through the API offer instead. */
export interface OwnDeletion {
  name: string;
  /** The port it listens on unless told otherwise. */
  port: string;
  /** What removes a model there; `MODEL` stands for the id. */
  command: string;
}

export const OWN_DELETIONS: readonly OwnDeletion[] = [
  { name: 'Ollama', port: '11434', command: 'ollama rm MODEL' },
  { name: 'Docker Model Runner', port: '12434', command: 'docker model rm MODEL' },
];
