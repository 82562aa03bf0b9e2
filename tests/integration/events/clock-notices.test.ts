import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { setNotices } from '@clianta/crm-core/conversations/notice/set-notices';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { dayOf } from '@clianta/crm-core/entity/days';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { LeadRecycling } from '@clianta/crm-core/intelligence/lead-recycling/lead-recycling.schema';
import type { ClockJob } from '@clianta/jobs/clock/clock-job';
import { prepareMeetings } from '@clianta/jobs/clock/prepare-meetings';
import { proposeRecycling } from '@clianta/jobs/clock/propose-recycling';
import { sendInsights } from '@clianta/jobs/clock/send-insights';
import { tellStaleDeals } from '@clianta/jobs/clock/tell-stale-deals';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact, aDeal, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

let now = new Date('2026-03-02T09:00:00Z');
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => now });
it.beforeEach(() => {
  now = new Date('2026-03-02T09:00:00Z');
});

type Home = { db: TestDatabase; home: TestWorkspace };

const run = (job: ClockJob, { db: { crm }, home: { workspaceId } }: Home, iso: string) => {
  now = new Date(iso);
  const tick = { workspaceId, timeZone: 'Europe/Berlin', slot: dayOf(now, 'Europe/Berlin') };
  return job.run({ crm, notify: async () => {} }, tick);
};
const noticesOf = async ({ db: { crm } }: Home, { actor, ...scope }: Scope) =>
  (await crm.records(Notice).find({ ...scope, actor }, { sort: 'at' })).records.map(
    ({ title, body }) => `${title}\n${body}`,
  );

describe('stale deals', () => {
  it('are told once to their owner after a week, and at 30 days to the admins too, a notice a person', async ({
    db,
    home,
  }) => {
    const here = { db, home };
    const lena = await home.member('Lena Fox');
    const own = { ownerId: lena.actor.id };
    const deal = await aDeal(db.crm, home.scope, { title: 'Fjord', ...own });
    await aDeal(db.crm, home.scope, { title: 'Andes', ...own });
    await aDeal(db.crm, home.scope, { title: 'Won one', status: 'won', ...own });
    await run(tellStaleDeals, here, '2026-03-08T08:00:00Z');
    expect(await noticesOf(here, lena)).toEqual([]);
    await run(tellStaleDeals, here, '2026-03-09T09:00:00Z');
    // a run that comes again after a crash
    await run(tellStaleDeals, here, '2026-03-09T09:05:00Z');
    await run(tellStaleDeals, here, '2026-03-10T09:00:00Z');
    const [first, ...others] = await noticesOf(here, lena);
    expect(first).toContain('Nothing happens with 2 deals\n');
    expect(first).toContain('Fjord: 7 days, since Mon 2 Mar 2026');
    expect(others).toEqual([]);
    expect(await noticesOf(here, home.scope)).toEqual([]);
    await db.crm.records(Opportunity).update(home.scope, deal.id, { lastActivityAt: now });
    await run(tellStaleDeals, here, '2026-04-01T09:00:00Z');
    expect((await noticesOf(here, lena))[1]).toMatch(/Andes: 30 days, .*; at risk\n- Fjord: 22 days/);
    expect(await noticesOf(here, home.scope)).toEqual([
      expect.stringContaining('Nothing has happened with Andes for 30 days'),
    ]);
  });

  it('say why when they are asked about', async ({ db, home, sam }) => {
    await aDeal(db.crm, home.scope, { title: 'Fjord rollout', expectedCloseAt: '2026-06-01' });
    now = new Date('2026-03-14T09:00:00Z');
    const { reply } = await sam.say('Why is the Fjord rollout stale?');
    expect(reply.text).toContain('Nothing has happened since it was made on Mon 2 Mar 2026, 12 days ago.');
  });
});

describe('the brief before a meeting', () => {
  it('comes within the hour before, once, to who meets somebody from outside', async ({ db, home }) => {
    const here = { db, home };
    const ada = await aContact(db.crm, home.scope, { name: 'Ada Quist', jobTitle: 'Buyer' });
    const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);
    const meeting = { ownerId: home.scope.actor.id, endAt: at('16:00') };
    const events = db.crm.records(CalendarEvent);
    await events.create(home.scope, {
      ...meeting,
      title: 'Demo',
      startAt: at('15:00'),
      contactIds: [ada.id],
    });
    await events.create(home.scope, { ...meeting, title: 'Stand-up', startAt: at('15:00') });
    await run(prepareMeetings, here, '2026-03-02T13:45:00Z');
    expect(await noticesOf(here, home.scope)).toEqual([]);
    await run(prepareMeetings, here, '2026-03-02T14:15:00Z');
    await run(prepareMeetings, here, '2026-03-02T14:45:00Z');
    const [brief, ...others] = await noticesOf(here, home.scope);
    expect(brief).toMatch(/^Brief for Demo, .*\nHere is your brief on Ada Quist/);
    expect(brief).toContain('Buyer');
    expect(others).toEqual([]);
  });
});

describe('the insights of a day', () => {
  it('come once in the morning of each person, and not when nothing is new', async ({ db, home }) => {
    const here = { db, home };
    await run(sendInsights, here, '2026-03-03T08:00:00Z');
    expect(await noticesOf(here, home.scope)).toEqual([]);
    await aDeal(db.crm, home.scope, { title: 'Fjord', amountMinor: 500_000, status: 'won' });
    await run(sendInsights, here, '2026-03-03T20:00:00Z');
    // 07:59 in Berlin
    await run(sendInsights, here, '2026-03-04T06:59:00Z');
    expect(await noticesOf(here, home.scope)).toEqual([]);
    await run(sendInsights, here, '2026-03-04T07:00:00Z');
    await run(sendInsights, here, '2026-03-04T07:15:00Z');
    expect(await noticesOf(here, home.scope)).toEqual([
      'What yesterday brought\n- Won value: $5,000\n- Deals won: 1\n- Deals created: 1',
    ]);
  });

  it('keep to the days that the person wants them on', async ({ db, home }) => {
    const here = { db, home };
    await setNotices(db.crm, home.scope, { insightsAt: '07:00', insightsOn: 'weekdays' });
    now = new Date('2026-03-06T12:00:00Z');
    await aDeal(db.crm, home.scope, { title: 'Fjord' });
    // Saturday
    await run(sendInsights, here, '2026-03-07T09:00:00Z');
    expect(await noticesOf(here, home.scope)).toEqual([]);
    now = new Date('2026-03-08T12:00:00Z');
    await aDeal(db.crm, home.scope, { title: 'Andes' });
    await run(sendInsights, here, '2026-03-09T06:00:00Z');
    expect(await noticesOf(here, home.scope)).toHaveLength(1);
  });
});

describe('leads that have shown up again', () => {
  it('are proposed to their owner once in 90 days, and nothing is changed', async ({ db, home }) => {
    const here = { db, home };
    const lena = await home.member('Lena Fox');
    const ada = await aContact(db.crm, home.scope, {
      name: 'Ada Quist',
      status: 'lost',
      ownerId: lena.actor.id,
    });
    now = new Date('2026-06-20T09:00:00Z');
    await db.crm
      .records(Activity)
      .create(home.scope, { type: 'call', subject: 'She called', at: now, contactId: ada.id });
    for (const day of ['24', '24', '25']) await run(proposeRecycling, here, `2026-06-${day}T09:00:00Z`);
    expect(await noticesOf(here, lena)).toEqual([
      expect.stringContaining('1 lead to take up again\n- Ada Quist: lost, active on Sat 20 Jun 2026'),
    ]);
    const { records } = await db.crm.records(LeadRecycling).find(home.scope);
    expect(records.map(({ status }) => status)).toEqual(['proposed']);
    expect((await db.crm.records(Contact).get(home.scope, ada.id)).status).toBe('lost');
  });
});
