import { IdleMailboxes } from '@clianta/bot/mail-sync/idle-mailboxes';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { describe, expect, vi } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { anImapServer, hasDovecot } from '../../support/imap-server.ts';

const ME = 'sam@own-firm.example';
const mail = (id: string) =>
  `From: Jane <jane@acme.example>\nTo: ${ME}\nSubject: Hi\nMessage-ID: <${id}>\n\nHello\n`;
const LOOK_MS = 100;

const it = crmTest
  // it looks at the mailboxes of all workspaces
  .extend('crmOptions', { scope: 'file' }, () => ({ isOwn: true }))
  .extend('server', async ({ db: _db }, { onCleanup }) => {
    const server = await anImapServer();
    onCleanup(server.close);
    return server;
  })
  .extend('account', ({ db, home, server }) =>
    db.crm.records(EmailAccount).create(home.system, {
      address: ME,
      ownerId: home.scope.actor.id,
      imap: { host: '127.0.0.1', port: server.port, security: 'none' },
    }),
  )
  /** The readings that were ordered, and processes that listen. */
  .extend('listening', ({ db, server, account }, { onCleanup }) => {
    const ordered: string[] = [];
    db.crm.enqueue = async (_job, data) => {
      ordered.push(String((data as { accountId?: string }).accountId));
      return { id: 'job', isNew: true } as never;
    };
    const running: IdleMailboxes[] = [];
    const hosts = { privateHosts: [`127.0.0.1:${server.port}`] };
    onCleanup(async () => {
      for (const one of running) await one.stop();
    });
    return {
      account,
      of: () => ordered.filter((id) => id === account.id).length,
      begin() {
        const own = new IdleMailboxes({ crm: db.crm, secrets: { passwordOf: async () => 'secret' }, hosts });
        running.push(own);
        own.start(LOOK_MS);
        return own;
      },
    };
  });

const soon = { timeout: 8_000, interval: 50 };

describe.skipIf(!hasDovecot)('a mailbox that is listened at', () => {
  it('has its mail read within seconds of its arrival, once by however many processes', async ({
    server,
    listening,
  }) => {
    listening.begin();
    listening.begin();
    // what came before anybody listened
    await vi.waitFor(() => expect(listening.of()).toBe(1), soon);
    await server.put(mail('a@x'));
    await vi.waitFor(() => expect(listening.of()).toBe(2), soon);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(listening.of()).toBe(2);
  });

  it('is listened at again when the connection was lost, and by another process when one ends', async ({
    server,
    listening,
  }) => {
    const first = listening.begin();
    await vi.waitFor(() => expect(listening.of()).toBe(1), soon);
    server.cutAfter(0);
    await server.put(mail('b@x'));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    server.cutAfter(undefined);
    await vi.waitFor(() => expect(listening.of()).toBeGreaterThan(1), soon);
    await first.stop();
    const before = listening.of();
    listening.begin();
    await vi.waitFor(() => expect(listening.of()).toBe(before + 1), soon);
  });

  it('is left alone once its password is refused or it is removed', async ({
    db,
    home,
    server,
    listening,
  }) => {
    listening.begin();
    await vi.waitFor(() => expect(listening.of()).toBe(1), soon);
    await db.crm.records(EmailAccount).update(home.system, listening.account.id, { state: 'reconnect' });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await server.put(mail('c@x'));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(listening.of()).toBe(1);
  });
});
