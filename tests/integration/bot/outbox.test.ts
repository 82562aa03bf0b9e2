import { settleFromSent, settleMail } from '@clianta/bot/outbox/settle-mail';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { OutboxRows } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aMail, aMailbox, anOutbox, mailOf } from '../../support/outbox.ts';
import { anSmtpServer } from '../../support/smtp-stand-in.ts';
import { aWorkspace } from '../../support/test-crm.ts';

const START = new Date('2026-03-02T09:00:00Z');
/** A port where nothing listens. */
const NOBODY = 1;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let now = START;
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => now })
  .extend('smtp', async ({ home: _home }, { onCleanup }) => {
    now = START;
    const server = await anSmtpServer();
    onCleanup(() => server.close());
    return server;
  })
  .extend('outbox', ({ db, smtp }, { onCleanup }) => {
    const outbox = anOutbox(db.crm, smtp);
    onCleanup(() => outbox.provider.close());
    return outbox;
  })
  .extend('mailbox', ({ db, home, smtp }) => aMailbox(db.crm, home, smtp));

describe('the outbox', () => {
  it('sends a mail once, whoever asks for it how often, and keeps who is blind-copied to the envelope', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    const values = {
      sendKey: 'approval:1',
      bcc: [{ address: 'boss@own.example' }],
      to: [{ address: 'ada@münchen.example', name: 'Quist, Ada' }],
      subject: 'Grüße\r\nBcc: eve@evil.example',
      html: '<p>How are you?</p>',
      inReplyTo: '<a@x.example>',
      references: ['<a@x.example>'],
    };
    const id = await aMail(crm, home, mailbox.id, values);
    expect(await aMail(crm, home, mailbox.id, values)).toBe(id);
    await outbox.runDue(home);
    await outbox.runOne(home, id);
    expect(smtp.arrived).toHaveLength(1);
    expect(smtp.arrived[0]).toMatchObject({
      from: mailbox.address,
      to: ['ada@münchen.example', 'boss@own.example'],
    });
    const source = smtp.arrived[0]?.source ?? '';
    const sent = await mailOf(crm, home, id);
    expect(sent).toMatchObject({ status: 'sent', sentAt: START, attempts: 1 });
    expect(source).toContain(`Message-ID: ${sent.messageId}`);
    expect(source).toContain('To: "Quist, Ada" <ada@xn--mnchen-3ya.example>');
    expect(source).toContain('In-Reply-To: <a@x.example>');
    expect(source).toContain('<p>How are you?</p>');
    expect(source).not.toMatch(/^Bcc:/im);
    expect(source).not.toMatch(/^Auto-Submitted/m);
  });

  it('tries again after 1, 5, 15 and 60 minutes, then hourly, and gives up after a day', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    smtp.atEnd = Array.from({ length: 99 }, () => ({ reply: 451, text: 'Greylisted.' }));
    const id = await aMail(crm, home, mailbox.id);
    const waits: number[] = [];
    for (;;) {
      await outbox.runDue(home);
      const { status, dueAt, why } = await mailOf(crm, home, id);
      if (status !== 'queued') {
        expect({ status, why }).toMatchObject({
          status: 'failed',
          why: expect.stringContaining('Greylisted'),
        });
        break;
      }
      waits.push(((dueAt?.getTime() ?? 0) - now.getTime()) / MINUTE);
      later((dueAt?.getTime() ?? 0) - now.getTime());
    }
    expect(waits.slice(0, 6)).toEqual([1, 5, 15, 60, 60, 60]);
    expect(now.getTime() - START.getTime()).toBeLessThanOrEqual(24 * HOUR);
    expect(waits.length).toBeGreaterThan(20);
    expect(await noticesOf({ crm, home })).toEqual(['Your mail to Ada Quist did not go out']);
  });

  it('does not try again what is refused for good, says why, and sends to those whom the server takes', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    for (const name of ['gone', 'nobody'])
      smtp.refuses.set(`${name}@x.example`, { reply: 550, text: '5.1.1 No such user' });
    const alone = await aMail(crm, home, mailbox.id, { to: [{ address: 'nobody@x.example' }] });
    const both = await aMail(crm, home, mailbox.id, {
      to: [{ address: 'gone@x.example' }, { address: 'ada@x.example' }],
    });
    await outbox.runDue(home);
    later(2_000);
    await outbox.runDue(home);
    expect(await mailOf(crm, home, alone)).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('5.1.1'),
    });
    expect(await mailOf(crm, home, both)).toMatchObject({
      status: 'sent',
      why: expect.stringContaining('gone@x.example was refused'),
    });
    expect(smtp.arrived.map(({ to }) => to)).toEqual([['ada@x.example']]);
  });

  it('never sends again what the server may have: it hung up after the whole mail', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    smtp.atEnd = ['drop'];
    const id = await aMail(crm, home, mailbox.id);
    await outbox.runDue(home);
    expect(await mailOf(crm, home, id)).toMatchObject({ status: 'unknown' });
    later(25 * HOUR);
    await outbox.sweep();
    await outbox.runDue(home);
    await outbox.runOne(home, id);
    expect(smtp.connections).toBe(1);
    expect(await noticesOf({ crm, home })).toEqual(['Nobody knows whether your mail to Ada Quist went out']);
  });

  it('settles what is unknown by the Sent folder, or by what its sender says, who alone may', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    smtp.atEnd = ['drop', 'drop'];
    const [found, again] = [await aMail(crm, home, mailbox.id), await aMail(crm, home, mailbox.id)];
    await outbox.runDue(home);
    later(MINUTE);
    await outbox.runDue(home);
    const { messageId } = await mailOf(crm, home, found);
    expect(await settleFromSent(crm, home.workspaceId, [messageId, '<1@x.example>'])).toBe(1);
    expect(await settleFromSent(crm, home.workspaceId, [messageId])).toBe(0);
    expect((await mailOf(crm, home, found)).status).toBe('sent');
    const other = await home.member('Tom Ito', 'admin');
    await expect(settleMail(crm, other, again, 'again')).rejects.toThrow('Only whose mail it is');
    await settleMail(crm, home.scope, again, 'again');
    later(MINUTE);
    await outbox.runDue(home);
    expect((await mailOf(crm, home, again)).status).toBe('sent');
    expect(smtp.arrived).toHaveLength(1);
    for (const as of ['again', 'sent', 'dropped'] as const)
      await expect(settleMail(crm, home.scope, again, as)).rejects.toThrow('is sent by now');
  });

  it('takes over what a dead process left: sent again before the transmission, unknown after it', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    const rows = new OutboxRows(crm);
    const [early, late] = [await aMail(crm, home, mailbox.id), await aMail(crm, home, mailbox.id)];
    for (const id of [early, late]) {
      const row = await rows.find(home.workspaceId, id);
      const claim = row && (await rows.claim(row));
      if (row && claim && id === late) await rows.transmit(row, claim);
    }
    await outbox.runOne(home, early);
    expect(smtp.connections).toBe(0);
    later(2 * MINUTE);
    await outbox.sweep();
    await outbox.runDue(home);
    expect((await mailOf(crm, home, early)).status).toBe('sent');
    expect((await mailOf(crm, home, late)).status).toBe('unknown');
    expect(smtp.arrived).toHaveLength(1);
  });

  it('is transmitted by nobody who has lost it meanwhile', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    const id = await aMail(crm, home, mailbox.id);
    const rows = new OutboxRows(crm);
    const { provider } = outbox;
    const account = await crm.records(EmailAccount).get(home.system, mailbox.id);
    const row = await rows.find(home.workspaceId, id);
    const claim = row ? await rows.claim(row) : undefined;
    if (!row || !claim) throw new Error('not claimed');
    later(2 * MINUTE);
    const envelope = { from: mailbox.address, to: ['ada@x.example'] };
    await expect(
      provider.send(
        account,
        { id, envelope, messageId: row.messageId, bytes: Buffer.from('Subject: x\r\n\r\nx\r\n') },
        {
          onTransmit: () => rows.transmit(row, claim),
          keep: async () => {},
          signal: AbortSignal.timeout(5_000),
        },
      ),
    ).rejects.toThrow('not this run');
    expect(smtp.arrived).toEqual([]);
  });

  it('goes out once though two processes are told of it at the same time', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    const other = anOutbox(crm, smtp);
    await crm.records(EmailAccount).update(home.scope, mailbox.id, { perMinute: 6_000 });
    const ids = await Promise.all(Array.from({ length: 12 }, () => aMail(crm, home, mailbox.id)));
    await Promise.all(ids.flatMap((id) => [outbox.runOne(home, id), other.runOne(home, id)]));
    const text = smtp.arrived.map(({ source }) => /^Message-ID: (.*)$/m.exec(source)?.[1]);
    expect(new Set(text).size).toBe(12);
    expect(text).toHaveLength(12);
    other.provider.close();
  });

  it('keeps one pace over all processes, and what is over the limit of a day waits', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    await crm.records(EmailAccount).update(home.scope, mailbox.id, { perMinute: 2, perDay: 3 });
    const other = anOutbox(crm, smtp);
    const ids = await Promise.all(Array.from({ length: 4 }, () => aMail(crm, home, mailbox.id)));
    await Promise.all(ids.map((id, at) => (at % 2 ? outbox : other).runOne(home, id)));
    expect(smtp.arrived).toHaveLength(1);
    later(MINUTE / 2);
    await outbox.runDue(home);
    expect(smtp.arrived).toHaveLength(2);
    later(10 * MINUTE);
    await outbox.runDue(home);
    expect(smtp.arrived).toHaveLength(3);
    later(25 * HOUR);
    await outbox.runDue(home);
    expect(smtp.arrived).toHaveLength(4);
    other.provider.close();
  });
});

describe('a mailbox', () => {
  it('is paused by five failed connections, tried once a minute, and goes on by itself', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    const { port } = smtp;
    const state = async () => (await crm.records(EmailAccount).get(home.system, mailbox.id)).sendState;
    const smtpOf = (at: number) => ({ host: '127.0.0.1', port: at, security: 'none' as const });
    await crm
      .records(EmailAccount)
      .update(home.system, mailbox.id, { smtp: smtpOf(NOBODY), perMinute: 6_000 });
    const away = anOutbox(crm, { ...smtp, port: NOBODY });
    const ids = await Promise.all(Array.from({ length: 7 }, () => aMail(crm, home, mailbox.id)));
    for (const id of ids) {
      await away.runOne(home, id);
      later(1_000);
    }
    expect(await state()).toBe('paused');
    const rows = await Promise.all(ids.map((id) => mailOf(crm, home, id)));
    expect(rows.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1, 0, 0]);
    expect(await noticesOf({ crm, home })).toEqual([`Mail from ${mailbox.address} waits`]);
    await crm.records(EmailAccount).update(home.system, mailbox.id, { smtp: smtpOf(port) });
    later(2 * MINUTE);
    await outbox.sweep();
    await outbox.runDue(home);
    expect(await state()).toBe('ok');
    later(2 * MINUTE);
    await outbox.sweep();
    await outbox.runDue(home);
    later(MINUTE);
    await outbox.runDue(home);
    expect(smtp.arrived).toHaveLength(7);
  });

  it('whose password is refused waits for its owner, who is told once, and sends with the new one', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    smtp.password = 'another word';
    await crm.records(EmailAccount).update(home.scope, mailbox.id, { perMinute: 6_000 });
    const ids = await Promise.all(Array.from({ length: 3 }, () => aMail(crm, home, mailbox.id)));
    await Promise.all(ids.map((id) => outbox.runOne(home, id)));
    later(HOUR);
    await outbox.sweep();
    await outbox.runDue(home);
    expect(await noticesOf({ crm, home })).toEqual([`${mailbox.address} does not let Clianta in any more`]);
    await outbox.secrets.keep(home.workspaceId, mailbox.id, 'another word');
    await outbox.sweep();
    await outbox.runDue(home);
    later(MINUTE);
    await outbox.runDue(home);
    expect(smtp.arrived).toHaveLength(3);
  });

  it('that is paused sends nothing, not even what has already a connection', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    const id = await aMail(crm, home, mailbox.id);
    await crm.records(EmailAccount).update(home.scope, mailbox.id, { isPaused: true });
    await outbox.runDue(home);
    expect(smtp.connections).toBe(0);
    expect((await mailOf(crm, home, id)).status).toBe('queued');
    await crm.records(EmailAccount).update(home.scope, mailbox.id, { isPaused: false });
    later(MINUTE);
    await outbox.sweep();
    await outbox.runDue(home);
    expect(smtp.arrived).toHaveLength(1);
  });

  it('writes as itself and its aliases, to addresses that mail servers read as they are written', async ({
    db: { crm },
    home,
    smtp,
    outbox,
    mailbox,
  }) => {
    const id = await aMail(crm, home, mailbox.id, { from: { address: 'boss@own.example' } });
    await outbox.runDue(home);
    expect(await mailOf(crm, home, id)).toMatchObject({
      status: 'held',
      why: expect.stringContaining('boss'),
    });
    for (const address of [
      'a@x.example>\r\nRCPT TO:<eve@evil.example',
      '"a b"@x.example',
      'a\u0000@x.example',
    ])
      await expect(aMail(crm, home, mailbox.id, { to: [{ address }] })).rejects.toThrow();
    await expect(
      aMail(crm, home, mailbox.id, { to: [{ address: 'a@x.example', name: 'A\r\nBcc: eve@evil.example' }] }),
    ).rejects.toThrow();
    expect(smtp.arrived).toEqual([]);
  });

  it('of a workspace is not sent from by another', async ({ db: { crm }, home, mailbox }) => {
    const stranger = await aWorkspace(crm);
    await expect(aMail(crm, stranger, mailbox.id, { sendKey: newId() })).rejects.toThrow('gone');
    expect(mailbox.workspaceId).toBe(home.workspaceId);
  });
});

type Here = { crm: Parameters<typeof aMail>[0]; home: Parameters<typeof aMail>[1] };
const noticesOf = async ({ crm, home }: Here) =>
  (await crm.records(Notice).find(home.system, { limit: 50 })).records.map(({ title }) => title);
