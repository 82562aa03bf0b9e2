import { microsoft as microsoftIntegration } from '@clianta/crm-core/integrations/microsoft/microsoft.integration';
import { microsoftMail } from '@clianta/crm-core/integrations/microsoft/microsoft-mail';
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

describe('a mail that is larger than Graph takes at once', () => {
  const big = Buffer.alloc(5 * 1024 * 1024 + 17, 'x');
  const aLargeMail = () => {
    const file = (name: string, content: Buffer) => [
      '--b',
      'Content-Type: application/octet-stream',
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
      '',
      content.toString('base64'),
    ];
    const bytes = Buffer.from(
      [
        'From: sam@contoso.example',
        'Message-ID: <large@contoso.example>',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'Here they are.',
        ...file('Pläne.pdf', big),
        ...file('note.bin', Buffer.from('a,b')),
        '--b--',
        '',
      ].join('\r\n'),
    );
    const to = [{ address: 'ada@northwind.example' }];
    return { bytes, messageId: '<large@contoso.example>', to, cc: [], bcc: [] };
  };
  async function connected() {
    const { crm } = mail.db();
    await microsoftAccount(mail.db(), microsoft, mail.home().scope, ['mail'], 'sam@contoso.example');
    const [{ id } = { id: '' }] = await crm.integrations.of(mail.home().scope, 'microsoft');
    return crm.integrations.connection(mail.home().workspaceId, id);
  }
  const leaving = (keep: (known: { providerId: string }) => void = () => {}) => ({
    keep: async (known: { providerId: string }) => keep(known),
    onTransmit: async () => {},
    signal: AbortSignal.timeout(20_000),
  });

  it('goes as a draft to which its files are sent in parts', async () => {
    await microsoftMail.send(await connected(), aLargeMail(), leaving());
    expect(sent()).toHaveLength(1);
    expect(sent()[0]?.mime.toString()).toContain('Here they are.');
    expect(sent()[0]?.files.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['Pläne.pdf', big.length],
      ['note.bin', 3],
    ]);
    expect(sent()[0]?.files[0]?.bytes.equals(big)).toBe(true);
  });

  it('has each file once where an attempt was cut in the middle of one', async () => {
    const connection = await connected();
    let providerId = '';
    const isPart = ({ method }: { method: string }) => method === 'PUT';
    microsoft.faults.push({ on: isPart, fault: 'lost' });
    const keep = (known: { providerId: string }) => {
      providerId = known.providerId;
    };
    await expect(microsoftMail.send(connection, aLargeMail(), leaving(keep))).rejects.toThrow('reached');
    expect(sent()).toHaveLength(0);
    await microsoftMail.send(connection, { ...aLargeMail(), providerId }, leaving());
    expect(sent().map(({ files }) => files.length)).toEqual([2]);
  });
});

it('reads a mailbox that has no archive yet', async () => {
  outlook.folders.delete('archive');
  outlook.put(source({ id: 'a@x', to: mail.me() }));
  expect(await sync()).toMatchObject({ fresh: 1 });
});
