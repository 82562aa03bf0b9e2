import { z } from 'zod';
import { UpstreamError } from '../../errors.ts';
import { eraseMeetings } from '../calendar/erase-meetings.ts';
import { calendarOf } from '../calendar/send-events.ts';
import { syncCalendar } from '../calendar/sync-calendar.ts';
import { eraseFiles } from '../cloud-files/erase-files.ts';
import type { CallRequest } from '../layer/call-request.ts';
import { clientNamed, defineIntegration, oauth2 } from '../layer/define-integration.ts';
import { closeMailbox, openMailbox } from '../mail/mailbox-of.ts';
import { eraseRows } from '../sheets/erase-rows.ts';
import { gmail } from './gmail.ts';
import { googleCalendar } from './google-calendar.ts';
import { googleDrive } from './google-drive.ts';
import { googleSheets } from './google-sheets.ts';
import { takeGooglePush } from './take-push.ts';
import { watchCalendar } from './watch-calendar.ts';
import { watchGmail } from './watch-gmail.ts';

const MINUTE_MS = 60_000;
const SCOPE = 'https://www.googleapis.com/auth/';

/** Of the installation’s own client at Google, for signing in and for connections. */
export const googleEnv = z.object({
  GOOGLE_CLIENT_ID: z
    .string()
    .optional()
    .describe(
      'With GOOGLE_CLIENT_SECRET, members sign in with their Google account and connect it: an OAuth client of the type “Web application”, whose redirect addresses are PUBLIC_URL with /api/auth/google/callback and with /api/integrations/callback.',
    ),
  GOOGLE_CLIENT_SECRET: z.string().optional().describe('Of the OAuth client that GOOGLE_CLIENT_ID names.'),
  GOOGLE_PUBSUB_TOPIC: z
    .string()
    .regex(/^projects\/[^/]+\/topics\/[^/]+$/, 'must be projects/…/topics/…')
    .optional()
    .describe(
      'A Pub/Sub topic to which Gmail may publish: then mail of Gmail arrives as it comes. Its push subscription goes to PUBLIC_URL with /integrations/push/google/gmail.',
    ),
  GOOGLE_PUBSUB_SENDER: z
    .email()
    .optional()
    .describe('The service account that the push subscription of GOOGLE_PUBSUB_TOPIC signs as.'),
  GOOGLE_API_URL: z.url().optional().describe('Another address of Google’s APIs and tokens, for tests.'),
});
type Env = z.output<typeof googleEnv>;

const at = (own: string, path: string) => (one: Env) =>
  one.GOOGLE_API_URL ? `${one.GOOGLE_API_URL.replace(/\/$/, '')}${path}` : own;

const claimsSchema = z.object({ sub: z.string(), email: z.email() });
/** Google’s own word for “too much”, which comes with 403. */
const TOO_MUCH = /rateLimitExceeded|userRateLimitExceeded|RATE_LIMIT_EXCEEDED|quotaExceeded/;

/** What tells whether a feature works; what has nothing that can be asked without naming a file asks whose account it is. */
const PROBES: Readonly<Record<string, CallRequest>> = {
  calendar: { path: '/colors', limit: 'calendar' },
  mail: { base: 'gmail', path: '/users/me/profile', limit: 'gmail' },
  drive: { base: 'drive', path: '/about', query: { fields: 'user' }, limit: 'drive' },
};
const WHO: CallRequest = { base: 'openid', path: '/userinfo', limit: 'calendar' };

export const google = defineIntegration({
  name: 'google',
  title: 'Google',
  env: googleEnv,
  needs: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  auth: oauth2<Env>({
    issuer: ({ GOOGLE_API_URL }) => GOOGLE_API_URL?.replace(/\/$/, '') ?? 'https://accounts.google.com',
    authorizeUrl: at('https://accounts.google.com/o/oauth2/v2/auth', '/auth'),
    tokenUrl: at('https://oauth2.googleapis.com/token', '/token'),
    revokeUrl: at('https://oauth2.googleapis.com/revoke', '/revoke'),
    client: clientNamed('GOOGLE'),
    scopes: ['openid', 'email'],
    parameters: { access_type: 'offline', include_granted_scopes: 'true' },
    consent: { prompt: 'consent' },
    async identify({ claims }) {
      const known = claimsSchema.safeParse(claims);
      if (!known.success) throw new UpstreamError('Google does not say whose account it is. Begin again.');
      return { accountId: known.data.sub, name: known.data.email };
    },
  }),
  bases: (one) => ({
    calendar: at('https://www.googleapis.com/calendar/v3', '/calendar/v3')(one),
    gmail: at('https://gmail.googleapis.com/gmail/v1', '/gmail/v1')(one),
    gmailUpload: at('https://gmail.googleapis.com/upload/gmail/v1', '/upload/gmail/v1')(one),
    sheets: at('https://sheets.googleapis.com/v4', '/v4')(one),
    openid: at('https://openidconnect.googleapis.com/v1', '/openid/v1')(one),
    drive: at('https://www.googleapis.com/drive/v3', '/drive/v3')(one),
    driveUpload: at('https://www.googleapis.com/upload/drive/v3', '/upload/drive/v3')(one),
  }),
  limits: {
    calendar: { calls: 600, perMs: MINUTE_MS },
    // Google, "Gmail API usage limits": units for each user
    gmail: { calls: 15_000, perMs: MINUTE_MS },
    sheetReads: { calls: 60, perMs: MINUTE_MS },
    sheetWrites: { calls: 60, perMs: MINUTE_MS },
    drive: { calls: 600, perMs: MINUTE_MS },
  },
  linkHosts: ['drive.google.com', 'docs.google.com'],
  isThrottled: (answer) => answer.status === 403 && TOO_MUCH.test(answer.text()),
  setUp: (redirect) => [
    { label: 'Google Cloud console, APIs and services, Credentials: redirect address', value: redirect },
    {
      label: 'APIs to switch on',
      value: 'Google Calendar API, Google Sheets API, Gmail API, Google Drive API',
    },
  ],
  async health({ call, credential: { features } }) {
    for (const name of features) await call(PROBES[name] ?? WHO);
  },
  webhook: takeGooglePush,
  erase: async (connection, person) => [
    ...(await eraseMeetings('Google Calendar', googleCalendar, connection, person)),
    ...(await eraseFiles(googleDrive, connection, person)),
    ...(await eraseRows('Google Sheets', googleSheets, connection, person)),
  ],
  features: {
    calendar: {
      title: 'Google Calendar',
      about: 'Your meetings, both ways; what stands there takes your time here.',
      scopes: [`${SCOPE}calendar.events`, `${SCOPE}calendar.readonly`],
      of: 'person',
      sync: {
        everyMs: 5 * MINUTE_MS,
        streams: ({ credential }) => [calendarOf(credential)],
        run: (run) => syncCalendar(run, googleCalendar),
      },
      watch: watchCalendar,
    },
    mail: {
      title: 'Gmail',
      about: 'Your mailbox: mail is read, and sent once you approve it.',
      // the first reads, and moves to the trash and back
      scopes: [`${SCOPE}gmail.modify`, `${SCOPE}gmail.send`],
      of: 'person',
      mail: gmail,
      watch: watchGmail,
      begin: (connection, scope) => openMailbox(gmail, connection, scope),
      end: closeMailbox,
    },
    sheets: {
      title: 'Google Sheets',
      about: 'Workflows add rows to spreadsheets.',
      scopes: [`${SCOPE}spreadsheets`],
      of: 'workspace',
      sheets: googleSheets,
    },
    drive: {
      title: 'Google Drive',
      about: 'Files, proposals and transcripts that you or workflows save there.',
      // what was made from here, and nothing else
      scopes: [`${SCOPE}drive.file`],
      of: 'workspace',
      files: googleDrive,
    },
  },
});
