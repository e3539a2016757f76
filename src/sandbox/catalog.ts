/**
 * The models of the practice account: OpenAI's as published up to November 2026, and eight fine-tuned ones of a made-up
 * organization. Shutdown dates are the announced ones (https://developers.openai.com/api/docs/deprecations), never
 * invented: `null` means that none is announced, and a row without the entry omits the key, as the API may. From 2026
 * on, `created` is only close to the release day.
 */

/** A model as the API returns it, with keys in the API's order. */
export interface SandboxModel {
  readonly id: string;
  readonly object: 'model';
  /** Unix seconds. */
  readonly created: number;
  readonly owned_by: string;
  /** `YYYY-MM-DD`, or null if none is announced; optional. */
  readonly shutdown_date?: string | null;
}

/** The organization that owns the fine-tuned models. */
export const ORGANIZATION = 'acemeco';

type Row = readonly [id: string, created: number, ownedBy: string, shutdownDate?: string | null];

const ROWS: readonly Row[] = [
  ['gpt-4', 1687882411, 'openai'],
  ['gpt-3.5-turbo', 1677610602, 'openai'],
  ['davinci-002', 1692634301, 'system'],
  ['babbage-002', 1692634615, 'system'],
  ['dall-e-3', 1698785189, 'system'],
  ['dall-e-2', 1698798177, 'system'],
  ['tts-1-hd', 1699046015, 'system', '2027-01-06'],
  ['text-embedding-3-small', 1705948997, 'system', null],
  ['text-embedding-3-large', 1705953180, 'system', null],
  ['gpt-4o', 1715367049, 'system', '2027-01-14'],
  ['gpt-4o-mini-2024-07-18', 1721172717, 'system', '2027-01-14'],
  ['gpt-4o-mini', 1721172741, 'system', '2027-01-14'],
  ['gpt-4o-2024-08-06', 1722814719, 'system', '2027-01-14'],
  ['chatgpt-4o-latest', 1723515131, 'system'],
  ['gpt-4o-audio-preview', 1727460443, 'system', '2026-05-07'],
  ['gpt-4o-realtime-preview', 1727659998, 'system', '2026-05-07'],
  ['omni-moderation-latest', 1731689265, 'system', null],
  ['omni-moderation-2024-09-26', 1732734466, 'system', null],
  ['o1', 1734375816, 'system'],
  ['computer-use-preview', 1734655677, 'system'],
  ['o3-mini', 1737146383, 'system'],
  ['gpt-4o-2024-11-20', 1739331543, 'system', '2027-01-14'],
  ['gpt-4o-transcribe', 1742068463, 'system', '2027-02-26'],
  ['gpt-4o-mini-transcribe', 1742068596, 'system', '2027-02-26'],
  ['gpt-4o-mini-tts', 1742403959, 'system', '2027-01-06'],
  ['o3-2025-04-16', 1744133301, 'system', '2026-12-11'],
  ['o4-mini-2025-04-16', 1744133506, 'system'],
  ['o3', 1744225308, 'system', '2026-12-11'],
  ['o4-mini', 1744225351, 'system'],
  ['gpt-4.1-2025-04-14', 1744315746, 'system', '2027-01-14'],
  ['gpt-4.1', 1744316542, 'system', '2027-01-14'],
  ['gpt-4.1-mini-2025-04-14', 1744317547, 'system', '2027-01-14'],
  ['gpt-4.1-mini', 1744318173, 'system', '2027-01-14'],
  ['gpt-4.1-nano-2025-04-14', 1744321025, 'system', '2026-10-23'],
  ['gpt-4.1-nano', 1744321707, 'system', '2026-10-23'],
  ['gpt-image-1', 1745517030, 'system'],
  ['codex-mini-latest', 1746673257, 'system'],
  ['o3-pro', 1748475349, 'system', '2026-12-11'],
  ['gpt-5-2025-08-07', 1754075360, 'system', '2026-12-11'],
  ['gpt-5', 1754425777, 'system', '2026-12-11'],
  ['gpt-5-mini-2025-08-07', 1754425867, 'system', '2026-12-11'],
  ['gpt-5-mini', 1754425928, 'system', '2026-12-11'],
  ['gpt-5-nano-2025-08-07', 1754426303, 'system', '2026-12-11'],
  ['gpt-5-nano', 1754426384, 'system', '2026-12-11'],
  ['gpt-realtime', 1756271701, 'system', '2027-01-20'],
  ['gpt-audio', 1756339249, 'system', '2027-01-20'],
  ['gpt-5-pro', 1759469822, 'system', '2026-12-11'],
  ['gpt-realtime-mini', 1759517133, 'system'],
  ['gpt-5.1-2025-11-13', 1762800353, 'system', '2027-04-01'],
  ['gpt-5.1', 1762800673, 'system', '2027-04-01'],
  ['gpt-image-1.5', 1764030620, 'system', '2026-12-01'],
  ['gpt-5.2-2025-12-11', 1765313028, 'system', null],
  ['gpt-5.2', 1765313051, 'system', null],
  ['gpt-5.2-pro', 1765343983, 'system', null],
  ['chatgpt-image-latest', 1765925279, 'system', '2026-12-01'],
  ['gpt-5.3-codex', 1770231612, 'system', '2027-04-01'],
  ['gpt-5.4-2026-03-05', 1772664071, 'system', null],
  ['gpt-5.4', 1772664118, 'system', null],
  ['gpt-5.4-mini', 1773694928, 'system', null],
  ['gpt-5.4-nano', 1773694971, 'system', '2027-04-01'],
  ['gpt-image-2', 1776726710, 'system', null],
  ['gpt-5.5-2026-04-23', 1776881133, 'system', null],
  ['gpt-5.5', 1776881190, 'system', null],
  ['gpt-5.5-pro', 1776882046, 'system', null],
  ['gpt-realtime-2', 1778001760, 'system', null],
  ['gpt-5.6-sol', 1783442721, 'system', null],
  ['gpt-5.6-terra', 1783442768, 'system', null],
  ['gpt-5.6-luna', 1783442803, 'system', null],
  ['gpt-6-astra', 1788459610, 'system', null],
  ['gpt-6-sol', 1790011982, 'system', null],
  ['gpt-6-luna', 1790012037, 'system', null],
  ['tts-1', 1681940951, 'openai-internal', '2027-01-06'],
  ['whisper-1', 1677532384, 'openai-internal', '2027-02-26'],
  ['text-embedding-ada-002', 1671217299, 'openai-internal', null],

  [`davinci:ft-${ORGANIZATION}:faq-answers-2023-05-11-16-02-45`, 1683820965, ORGANIZATION],
  [`ft:gpt-3.5-turbo-0125:${ORGANIZATION}:invoice-fields:9HcVr3Zk`, 1713260467, 'user-abc123'],
  [`ft:gpt-4o-mini-2024-07-18:${ORGANIZATION}:support-triage:9xKqSh0f:ckpt-step-90`, 1724073150, ORGANIZATION],
  [`ft:gpt-4o-mini-2024-07-18:${ORGANIZATION}:support-triage:9xKqT2aB`, 1724073652, ORGANIZATION],
  [`ft:gpt-4o-2024-08-06:${ORGANIZATION}:contract-review:ALw8ZpQe`, 1730192118, 'user-abc123'],
  [`ft:gpt-4.1-nano-2025-04-14:${ORGANIZATION}::B7xQ1mNp`, 1748964644, 'user-abc123'],
  [`ft:gpt-4.1-mini-2025-04-14:${ORGANIZATION}:release-notes:CQ2dJ9vL`, 1761041281, ORGANIZATION],
  [`ft:gpt-4o-mini:${ORGANIZATION}:suffix:abc123`, 1773337649, ORGANIZATION],
];

/** Every model of a fresh sandbox, in listing order. */
export const CATALOG: readonly SandboxModel[] = ROWS.map(([id, created, owned_by, shutdown_date]) => ({
  id,
  object: 'model',
  created,
  owned_by,
  ...(shutdown_date === undefined ? {} : { shutdown_date }),
}));

/** How many models the scenario `many` adds to the catalog. */
export const CROWD_SIZE = 100_000;

/** One in this many is fine-tuned, so that there is something to delete, and enough to exceed a limit. */
const FINE_TUNED_INTERVAL = 20;

/** In Unix seconds: the first added model is from 2024-01-01, and one follows every ten minutes. */
const FIRST_CREATED = 1_704_067_200;
const SECONDS_APART = 600;

function crowdModel(index: number): SandboxModel {
  const number = String(index).padStart(6, '0');
  const fineTuned = index % FINE_TUNED_INTERVAL === 0;
  return {
    id: fineTuned ? `ft:gpt-4o-mini-2024-07-18:${ORGANIZATION}:batch:${number}` : `sandbox-model-${number}`,
    object: 'model',
    created: FIRST_CREATED + index * SECONDS_APART,
    owned_by: fineTuned ? ORGANIZATION : 'system',
    ...(fineTuned ? {} : { shutdown_date: null }),
  };
}

/** The catalog and, if requested, the crowd: always the same models in the same order. */
export function* allModels(crowded: boolean): Generator<SandboxModel, void, undefined> {
  yield* CATALOG;
  if (!crowded) return;
  for (let index = 1; index <= CROWD_SIZE; index++) yield crowdModel(index);
}

/** Seconds between two changes of the scenario `changing`. */
export const CHANGES_EVERY = 20;

const APPEARING: SandboxModel = {
  id: 'gpt-7-preview',
  object: 'model',
  created: 1795651200,
  owned_by: 'system',
  shutdown_date: null,
};

/**
 * The models of the scenario `changing` at a given time: first unchanged, then with one more, then with a date on one,
 * then with one fewer, and then unchanged again. All requests at the same time see the same list, in any process.
 * @param seconds since 1970
 */
export function* changingModels(
  models: Iterable<SandboxModel>,
  seconds: number,
): Generator<SandboxModel, void, undefined> {
  const step = Math.floor(seconds / CHANGES_EVERY) % 4;
  for (const model of models) {
    if (step >= 3 && model.id === 'dall-e-3') continue;
    yield step >= 2 && model.id === 'gpt-5.2' ? { ...model, shutdown_date: '2027-10-01' } : model;
  }
  if (step >= 1) yield APPEARING;
}

/** The list of the second practice server, as a local server would have it. */
export const LOCAL_CATALOG: readonly SandboxModel[] = [
  ['gpt-oss:20b', 1754426400],
  ['llama3.3:70b', 1733500800],
  ['qwen3:8b', 1745884800],
  ['gemma3:4b', 1741737600],
  ['mistral-small:24b', 1738195200],
  ['nomic-embed-text:latest', 1708300800],
].map(([id, created]) => ({ id: String(id), object: 'model', created: Number(created), owned_by: 'library' }));
