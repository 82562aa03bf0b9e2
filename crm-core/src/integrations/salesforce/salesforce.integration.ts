import { z } from 'zod';
import { ConflictError, UpstreamError } from '../../errors.ts';
import { clientNamed, defineIntegration, oauth2 } from '../layer/define-integration.ts';
import { erasePerson } from './erase-person.ts';
import { SYNCED_OBJECTS } from './objects.ts';
import { startSalesforce } from './start-salesforce.ts';
import { syncSalesforce } from './sync-salesforce.ts';

const MINUTE_MS = 60_000;
/** The feature, and its only stream: what refers to something comes after it. */
const CRM = 'crm';

const isSalesforce = (address: string) => /^https:\/\/[a-z0-9.-]+\.salesforce\.com\/?$/i.test(address);

const salesforceEnv = z.object({
  SALESFORCE_CLIENT_ID: z
    .string()
    .optional()
    .describe(
      'With SALESFORCE_CLIENT_SECRET, an admin connects Salesforce: the consumer key of a connected app of yours, whose callback is PUBLIC_URL with /api/integrations/callback.',
    ),
  SALESFORCE_CLIENT_SECRET: z
    .string()
    .optional()
    .describe('The consumer secret of the app that SALESFORCE_CLIENT_ID names.'),
  SALESFORCE_LOGIN_URL: z
    .url()
    .refine(isSalesforce, 'must be https and end in .salesforce.com')
    .default('https://login.salesforce.com')
    .describe('Where people sign in: https://test.salesforce.com for a sandbox, or your My Domain.'),
  SALESFORCE_API_URL: z
    .url()
    .optional()
    .describe('Another address of Salesforce’s sign-in and API, for tests.'),
});
type Env = z.output<typeof salesforceEnv>;

const at = (path: string) => (env: Env) =>
  `${(env.SALESFORCE_API_URL ?? env.SALESFORCE_LOGIN_URL).replace(/\/$/, '')}${path}`;

const answerSchema = z.object({ instance_url: z.url(), id: z.url() });
const userSchema = z.object({ organization_id: z.string(), preferred_username: z.string() });

export const salesforce = defineIntegration({
  name: 'salesforce',
  title: 'Salesforce',
  env: salesforceEnv,
  needs: ['SALESFORCE_CLIENT_ID', 'SALESFORCE_CLIENT_SECRET'],
  auth: oauth2<Env>({
    issuer: at(''),
    authorizeUrl: at('/services/oauth2/authorize'),
    tokenUrl: at('/services/oauth2/token'),
    revokeUrl: at('/services/oauth2/revoke'),
    client: clientNamed('SALESFORCE'),
    async identify({ call }) {
      const { organization_id, preferred_username } = (
        await call({ path: '/services/oauth2/userinfo' })
      ).json(userSchema);
      return { accountId: organization_id, name: preferred_username };
    },
    // an organisation may move: each refresh says where it is
    details(answer) {
      const read = answerSchema.safeParse(answer);
      if (!read.success)
        throw new UpstreamError('Salesforce does not say where the organisation is. Begin again.');
      return { instanceUrl: read.data.instance_url };
    },
  }),
  bases(env, { instanceUrl = '' }) {
    const own = env.SALESFORCE_API_URL?.replace(/\/$/, '');
    if (instanceUrl !== own && !isSalesforce(instanceUrl))
      throw new ConflictError('Salesforce names an address that is not its own. Connect it anew.');
    return { instance: instanceUrl };
  },
  limits: { calls: { calls: 600, perMs: MINUTE_MS } },
  isThrottled: ({ status, text }) => status === 403 && text().includes('REQUEST_LIMIT_EXCEEDED'),
  setUp: (redirect) => [
    { label: 'Setup, App Manager, New Connected App: callback address', value: redirect },
    { label: 'OAuth scopes', value: 'api, refresh_token' },
    { label: 'Require PKCE', value: 'on' },
    {
      label: 'On Account, Contact, Opportunity and Task: a text field, external id and unique',
      value: 'Clianta_Id__c',
    },
  ],
  async health({ call }) {
    await call({ path: '/services/data/v62.0/limits' });
  },
  erase: erasePerson,
  features: {
    [CRM]: {
      title: 'Salesforce',
      about: 'Companies, contacts, deals and tasks, both ways.',
      scopes: ['api', 'refresh_token'],
      of: 'workspace',
      sync: {
        everyMs: 15 * MINUTE_MS,
        streams: () => ['records'],
        run: syncSalesforce,
        start: startSalesforce,
        sends: [...new Set(SYNCED_OBJECTS.map(({ entity }) => entity))],
      },
    },
  },
});
