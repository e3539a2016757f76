/** The practice API: the models of a made-up account behind the real API's rules. Nothing here uses the network. */

export { SCENARIO_HINTS, SCENARIOS, type Scenario } from '../spec/types.ts';
export { createSandbox, type SandboxHandler, type SandboxOptions } from './handler.ts';
export { type RunningSandbox, serveSandbox } from './server.ts';
export { fileStore, memoryStore, type SandboxState, SandboxStateError, type SandboxStore } from './state.ts';
