/** The servers of other projects that the script starts, with models that do not exist, and what each must come to. */
import { KEY, MISSING } from './steps.mjs';

/**
 * @typedef {object} Program
 * @property {string} name for `--only`
 * @property {string} title
 * @property {string} preset the preset that stands for it
 * @property {string} environment names the file of pinned packages, `ENVIRONMENT.txt`
 * @property {string} package the one whose version counts
 * @property {string} path of its API
 * @property {(port: number) => Record<string, unknown>} files written to its folder before it starts, as JSON
 * @property {readonly string[]} [before] a Python script of this folder with its arguments, run before it starts
 * @property {(port: number) => readonly string[]} args of Python
 * @property {Readonly<Record<string, string>>} [env]
 * @property {import('./steps.mjs').Ids} ids
 * @property {import('./steps.mjs').Expectations} expected
 */

/** Nothing listens there: the discard port. */
const NOWHERE = 'http://127.0.0.1:9';
const FINE_TUNED = 'ft:gpt-4o-mini:acemeco:suffix:abc123';
const FROM_LIST = 'it was taken from the list';
const NO_ROUTE = 'but has no way to delete it (404)';
const NO_MODEL = `no model '${MISSING}' was found (404)`;

const litellmIds = { plain: 'tiny', slash: 'acme/seven-b', colon: FINE_TUNED };
const litellmAll = Object.values(litellmIds);

/** @type {Program} */
const litellm = {
  name: 'litellm',
  title: 'LiteLLM proxy',
  preset: 'litellm',
  environment: 'litellm',
  package: 'litellm',
  path: '/v1',
  files: () => ({
    'config.yaml': {
      model_list: litellmAll.map((name) => ({
        model_name: name,
        litellm_params: { model: 'openai/none', api_base: NOWHERE, api_key: 'none' },
      })),
      general_settings: { master_key: KEY },
      litellm_settings: { telemetry: false },
    },
  }),
  args: (port) => [
    ...['-c', 'from litellm import run_server; run_server()'],
    ...['--config', 'config.yaml', '--host', '127.0.0.1', '--port', `${port}`, '--telemetry', 'False'],
  ],
  env: { LITELLM_LOCAL_MODEL_COST_MAP: 'True', LITELLM_TELEMETRY: 'False' },
  ids: litellmIds,
  expected: {
    list: { exit: 0, ids: litellmAll },
    table: { exit: 0, ids: litellmAll },
    ids: { exit: 0, ids: litellmAll },
    plain: { exit: 0, ids: [litellmIds.plain] },
    slash: { exit: 0, ids: [litellmIds.slash], says: FROM_LIST },
    colon: { exit: 0, ids: [litellmIds.colon] },
    missing: { exit: 5, says: 'does not exist or is not accessible' },
    deletion: { exit: 1, says: 'does not support DELETE here (405)' },
    after: { exit: 0, ids: litellmAll },
    nothing: { exit: 1, says: 'does not support DELETE here (405)' },
    wrongKey: { exit: 1, says: 'No connected db.' },
    noKey: { exit: 4, says: 'No api key passed in.' },
  },
};

const stackIds = { plain: 'tiny', slash: 'acme/seven-b', colon: 'my:model@v1' };
const stackAll = Object.values(stackIds);

/** @type {Program} */
const llamaStack = {
  name: 'llama-stack',
  title: 'Llama Stack',
  preset: 'llama-stack',
  environment: 'llama-stack',
  package: 'llama_stack',
  path: '/v1',
  files: (port) => ({
    'run.yaml': {
      version: '2',
      image_name: 'tiny',
      apis: ['inference'],
      providers: {
        inference: [
          { provider_id: 'none', provider_type: 'remote::passthrough', config: { url: NOWHERE, api_key: 'none' } },
        ],
      },
      metadata_store: { type: 'sqlite', db_path: './registry.db' },
      models: stackAll.map((id) => ({ model_id: id, provider_id: 'none', provider_model_id: id, model_type: 'llm' })),
      server: { host: '127.0.0.1', port },
    },
  }),
  args: (port) => ['-m', 'llama_stack.distribution.server.server', '--config', 'run.yaml', '--port', `${port}`],
  env: { OTEL_SDK_DISABLED: 'true' },
  ids: stackIds,
  expected: {
    list: { exit: 0, ids: stackAll },
    table: { exit: 0, ids: stackAll },
    ids: { exit: 0, ids: stackAll },
    plain: { exit: 0, ids: [stackIds.plain] },
    slash: { exit: 0, ids: [stackIds.slash] },
    colon: { exit: 0, ids: [stackIds.colon] },
    missing: { exit: 5, says: `Model '${MISSING}' not found` },
    deletion: { exit: 0, ids: [stackIds.colon] },
    after: { exit: 0, ids: stackAll.filter((id) => id !== stackIds.colon) },
    nothing: { exit: 5, says: `Model '${MISSING}' not found` },
    wrongKey: { exit: 0, ids: stackAll.filter((id) => id !== stackIds.colon) },
    noKey: { exit: 0, ids: stackAll.filter((id) => id !== stackIds.colon) },
  },
};

/** @type {Program} */
const llamaStackOpenai = {
  ...llamaStack,
  name: 'llama-stack-openai',
  title: 'Llama Stack, OpenAI routes',
  path: '/v1/openai/v1',
  expected: {
    ...llamaStack.expected,
    plain: { exit: 0, ids: [stackIds.plain], says: FROM_LIST },
    slash: { exit: 0, ids: [stackIds.slash], says: FROM_LIST },
    colon: { exit: 0, ids: [stackIds.colon], says: FROM_LIST },
    missing: { exit: 5, says: 'not among them' },
    deletion: { exit: 5, says: NO_ROUTE },
    after: { exit: 0, ids: stackAll },
    nothing: { exit: 5, says: NO_MODEL },
    wrongKey: { exit: 0, ids: stackAll },
    noKey: { exit: 0, ids: stackAll },
  },
};

const cppIds = { plain: 'tiny', slash: 'acme/tiny', colon: 'tiny:latest' };
const cppAll = Object.values(cppIds);

/** @type {Program} */
const llamaCppPython = {
  name: 'llama-cpp-python',
  title: 'llama-cpp-python',
  preset: 'llama-cpp-python',
  environment: 'llama-cpp-python',
  package: 'llama_cpp_python',
  path: '/v1',
  before: ['tiny.py', 'tiny.gguf'],
  files: (port) => ({
    'config.json': {
      host: '127.0.0.1',
      port,
      api_key: KEY,
      models: cppAll.map((id) => ({ model: 'tiny.gguf', model_alias: id, n_ctx: 64 })),
    },
  }),
  args: () => ['-m', 'llama_cpp.server', '--config_file', 'config.json'],
  ids: cppIds,
  expected: {
    list: { exit: 0, ids: cppAll },
    table: { exit: 0, ids: cppAll },
    ids: { exit: 0, ids: cppAll },
    plain: { exit: 0, ids: [cppIds.plain], says: FROM_LIST },
    slash: { exit: 0, ids: [cppIds.slash], says: FROM_LIST },
    colon: { exit: 0, ids: [cppIds.colon], says: FROM_LIST },
    missing: { exit: 5, says: 'not among them' },
    deletion: { exit: 5, says: NO_ROUTE },
    after: { exit: 0, ids: cppAll },
    nothing: { exit: 5, says: NO_MODEL },
    wrongKey: { exit: 4, says: 'Invalid API key' },
    noKey: { exit: 4, says: 'Invalid API key' },
  },
};

export const PROGRAMS = [litellm, llamaStack, llamaStackOpenai, llamaCppPython];
