import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { Campaign } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { CampaignEnrollment } from '@clianta/crm-core/marketing/campaign/campaign-enrollment.schema';
import { cancelCampaign, pauseCampaign } from '@clianta/crm-core/marketing/campaign/halt-campaign';
import { resumeCampaign } from '@clianta/crm-core/marketing/campaign/launch-campaign';
import { pickWinner } from '@clianta/crm-core/marketing/campaign/pick-winner';
import { previewCampaign } from '@clianta/crm-core/marketing/campaign/preview-campaign';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { MailTouch } from '@clianta/crm-core/marketing/mail-tracking/mail-touch.schema';
import { suppress } from '@clianta/crm-core/marketing/suppression/suppress';
import { describe, expect } from 'vitest';
import { campaignRuns, people, readyForMarketing } from '../../support/campaign-runs.ts';
import { crmTest } from '../../support/fixtures.ts';
import { aContact } from '../../support/test-crm.ts';

const START = new Date('2026-11-30T08:00:00Z');
let now = START;
const it = crmTest
  .extend('crmOptions', { scope: 'file' }, { now: () => now })
  .extend('runs', async ({ db, home }) => {
    now = START;
    const account = await readyForMarketing(db, home);
    return { ...campaignRuns(db, home), account };
  });

describe('the preview of a campaign', () => {
  it('counts who gets it and says who does not and why', async ({ db, home, runs }) => {
    await people(db, home, 3);
    await aContact(db.crm, home.scope, { name: 'Una Nown', email: `u.${newId()}@x.example` });
    await aContact(db.crm, home.scope, {
      name: 'Wim',
      email: `w.${newId()}@x.example`,
      consent: 'withdrawn',
    });
    await aContact(db.crm, home.scope, { name: 'Nora', consent: 'given' });
    const campaign = await runs.draft();
    const preview = await previewCampaign(db.crm, home.scope, campaign);
    expect(preview.people).toHaveLength(3);
    expect(preview.matching).toBe(6);
    expect(preview.exclusions.map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(preview.exclusions.flatMap(({ sample }) => sample).sort()).toEqual(['Nora', 'Una Nown', 'Wim']);
    expect(preview.samples.map(({ kind }) => kind)).toEqual(['typical', 'longest', 'empty fields']);
    expect(preview.samples[0]?.text).toMatch(/Hello Person\d, we launch\./);
    expect(preview.samples[0]?.text).toContain('Main Street 1, Berlin');
    expect(preview.samples[0]?.text).toContain('Unsubscribe');
    expect(preview.account?.id).toBe(runs.account.id);
  });

  it('leaves out whose mail would have a gap, and lets a default fill it', async ({ db, home, runs }) => {
    await people(db, home, 2, { city: 'Delft' });
    await people(db, home, 1);
    const at = (text: string) => runs.draft({ blocks: [{ kind: 'text', text }] });
    const gap = await previewCampaign(db.crm, home.scope, await at('You live in {{ contact.city }}.'));
    expect([gap.people.length, gap.exclusions]).toEqual([
      2,
      [{ reason: 'contact.city is empty', count: 1, sample: ['Person0 Miller'] }],
    ]);
    const whole = await at('You live in {{ contact.city | default: "a nice place" }}.');
    expect((await previewCampaign(db.crm, home.scope, whole)).people).toHaveLength(3);
  });

  it('says how many get it when by whose clock, and on how many days', async ({ db, home, runs }) => {
    await people(db, home, 2, { timeZone: 'America/New_York' });
    await people(db, home, 1, { timeZone: 'Asia/Tokyo' });
    await people(db, home, 1);
    await db.crm.records(EmailAccount).update(home.scope, runs.account.id, { perDay: 2 });
    now = new Date('2026-12-01T03:00:00Z');
    const campaign = await runs.draft({
      schedule: { day: '2026-12-01', time: '10:00', zone: 'recipient', timeZone: 'Europe/Berlin' },
    });
    const { zones, days, startsAt } = await previewCampaign(db.crm, home.scope, campaign);
    expect(
      zones.map(({ timeZone, count, at, isNextDay }) => [timeZone, count, at.toISOString(), isNextDay]),
    ).toEqual([
      ['Europe/Berlin', 1, '2026-12-01T09:00:00.000Z', false],
      ['America/New_York', 2, '2026-12-01T15:00:00.000Z', false],
      // ten o'clock there was two hours ago
      ['Asia/Tokyo', 1, '2026-12-02T01:00:00.000Z', true],
    ]);
    expect([days, startsAt.toISOString()]).toEqual([2, '2026-12-01T09:00:00.000Z']);
  });
});

describe('an approved campaign', () => {
  it('goes to those it was shown for, once each, and to nobody who came later', async ({
    db,
    home,
    runs,
  }) => {
    const ids = await people(db, home, 3);
    const campaign = await runs.approve(await runs.draft());
    await people(db, home, 2);
    const told = await runs.start(campaign);
    expect(told).toContain('goes out to 3, as approved. 2 more match');
    await runs.round(campaign);
    expect(await runs.deliver(campaign)).toBe(3);
    await runs.round(campaign);
    expect(await runs.read(campaign)).toMatchObject({
      status: 'finished',
      counts: { audience: 3, sent: 3, skipped: 0, failed: 0, unknown: 0 },
    });
    const mails = await runs.mails(campaign);
    expect(mails.flatMap(({ contactIds }) => contactIds).sort()).toEqual(ids.toSorted());
    expect(mails.every(({ purpose }) => purpose === 'marketing')).toBe(true);
  });

  it('is void once it is edited: it is a draft again, and its time passes', async ({ db, home, runs }) => {
    await people(db, home, 2);
    const campaign = await runs.approve(await runs.draft());
    const edited = await db.crm
      .records(Campaign)
      .update(home.scope, campaign.id, { subject: 'We launch soon' });
    expect([edited.status, edited.approved, edited.contentVersion]).toEqual([
      'draft',
      undefined,
      campaign.contentVersion + 1,
    ]);
    await runs.start(campaign);
    expect(await runs.rows(campaign)).toEqual([]);
    await db.crm.records(Campaign).update(home.scope, campaign.id, { subject: 'We launch now' });
    await expect(runs.approve(edited)).rejects.toThrow(/changed|version/i);
  });

  it('goes to nobody twice and leaves nobody out, wherever a process ends', async ({ db, home, runs }) => {
    const ids = await people(db, home, 40);
    const campaign = await runs.approve(await runs.draft());
    await runs.start(campaign);
    // it ended with half of the rows written, and before it could say that it had started
    const some = (await runs.rows(campaign)).slice(0, 20).map(({ id }) => id);
    await db.crm.store.model(CampaignEnrollment).collection.deleteMany({ _id: { $in: some as never[] } });
    await db.crm.store
      .model(Campaign)
      .collection.updateOne({ _id: campaign.id as never }, { $set: { status: 'scheduled' } });
    await runs.start(campaign);
    expect(await runs.rows(campaign)).toHaveLength(40);
    await runs.round(campaign);
    // the mails are in the outbox, and it ended before it had noted that of any
    await db.crm.store
      .model(CampaignEnrollment)
      .collection.updateMany(
        { campaignId: campaign.id },
        { $set: { status: 'pending' }, $unset: { messageId: 1 } },
      );
    await Promise.all([runs.round(campaign), runs.round(campaign)]);
    await runs.deliver(campaign);
    await runs.round(campaign);
    const mails = await runs.mails(campaign);
    expect(mails.map(({ contactIds }) => contactIds[0]).sort()).toEqual(ids.toSorted());
    expect((await runs.read(campaign)).counts).toMatchObject({ audience: 40, sent: 40 });
  });

  it('is at most five hundred ahead of the outbox', async ({ db, home, runs }) => {
    await people(db, home, 520);
    const campaign = await runs.approve(await runs.draft());
    await runs.start(campaign);
    await runs.round(campaign);
    await runs.round(campaign);
    expect(await runs.mails(campaign)).toHaveLength(500);
    await runs.deliver(campaign, 'sent', 10);
    await runs.round(campaign);
    expect(await runs.mails(campaign)).toHaveLength(510);
    await runs.deliver(campaign);
    await runs.round(campaign);
    await runs.deliver(campaign);
    await runs.round(campaign);
    expect(await runs.read(campaign)).toMatchObject({
      status: 'finished',
      counts: { audience: 520, sent: 520 },
    });
  });

  it('stops: what is in the outbox is taken back, and goes on later with what it says then', async ({
    db,
    home,
    runs,
  }) => {
    await people(db, home, 6);
    const campaign = await runs.approve(await runs.draft());
    await runs.start(campaign);
    await runs.round(campaign);
    await runs.deliver(campaign, 'sent', 2);
    await pauseCampaign(db.crm, home.scope, await runs.read(campaign), 'Sam said stop');
    expect(await runs.deliver(campaign)).toBe(0);
    await runs.round(campaign);
    expect((await runs.rows(campaign)).map(({ status }) => status).sort()).toEqual([
      ...Array(4).fill('pending'),
      ...Array(2).fill('sent'),
    ]);
    const edited = await db.crm
      .records(Campaign)
      .update(home.scope, campaign.id, { subject: 'The right price' });
    expect([edited.status, edited.approved]).toEqual(['paused', undefined]);
    await resumeCampaign(db.crm, home.scope, edited);
    await runs.round(campaign);
    await runs.deliver(campaign);
    await runs.round(campaign);
    const sent = (await runs.mails(campaign)).filter(({ status }) => status === 'sent');
    expect(new Set(sent.flatMap(({ contactIds }) => contactIds)).size).toBe(6);
    expect(sent.map(({ subject }) => subject).sort()).toEqual([
      ...Array(4).fill('The right price'),
      ...Array(2).fill('We launch'),
    ]);
    expect((await runs.read(campaign)).status).toBe('finished');
  });

  it('that is paused between two looks takes back what was put in meanwhile', async ({ db, home, runs }) => {
    await people(db, home, 30);
    const campaign = await runs.approve(await runs.draft());
    await runs.start(campaign);
    const bodies = db.crm.store.model(EmailBody).collection;
    const insert = bodies.updateOne.bind(bodies);
    let count = 0;
    bodies.updateOne = (async (...args: Parameters<typeof insert>) => {
      if (++count === 10) await pauseCampaign(db.crm, home.scope, await runs.read(campaign), 'Stop!');
      return insert(...args);
    }) as never;
    await runs.round(campaign);
    bodies.updateOne = insert as never;
    expect(await runs.deliver(campaign)).toBe(0);
    expect((await runs.read(campaign)).status).toBe('paused');
  });

  it('that is cancelled leaves out whom it has not reached', async ({ db, home, runs }) => {
    await people(db, home, 4);
    const campaign = await runs.approve(await runs.draft());
    await runs.start(campaign);
    await runs.round(campaign);
    await runs.deliver(campaign, 'sent', 1);
    const { counts, status } = await cancelCampaign(db.crm, home.scope, await runs.read(campaign));
    expect([status, counts]).toEqual([
      'cancelled',
      { audience: 4, sent: 1, skipped: 3, failed: 0, unknown: 0, bounced: 0 },
    ]);
  });

  it('leaves out, with the reason, whose record is gone by then', async ({ db, home, runs }) => {
    const [first = ''] = await people(db, home, 3);
    const campaign = await runs.approve(await runs.draft());
    await runs.start(campaign);
    await db.crm.records(Contact).delete(home.scope, first);
    await runs.round(campaign);
    await runs.deliver(campaign, 'unknown');
    await runs.round(campaign);
    expect((await runs.rows(campaign)).find(({ contactId }) => contactId === first)).toMatchObject({
      status: 'skipped',
      skipReason: 'the contact or its address is gone',
    });
    expect(await runs.read(campaign)).toMatchObject({
      status: 'finished',
      counts: { audience: 3, sent: 0, skipped: 1, unknown: 2 },
    });
  });

  it('waits while its mailbox cannot send, and goes on by itself', async ({ db, home, runs }) => {
    await people(db, home, 2);
    const campaign = await runs.approve(await runs.draft());
    await runs.start(campaign);
    await db.crm.records(EmailAccount).update(home.system, runs.account.id, { sendState: 'paused' });
    await runs.round(campaign);
    expect((await runs.read(campaign)).status).toBe('waiting');
    // one, by which its server is tried again
    expect(await runs.mails(campaign)).toHaveLength(1);
    await db.crm.records(EmailAccount).update(home.system, runs.account.id, { sendState: 'ok' });
    await runs.round(campaign);
    expect((await runs.read(campaign)).status).toBe('running');
    expect(await runs.mails(campaign)).toHaveLength(2);
  });

  it('stops by itself when over 5 % of at least 200 come back', async ({ db, home, runs }) => {
    await people(db, home, 230);
    const campaign = await runs.approve(await runs.draft());
    await runs.start(campaign);
    await runs.round(campaign);
    await runs.deliver(campaign, 'failed', 12);
    await runs.deliver(campaign, 'sent', 187);
    expect(await runs.round(campaign)).toBeUndefined();
    await runs.deliver(campaign, 'sent', 10);
    expect(await runs.round(campaign)).toContain('is paused: 5.7% of 209 mails came back');
    expect((await runs.read(campaign)).status).toBe('paused');
    expect(await runs.deliver(campaign)).toBe(0);
  });

  it('stops by itself when over 0.3 % of at least 200 call it spam', async ({ db, home, runs }) => {
    const ids = await people(db, home, 340);
    const campaign = await runs.approve(await runs.draft());
    await runs.start(campaign);
    await runs.round(campaign);
    await runs.deliver(campaign, 'sent', 334);
    await runs.round(campaign);
    const got = new Set(
      (await runs.rows(campaign)).filter(({ status }) => status === 'sent').map(({ contactId }) => contactId),
    );
    const complain = async (id: string) => {
      const { email = '' } = await db.crm.records(Contact).get(home.scope, id);
      await suppress(db.crm, home.system, { address: email, scope: 'all', reason: 'complaint' });
    };
    const [first = '', second = ''] = ids.filter((id) => got.has(id));
    // whoever did not get it says nothing of it
    await complain(ids.find((id) => !got.has(id)) ?? '');
    await complain(first);
    expect(await runs.round(campaign)).toBeUndefined();
    await complain(second);
    expect(await runs.round(campaign)).toContain('is paused: 2 of 334 people called it spam, more than 0.3%');
    expect((await runs.read(campaign)).status).toBe('paused');
  });

  it('is missed when nothing ran at its time, and says so instead of going out late', async ({
    db,
    home,
    runs,
  }) => {
    await people(db, home, 2);
    const campaign = await runs.approve(
      await runs.draft({
        schedule: { day: '2026-11-30', time: '10:00', zone: 'fixed', timeZone: 'Europe/Berlin' },
      }),
    );
    now = new Date('2026-11-30T10:00:01Z');
    expect(await runs.start(campaign)).toContain('was to go out and did not');
    expect(await runs.read(campaign)).toMatchObject({ status: 'missed' });
    expect(await runs.rows(campaign)).toEqual([]);
    now = new Date('2026-11-30T12:00:00Z');
    const late = await runs.approve(
      await db.crm.records(Campaign).update(home.scope, campaign.id, { schedule: null }),
    );
    await runs.start(late);
    expect(await runs.rows(campaign)).toHaveLength(2);
  });

  it('gives each the time on their clock, as the clock of the wall says', async ({ db, home, runs }) => {
    await people(db, home, 1, { timeZone: 'America/New_York' });
    await people(db, home, 1);
    const campaign = await runs.approve(
      await runs.draft({
        schedule: { day: '2026-12-01', time: '10:00', zone: 'recipient', timeZone: 'Europe/Berlin' },
      }),
    );
    now = new Date('2026-12-01T09:00:00Z');
    await runs.start(campaign);
    await runs.round(campaign);
    expect(await runs.mails(campaign)).toHaveLength(1);
    now = new Date('2026-12-01T15:00:00Z');
    await runs.round(campaign);
    expect(await runs.mails(campaign)).toHaveLength(2);
  });

  it('keeps the rest waiting until a variant is chosen', async ({ db, home, runs }) => {
    await people(db, home, 260);
    const campaign = await runs.approve(await runs.draft({ variants: [{ subject: 'It is here' }] }));
    await runs.start(campaign);
    await runs.round(campaign);
    const mails = await runs.mails(campaign);
    const saying = (subject: string) => mails.filter((mail) => mail.subject === subject).length;
    expect([saying('We launch'), saying('It is here')]).toEqual([100, 100]);
    await runs.deliver(campaign);
    await runs.round(campaign);
    expect((await runs.read(campaign)).status).toBe('running');
    // machines click in all of A; people in 30 of B and 5 of A
    const of = (subject: string) => mails.filter((mail) => mail.subject === subject);
    const touch = (mail: (typeof mails)[number], isMachine: boolean) =>
      db.crm.records(MailTouch).create(home.system, {
        mailId: mail._id,
        source: mail.source ?? '',
        kind: 'click',
        at: now,
        isMachine,
        eventId: newId(),
      });
    for (const mail of of('We launch')) await touch(mail, true);
    for (const mail of [...of('We launch').slice(0, 5), ...of('It is here').slice(0, 30)])
      await touch(mail, false);
    expect(await pickWinner(db.crm, home.workspaceId, campaign.id)).toContain('B did best in clicks');
    await runs.round(campaign);
    expect((await runs.mails(campaign)).filter(({ subject }) => subject === 'It is here')).toHaveLength(160);
    await runs.deliver(campaign);
    await runs.round(campaign);
    expect((await runs.read(campaign)).status).toBe('finished');
  });
});

it('two workspaces never meet in a campaign', async ({ db, home, runs }) => {
  await people(db, home, 1);
  const { aWorkspace } = await import('../../support/test-crm.ts');
  const other = await aWorkspace(db.crm);
  const campaign = await runs.draft();
  await people(db, other, 2);
  expect((await previewCampaign(db.crm, home.scope, campaign)).people).toHaveLength(1);
  await expect(db.crm.records(Campaign).get(other.scope, campaign.id)).rejects.toThrow(
    /There is no campaign/,
  );
  const count = await db.crm.store.model(EmailMessage).countDocuments({ workspaceId: other.workspaceId });
  expect(count).toBe(0);
});
