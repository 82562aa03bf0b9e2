import { z } from 'zod';
import { apiKey, defineIntegration } from '../layer/define-integration.ts';
import { takeApolloPush } from './take-push.ts';

const env = z.object({
  APOLLO_API_URL: z.url().optional().describe('Another address of Apollo’s API, for tests.'),
});

const healthSchema = z.object({ is_logged_in: z.literal(true, 'is not true: Apollo does not know the key') });
const HEALTH = { path: '/v1/auth/health' } as const;

/** Looks people up, for credits; see `enrich-contacts.ts`. */
export const apollo = defineIntegration({
  name: 'apollo',
  title: 'Apollo',
  env,
  needs: [],
  auth: apiKey({
    fields: z.object({
      key: z.string({ error: 'is missing' }).trim().min(1, 'is missing').meta({ label: 'API key (master)' }),
    }),
    headers: ({ key = '' }) => ({ 'x-api-key': key }),
    async identify({ call }) {
      (await call(HEALTH)).json(healthSchema);
      // keys say nothing of whose they are: a new one takes the place of the old
      return { accountId: 'apollo', name: 'Apollo' };
    },
  }),
  bases: ({ APOLLO_API_URL }) => ({ api: APOLLO_API_URL ?? 'https://api.apollo.io' }),
  // what free accounts are allowed; larger ones are told apart by their answers alone
  limits: { minute: { calls: 50, perMs: 60_000 } },
  async health({ call }) {
    (await call(HEALTH)).json(healthSchema);
  },
  webhook: takeApolloPush,
  features: {
    enrich: {
      title: 'Enrichment',
      about: 'Fills in what is missing of people, when you say so and in workflows. Costs credits.',
      scopes: [],
      of: 'workspace',
    },
    phones: {
      title: 'Phone numbers',
      about:
        'Each look-up asks for phone numbers too, which come some minutes later and cost up to 8 credits a person.',
      scopes: [],
      of: 'workspace',
    },
    nightly: {
      title: 'Enrichment every night',
      about: 'At 02:00 the leads that were never looked up, the best first, up to 50.',
      scopes: [],
      of: 'workspace',
    },
  },
});
