import { z } from 'zod';
import { eraseMeetings } from '../calendar/erase-meetings.ts';
import { calendarOf } from '../calendar/send-events.ts';
import { syncCalendar } from '../calendar/sync-calendar.ts';
import { clientNamed, defineIntegration, oauth2 } from '../layer/define-integration.ts';
import { closeMailbox, openMailbox } from '../mail/mailbox-of.ts';
import { entraInWords } from './entra-words.ts';
import { graph } from './graph.ts';
import { microsoftCalendar } from './microsoft-calendar.ts';
import { microsoftMail } from './microsoft-mail.ts';
import { takeMicrosoftPush } from './take-push.ts';
import { watchGraph } from './watch-graph.ts';

const MINUTE_MS = 60_000;
const GRAPH = 'https://graph.microsoft.com';

const microsoftEnv = z.object({
  MICROSOFT_CLIENT_ID: z
    .string()
    .optional()
    .describe(
      'With MICROSOFT_CLIENT_SECRET, members connect their Microsoft 365 account: the application id of an app of yours in Microsoft Entra, whose web redirect address is PUBLIC_URL with /api/integrations/callback.',
    ),
  MICROSOFT_CLIENT_SECRET: z
    .string()
    .optional()
    .describe('The value, not the id, of a client secret of the app that MICROSOFT_CLIENT_ID names.'),
  MICROSOFT_TENANT_ID: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'must be a directory id, a domain, common, organizations or consumers')
    .default('common')
    .describe('Whose accounts may be connected: your directory (tenant) id, or common for all.'),
  MICROSOFT_API_URL: z
    .url()
    .optional()
    .describe('Another address of Microsoft’s sign-in and Graph, for tests.'),
});
type Env = z.output<typeof microsoftEnv>;

const login = (path: string) => (env: Env) =>
  `${env.MICROSOFT_API_URL?.replace(/\/$/, '') ?? 'https://login.microsoftonline.com'}/${env.MICROSOFT_TENANT_ID}${path}`;

const userSchema = z.object({
  id: z.string(),
  mail: z.string().nullish(),
  userPrincipalName: z.string(),
});

export const microsoft = defineIntegration({
  name: 'microsoft',
  title: 'Microsoft 365',
  alsoCalled: ['Microsoft', 'Outlook', 'Office 365', 'M365'],
  env: microsoftEnv,
  needs: ['MICROSOFT_CLIENT_ID', 'MICROSOFT_CLIENT_SECRET'],
  auth: oauth2<Env>({
    issuer: login('/v2.0'),
    authorizeUrl: login('/oauth2/v2.0/authorize'),
    tokenUrl: login('/oauth2/v2.0/token'),
    client: clientNamed('MICROSOFT'),
    // without openid: an ID token names the directory of each account as its issuer, and is not needed
    scopes: ['offline_access', 'User.Read'],
    parameters: { response_mode: 'query' },
    consent: { prompt: 'select_account' },
    inWords: entraInWords,
    scopeNamed: (granted) => granted.replace(`${GRAPH}/`, ''),
    // an app cannot revoke its own grant, and ending all sessions of a person is not for it to do
    grantsUrl: 'https://myapps.microsoft.com',
    async identify({ call }) {
      const me = (await call({ path: '/me', query: { $select: 'id,mail,userPrincipalName' } })).json(
        userSchema,
      );
      return { accountId: me.id, name: me.mail ?? me.userPrincipalName };
    },
  }),
  bases: ({ MICROSOFT_API_URL }) => ({
    graph: `${MICROSOFT_API_URL?.replace(/\/$/, '') ?? GRAPH}/v1.0`,
    // where large files of mails are sent: addresses that Graph gives
    upload: MICROSOFT_API_URL ?? 'https://outlook.office.com',
  }),
  // Microsoft, "Outlook service limits": for each app and mailbox
  limits: { graph: { calls: 10_000, perMs: 10 * MINUTE_MS } },
  setUp: (redirect) => [
    {
      label: 'Microsoft Entra admin centre, App registrations: redirect address, of the kind Web',
      value: redirect,
    },
    {
      label: 'Delegated permissions of Microsoft Graph',
      value: 'offline_access, User.Read, Calendars.ReadWrite, Mail.ReadWrite, Mail.Send',
    },
  ],
  async health(connection) {
    await graph(connection, { path: '/me', query: { $select: 'id' } });
  },
  webhook: takeMicrosoftPush,
  erase: (connection, person) => eraseMeetings('Outlook Calendar', microsoftCalendar, connection, person),
  features: {
    calendar: {
      title: 'Outlook Calendar',
      about: 'Your meetings, both ways; what stands there takes your time here.',
      scopes: ['Calendars.ReadWrite'],
      of: 'person',
      sync: {
        everyMs: 5 * MINUTE_MS,
        streams: ({ credential }) => [calendarOf(credential)],
        run: (run) => syncCalendar(run, microsoftCalendar),
      },
      watch: watchGraph(
        ({ credential }) => [calendarOf(credential)],
        'created,updated,deleted',
        (calendar) =>
          calendar === 'primary' ? '/me/events' : `/me/calendars/${encodeURIComponent(calendar)}/events`,
      ),
    },
    mail: {
      title: 'Outlook Mail',
      about: 'Your mailbox: mail is read, and sent once you approve it.',
      scopes: ['Mail.ReadWrite', 'Mail.Send'],
      of: 'person',
      mail: microsoftMail,
      watch: watchGraph(
        () => ['inbox'],
        'created',
        (folder) => `/me/mailFolders('${folder}')/messages`,
      ),
      begin: (connection, scope) => openMailbox(microsoftMail, connection, scope),
      end: closeMailbox,
    },
  },
});
