import { z } from 'zod';
import { isKnownPhone } from '../../entity/phone-number.ts';
import { apiKey, defineIntegration } from '../layer/define-integration.ts';
import { eraseAtTwilio } from './erase-at-twilio.ts';
import { takeTwilioPush } from './take-push.ts';
import { twilioAccount } from './twilio-account.ts';

const env = z.object({
  TWILIO_API_URL: z.url().optional().describe('Another address of Twilio’s API and prices, for tests.'),
});
type Env = z.output<typeof env>;

const at =
  (own: string, path: string) =>
  ({ TWILIO_API_URL }: Env) =>
    TWILIO_API_URL ? `${TWILIO_API_URL.replace(/\/$/, '')}${path}` : own;

const accountSchema = z.object({ sid: z.string(), friendly_name: z.string(), status: z.string() });

/** A number of the account, or one of its messaging services, which chooses the number by itself. */
const sender = z
  .string({ error: 'is missing' })
  .trim()
  .refine((text) => isKnownPhone(text) || /^MG[0-9a-f]{32}$/.test(text), {
    error: 'is neither a number such as +14155550100 nor a messaging service (MG…)',
  });

/** Text messages and voicemails; see `marketing/phone-message`. */
export const twilio = defineIntegration({
  name: 'twilio',
  title: 'Twilio',
  env,
  needs: [],
  auth: apiKey({
    fields: z.object({
      accountSid: z
        .string({ error: 'is missing' })
        .trim()
        .regex(/^AC[0-9a-f]{32}$/, 'begins with AC and has 34 characters')
        .meta({ label: 'Account SID' }),
      key: z.string({ error: 'is missing' }).trim().min(1, 'is missing').meta({ label: 'Auth token' }),
      nextKey: z
        .string()
        .trim()
        .default('')
        .meta({ label: 'Secondary auth token, while you change it (else empty)' }),
      from: sender.meta({ label: 'From: a number of the account, or a messaging service (MG…)' }),
    }),
    headers: ({ accountSid = '', key = '' }) => ({
      authorization: `Basic ${Buffer.from(`${accountSid}:${key}`).toString('base64')}`,
    }),
    details: ({ accountSid = '', from = '' }) => ({ accountSid, from }),
    async identify({ values, call }) {
      const path = `/2010-04-01/Accounts/${values.accountSid}.json`;
      const { sid, friendly_name: name } = (await call({ path })).json(accountSchema);
      return { accountId: sid, name: `${name}, ${values.from}` };
    },
  }),
  bases: (one) => ({
    api: at('https://api.twilio.com', '')(one),
    pricing: at('https://pricing.twilio.com', '/pricing')(one),
  }),
  // Twilio queues by itself what a number may not send yet
  limits: { calls: { calls: 20, perMs: 1_000 } },
  setUp: (redirect) => [
    {
      label: 'Twilio console, your number or messaging service: what it calls when a message comes in (POST)',
      value: `${new URL(redirect).origin}/integrations/push/twilio/inbound`,
    },
  ],
  async health(connection) {
    const { sid } = await twilioAccount(connection);
    await connection.call({ path: `/2010-04-01/Accounts/${sid}.json` });
  },
  webhook: takeTwilioPush,
  erase: eraseAtTwilio,
  features: {
    sms: {
      title: 'Text messages',
      about: 'Sends and takes text messages; whoever answers STOP gets no more.',
      scopes: [],
      of: 'workspace',
    },
    voice: {
      title: 'Voicemails',
      about: 'Leaves a spoken message where an answering machine takes the call.',
      scopes: [],
      of: 'workspace',
    },
  },
});
