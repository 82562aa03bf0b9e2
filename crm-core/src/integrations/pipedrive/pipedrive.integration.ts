import { z } from 'zod';
import { apiKey, defineIntegration } from '../layer/define-integration.ts';
import { pipedriveSource } from './pipedrive-source.ts';

const pipedriveEnv = z.object({
  PIPEDRIVE_API_URL: z.url().optional().describe('Another address of Pipedrive’s API, for tests.'),
});

const meSchema = z.object({ data: z.object({ company_id: z.number(), company_name: z.string() }) });

export const pipedrive = defineIntegration({
  name: 'pipedrive',
  title: 'Pipedrive',
  env: pipedriveEnv,
  needs: [],
  auth: apiKey({
    fields: z.object({ key: z.string().trim().min(1, 'is missing').meta({ label: 'API token' }) }),
    headers: ({ key = '' }) => ({ 'x-api-token': key }),
    async identify({ call }) {
      const { data } = (await call({ path: '/users/me', base: 'old' })).json(meSchema);
      return { accountId: String(data.company_id), name: data.company_name };
    },
  }),
  bases({ PIPEDRIVE_API_URL }) {
    const host = PIPEDRIVE_API_URL?.replace(/\/$/, '') ?? 'https://api.pipedrive.com';
    return { api: `${host}/api/v2`, old: `${host}/v1` };
  },
  limits: { calls: { calls: 40, perMs: 2_000 } },
  setUp: () => [{ label: 'Personal preferences, API', value: 'Your personal API token' }],
  async health({ call }) {
    await call({ path: '/users/me', base: 'old' });
  },
  features: {
    import: {
      title: 'Pipedrive',
      about: 'People, organisations and deals, brought in.',
      scopes: [],
      of: 'workspace',
      source: pipedriveSource,
    },
  },
});
