import { microsoft as microsoftIntegration } from '@clianta/crm-core/integrations/microsoft/microsoft.integration';
import { describe, expect, it } from 'vitest';
import { microsoftAccount } from '../../support/microsoft-account.ts';
import { MicrosoftStandIn } from '../../support/microsoft-stand-in.ts';
import { aContact } from '../../support/test-crm.ts';
import { mailVendorContract, source } from './mail-vendor.contract.ts';

const MINUTE = 60_000;
const microsoft = new MicrosoftStandIn();
const outlook = microsoft.mail;
const isSend = ({ path }: { path: string }) => path.endsWith('/send');
const PLACES = { inbox: 'inbox', sent: 'sentitems', junk: 'junkemail', trash: 'deleteditems' };

const mail = mailVendorContract({
  kind: 'outlook',
  integration: microsoftIntegration,
  start: async () => void (await microsoft.start()),
  stop: () => microsoft.stop(),
  env: () => microsoft.env,
  clear: () => microsoft.clear(),
  connect: (db, scope, email) => microsoftAccount(db, microsoft, scope, ['mail'], email),
  put: (text, place = 'inbox', at = new Date(), isTold = true) =>
    void outlook.put(text, PLACES[place], at, isTold),
  in: (place) => outlook.in(PLACES[place]),
  sentTo: () => outlook.in('sentitems').map(({ to, cc, bcc }) => [...to, ...cc, ...bcc].sort()),
  pages: (size) => {
    outlook.pageSize = size;
  },
  forget: () => {
    outlook.lost = { status: 410, code: 'syncStateNotFound' };
  },
  sourcesRead: () => microsoft.calls.filter(({ path }) => path.endsWith('$value')).length,
  fail: (fault) => void microsoft.faults.push({ fault }),
  failSend: (fault) => void microsoft.faults.push({ on: isSend, fault }),
  refuseSignIn(isRefused) {
    microsoft.expireAccess();
    microsoft.tokenFault = isRefused
      ? { status: 400, error: 'invalid_grant', description: 'AADSTS700082: too old' }
      : undefined;
  },
});
const { sync, mails, threads, outbox, queued } = mail;
const sent = () => outlook.in('sentitems');
const statusOf = async (id: string) => (await mail.mailOf(id)).status;

describe('a mail that is sent by Graph', () => {
  it('is a draft whose id is kept before it goes, and names nobody who gets it in secret', async () => {
    const id = await queued({ bcc: [{ address: 'boss@own.example' }] });
    await outbox().runDue(mail.home());
    const [there] = sent();
    expect((await mail.mailOf(id)).providerId).toBe(there?.id);
    expect(there?.mime.toString()).not.toContain('boss@own.example');
  });

  it('is known by the Message-ID that Graph gives it, so that answers find its thread', async () => {
    await aContact(mail.db().crm, mail.home().scope, { name: 'Ada Quist', email: 'ada@northwind.example' });
    outlook.renames = true;
    await sync();
    await queued({ subject: 'Offer' });
    await outbox().runDue(mail.home());
    const messageId = sent()[0]?.messageId ?? '';
    outlook.put(
      source({
        from: 'ada@northwind.example',
        to: mail.me(),
        subject: 'Re: Offer',
        headers: [`In-Reply-To: ${messageId}`],
        at: new Date(Date.now() + MINUTE),
      }),
    );
    await sync();
    expect(await mails()).toHaveLength(2);
    expect(await threads()).toMatchObject([{ count: 2, isUnanswered: true }]);
  });

  it('of which nobody knew is settled by its id: it has gone', async () => {
    outlook.isSlow = true;
    microsoft.faults.push({ on: isSend, fault: 'lost' });
    const id = await queued();
    await outbox().runDue(mail.home());
    // on its way it is not sent again, however long that takes
    mail.wait(11 * MINUTE);
    await sync();
    expect(await statusOf(id)).toBe('unknown');
    outlook.deliver((await mail.mailOf(id)).providerId ?? '');
    await sync();
    expect([await statusOf(id), sent().length]).toEqual(['sent', 1]);
  });

  it('of which nobody knew goes out after all, once, where it still lies among the drafts', async () => {
    microsoft.faults.push({ on: isSend, fault: 'cut' });
    const id = await queued();
    await outbox().runDue(mail.home());
    await sync();
    expect(await statusOf(id)).toBe('unknown');
    mail.wait(11 * MINUTE);
    await sync();
    await outbox().runDue(mail.home());
    expect([await statusOf(id), sent().length, outlook.in('drafts').length]).toEqual(['sent', 1, 0]);
  });

  it('is one draft, where the answer to that was lost', async () => {
    microsoft.faults.push({
      on: ({ method, path }) => method === 'POST' && path === '/me/messages',
      fault: 'lost',
    });
    await queued();
    await outbox().runDue(mail.home());
    expect([sent().length, outlook.in('drafts').length]).toEqual([1, 0]);
  });
});

it('reads a mailbox that has no archive yet', async () => {
  outlook.folders.delete('archive');
  outlook.put(source({ id: 'a@x', to: mail.me() }));
  expect(await sync()).toMatchObject({ fresh: 1 });
});
