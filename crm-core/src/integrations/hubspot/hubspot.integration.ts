import { z } from 'zod';
import { apiKey, defineIntegration } from '../layer/define-integration.ts';
import { hubspotSource } from './hubspot-source.ts';

const hubspotEnv = z.object({
  HUBSPOT_API_URL: z.url().optional().describe('Another address of HubSpot’s API, for tests.'),
});

export const hubspot = defineIntegration({
  name: 'hubspot',
  title: 'HubSpot',
  env: hubspotEnv,
  needs: [],
  auth: apiKey({
    fields: z.object({
      key: z.string().trim().min(1, 'is missing').meta({ label: 'Access token of a private app' }),
    }),
    headers: ({ key = '' }) => ({ authorization: `Bearer ${key}` }),
    async identify({ call }) {
      const { portalId } = (await call({ path: '/account-info/v3/details' })).json(
        z.object({ portalId: z.number() }),
      );
      return { accountId: String(portalId), name: `HubSpot ${portalId}` };
    },
  }),
  bases: ({ HUBSPOT_API_URL }) => ({ api: HUBSPOT_API_URL ?? 'https://api.hubapi.com' }),
  limits: { calls: { calls: 100, perMs: 10_000 } },
  setUp: () => [
    {
      label: 'Settings, Integrations, Private apps: scopes',
      value: 'crm.objects.contacts.read, crm.objects.companies.read, crm.objects.deals.read',
    },
  ],
  async health({ call }) {
    await call({ path: '/account-info/v3/details' });
  },
  features: {
    import: {
      title: 'HubSpot',
      about: 'Contacts, companies and deals, brought in.',
      scopes: [],
      of: 'workspace',
      source: hubspotSource,
    },
  },
});
