import { fetchFiles } from '@clianta/bot/mail-sync/fetch-files';
import { MailboxSecrets } from '@clianta/bot/outbox/mailbox-secrets';
import { sendMailJob } from '@clianta/bot/outbox/send-mail.job';
import { SmtpConnections } from '@clianta/bot/outbox/smtp-connections';
import { smtpProvider } from '@clianta/bot/outbox/smtp-provider';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { startWorker } from '@clianta/crm-core/work/start-worker';

/** What outbox-kill.test.ts has this process do: send mail until it is killed. */
export interface OutboxProcessOptions {
  mongoUri: string;
  smtpPort: number;
  /** Its clock is so far ahead: what others held has lapsed by then. */
  aheadMs: number;
}

const { mongoUri, smtpPort, aheadMs }: OutboxProcessOptions = JSON.parse(process.argv[2] ?? '');
const { connection } = await openDatabase({ uri: mongoUri, dataDir: '' });
const crm = new CrmCore({ connection, now: () => new Date(Date.now() + aheadMs) });
const secrets = new MailboxSecrets(crm, new SecretBox(['a key of some length']));
const connections = new SmtpConnections({ privateHosts: [`127.0.0.1:${smtpPort}`] });
await startWorker(crm, {
  lane: 'channels',
  jobs: [sendMailJob(smtpProvider(connections, secrets), fetchFiles({ crm, secrets }))],
  context: { crm },
  sweepEveryMs: 100,
});
