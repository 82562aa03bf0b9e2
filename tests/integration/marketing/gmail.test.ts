import { google as googleIntegration } from '@clianta/crm-core/integrations/google/google.integration';
import { describe, expect, it } from 'vitest';
import { googleAccount } from '../../support/google-account.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';
import { mailVendorContract, source } from './mail-vendor.contract.ts';

const google = new GoogleApiStandIn();
const LABELS = { inbox: 'INBOX', sent: 'SENT', junk: 'SPAM', trash: 'TRASH' };
const isSend = (method: string, path: string) => method === 'POST' && path.endsWith('/messages/send');

const mail = mailVendorContract({
  kind: 'gmail',
  integration: googleIntegration,
  start: async () => void (await google.start()),
  stop: () => google.stop(),
  env: () => google.env,
  clear: () => google.clear(),
  connect: (db, scope, email) => googleAccount(db, google, scope, ['mail'], email),
  put: (text, place = 'inbox', at = new Date(), isTold = true) =>
    void google.mail.put(text, [LABELS[place]], at, isTold),
  in: (place) => google.mail.with(LABELS[place]),
  sentTo: () =>
    google.mail.with('SENT').map(({ mime }) => {
      const head = mime.toString().split('\r\n\r\n')[0] ?? '';
      const people = head.replace(/\r\n[ \t]/g, ' ').match(/^(?:to|cc|bcc):.*$/gim) ?? [];
      return people.flatMap((line) => line.match(/[^\s<:,]+@[^\s>,]+/g) ?? []).sort();
    }),
  pages: (size) => {
    google.mail.pageSize = size;
  },
  forget: () => {
    google.mail.oldest = Number.POSITIVE_INFINITY;
  },
  sourcesRead: () => google.calls.filter(({ path }) => path.includes('format=raw')).length,
  fail: (fault) => void google.faults.push(fault),
  failSend(fault) {
    google.faultsOn = isSend;
    google.faults.push(fault);
  },
  refuseSignIn(isRefused) {
    google.expireAccess();
    google.isRevoked = isRefused;
  },
});
const { sync, outbox, queued } = mail;
const statusOf = async (id: string) => (await mail.mailOf(id)).status;

describe('what Gmail does otherwise', () => {
  it('says how far its history is before anything is listed, so that what comes in meanwhile is told later', async () => {
    google.mail.put(source({ id: 'a@x', to: mail.me() }));
    await sync();
    const asked = google.calls.map(({ path }) => path.replace(/^.*users\/me/, ''));
    expect(asked[0]).toBe('/profile');
    expect(asked[1]).toContain('/messages?');
  });

  it('keeps the Message-ID that a mail was given here', async () => {
    const id = await queued();
    await outbox().runDue(mail.home());
    const { messageId } = await mail.mailOf(id);
    expect(google.mail.with('SENT').map((one) => `<${one.messageId}>`)).toEqual([messageId]);
  });

  it('is asked by Message-ID what became of a mail of which nobody knew; what is not found is for a person', async () => {
    google.faultsOn = isSend;
    google.faults.push('cut');
    const [gone] = [await queued()];
    await outbox().runDue(mail.home());
    await sync();
    expect(await statusOf(gone)).toBe('unknown');
    const { messageId } = await mail.mailOf(gone);
    google.mail.put(source({ id: messageId.slice(1, -1), from: mail.me() }), ['SENT'], new Date(), false);
    await sync();
    expect(await statusOf(gone)).toBe('sent');
  });

  it('counts what calls weigh: a hundred for each mail that goes out', async () => {
    await queued();
    await outbox().runDue(mail.home());
    const { credentialId } = await mail.account();
    const bucket = await mail
      .db()
      .database.connection.collection<{ _id: string; parts: Array<{ count: number }> }>('callLimits')
      .findOne({ _id: `google:${credentialId}:gmail` });
    expect(bucket?.parts.reduce((sum, { count }) => sum + count, 0)).toBe(100);
  });
});
