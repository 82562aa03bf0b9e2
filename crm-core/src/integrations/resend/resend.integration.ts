import { z } from 'zod';
import { apiKey, defineIntegration } from '../layer/define-integration.ts';
import { takeResendPush } from './take-push.ts';

const env = z.object({
  RESEND_API_URL: z.url().optional().describe('Another address of Resend’s API, for tests.'),
});

const secret = (label: string) =>
  z
    .string()
    .trim()
    .regex(/^(?:whsec_[A-Za-z0-9+/=]+)?$/, 'begins with whsec_')
    .default('')
    .meta({ label });

const domainsSchema = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
});

/** Mail of the mailboxes whose outgoing server is Resend’s goes out by its API, where the same mail twice is one. */
export const resend = defineIntegration({
  name: 'resend',
  title: 'Resend',
  env,
  needs: [],
  auth: apiKey({
    fields: z.object({
      key: z
        .string({ error: 'is missing' })
        .trim()
        .regex(/^re_\w+$/, 'begins with re_')
        .meta({ label: 'API key, with full access' }),
      secret: secret('Signing secret of the webhook'),
      nextSecret: secret('Second signing secret, while you change it (else empty)'),
    }),
    headers: ({ key = '' }) => ({ authorization: `Bearer ${key}` }),
    async identify({ call }) {
      const { data } = (await call({ path: '/domains' })).json(domainsSchema);
      const [first] = data;
      // a key has no name of its own; its domains are whose account it is
      return {
        accountId: first?.id ?? 'no domain yet',
        name: data.map(({ name }) => name).join(', ') || 'No domain yet',
      };
    },
  }),
  bases: ({ RESEND_API_URL }) => ({ api: RESEND_API_URL ?? 'https://api.resend.com' }),
  // https://resend.com/docs/api-reference/rate-limit
  limits: { calls: { calls: 2, perMs: 1_000 } },
  setUp: (redirect) => [
    {
      label: 'Resend, Webhooks: endpoint for email.delivered, email.bounced and email.complained',
      value: `${new URL(redirect).origin}/integrations/push/resend`,
    },
    {
      label: 'Settings, Mailboxes: outgoing server of each address that sends by it',
      value: 'smtp.resend.com',
    },
  ],
  async health({ call }) {
    await call({ path: '/domains' });
  },
  webhook: takeResendPush,
  features: {
    mail: {
      title: 'Mail by Resend',
      about: 'Mailboxes with the outgoing server smtp.resend.com send by its API, and learn what came back.',
      scopes: [],
      of: 'workspace',
    },
  },
});
