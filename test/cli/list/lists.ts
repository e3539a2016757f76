/** Lists of three shapes: OpenAI's with fine-tuned models, OpenRouter's, Ollama's. */
import { listOf, model } from '../../support/models.ts';

const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / 1000;

export const OPENAI = listOf(
  model('gpt-4o', { created: day('2024-05-10'), owned_by: 'system', shutdown_date: '2026-03-01' }),
  model('gpt-4.9', { created: day('2025-04-10'), owned_by: 'openai', shutdown_date: null }),
  model('gpt-4.10', { created: day('2025-06-10'), owned_by: 'openai' }),
  model('gpt-4o-mini-2024-07-18', { created: day('2024-07-18'), owned_by: 'system', shutdown_date: '2026-06-01' }),
  model('text-embedding-3-small', { created: 0, owned_by: 'System' }),
  model('davinci:ft-acmeco:faq-2023-05-11', { created: day('2023-05-11'), owned_by: 'acmeco' }),
  model('ft:gpt-4o-mini-2024-07-18:acmeco:triage:abc', { created: day('2024-08-19'), owned_by: 'acmeco' }),
  model('ft:gpt-4o:other:x:1', { created: day('2025-12-20'), owned_by: 'user-1', shutdown_date: '2026-02-01' }),
  model('ft:gpt-4.9:acmeco::z9', { created: day('2026-01-10'), owned_by: 'acmeco' }),
);

/** No `object`, no owner; prices are strings; an id with a tilde, one with a colon. */
export const OPENROUTER = JSON.stringify({
  data: [
    {
      id: 'acme/large:free',
      canonical_slug: 'acme/large',
      name: 'Acme Large (free)',
      created: day('2025-11-01'),
      context_length: 131072,
      pricing: { prompt: '0', completion: '0' },
      expiration_date: null,
    },
    {
      id: 'acme/large',
      name: 'Acme Large',
      created: day('2025-11-01'),
      context_length: 131072,
      pricing: { prompt: '0.0000012', completion: '0.000006' },
      expiration_date: '2026-02-14',
    },
    {
      id: '~other/latest',
      name: 'Other',
      created: day('2026-01-12'),
      context_length: null,
      pricing: { prompt: '0.00000015', completion: '0.0000006' },
    },
  ],
  links: { next: null },
});

/** Times are now; ids have tags and namespaces. */
export const OLLAMA = listOf(
  model('tiny:latest', { created: day('2026-01-15'), owned_by: 'library' }),
  model('acme/tiny:v10', { created: day('2026-01-14'), owned_by: 'acme' }),
  model('acme/tiny:v9', { created: day('2026-01-14'), owned_by: 'acme' }),
  model('hf.example/acme/Demo-GGUF:Q4_K_M', { created: day('2025-10-01'), owned_by: 'hf.example' }),
);
