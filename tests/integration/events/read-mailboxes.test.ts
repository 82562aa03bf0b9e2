import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { SYNC_MAIL_ACCOUNT } from '@clianta/crm-core/marketing/mail-sync/mail-sync-orders';
import { waitingJobs } from '@clianta/crm-core/work/waiting-job';
import { readMailboxes } from '@clianta/jobs/clock/read-mailboxes';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';

describe('mailboxes', () => {
  it('are read at every tick, not only the first time', async ({ db, home }) => {
    const { crm } = db;
    const { workspaceId } = home;
    await crm.records(EmailAccount).create(home.system, {
      address: 'sam@read.example',
      ownerId: home.scope.actor.id,
      imap: { host: 'imap.read.example', port: 993, security: 'tls' },
    });
    const tick = () => readMailboxes.run({ crm } as never, { workspaceId, timeZone: 'UTC', slot: 'now' });
    const waiting = async () =>
      (await crm.work.list(workspaceId, { states: ['waiting'], limit: 10 })).filter(
        ({ job }) => job === SYNC_MAIL_ACCOUNT.name,
      ).length;
    for (let at = 0; at < 3; at++) {
      await tick();
      expect(await waiting()).toBe(1);
      await waitingJobs(crm.store.connection).updateMany(
        { workspaceId, job: SYNC_MAIL_ACCOUNT.name },
        { $set: { state: 'done' } },
      );
    }
  });
});
