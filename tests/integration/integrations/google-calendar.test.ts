import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { google as googleIntegration } from '@clianta/crm-core/integrations/google/google.integration';
import type { IntegrationCredentialRecord } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { googleAccount, synced } from '../../support/google-account.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';
import { aWorkspace, openTestCrm, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

let google: GoogleApiStandIn;
let db: TestDatabase;
let home: TestWorkspace;
let account: IntegrationCredentialRecord;
const DAY_MS = 86_400_000;
const hour = (at: number, days = 1) =>
  new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + days * DAY_MS + at * 3_600_000);

beforeAll(async () => {
  google = await new GoogleApiStandIn().start();
  db = await openTestCrm({
    integrations: {
      env: google.env,
      box: new SecretBox(['a key of some length']),
      registry: [googleIntegration],
      sleep: async () => {},
    },
  });
  await db.crm.integrations.ensureIndexes();
});
afterAll(async () => {
  await db.close();
  await google.stop();
});
beforeEach(async () => {
  google.clear();
  google.pageSize = 250;
  home = await aWorkspace(db.crm);
  account = await googleAccount(db, google, home.scope, ['calendar']);
});

const run = () =>
  synced(db, {
    workspaceId: home.workspaceId,
    credentialId: account.id,
    feature: 'calendar',
    stream: 'primary',
  });
const events = () => db.crm.records(CalendarEvent);
const all = async () => (await events().find(home.scope, { sort: 'title', limit: 100 })).records;
const ours = (title: string, values: Record<string, unknown> = {}) =>
  events().create(home.scope, {
    title,
    ownerId: home.scope.actor.id,
    startAt: hour(9),
    endAt: hour(10),
    ...values,
  } as never);
const there = (summary: string, values: Record<string, unknown> = {}) => ({
  summary,
  start: { dateTime: hour(14).toISOString() },
  end: { dateTime: hour(15).toISOString() },
  ...values,
});

describe('what stands in Google', () => {
  it('takes its owner’s time here, is seen by nobody else, and follows what is changed there', async () => {
    google.change('dentist', there('Dentist', { location: 'Main street' }));
    google.change('holiday', {
      summary: 'Holiday',
      start: { date: '2030-05-01' },
      end: { date: '2030-05-04' },
    });
    expect(await run()).toMatchObject({ read: 2, created: 2, failed: 0, errors: [] });
    const [dentist, holiday] = await all();
    expect(dentist).toMatchObject({
      title: 'Dentist',
      location: 'Main street',
      startAt: hour(14),
      source: 'synced',
      isShared: false,
      showAs: 'busy',
      peopleIds: [home.scope.actor.id],
    });
    expect(holiday).toMatchObject({ startDate: '2030-05-01', endDate: '2030-05-03' });
    google.change(
      'dentist',
      there('Dentist', {
        start: { dateTime: hour(14).toISOString() },
        end: { dateTime: hour(16).toISOString() },
      }),
    );
    google.change('holiday', { status: 'cancelled' });
    expect(await run()).toMatchObject({ updated: 1, deleted: 1 });
    expect(await all()).toMatchObject([{ title: 'Dentist', endAt: hour(16) }]);
    const member = await home.member('Kim Lee');
    expect((await events().find(member, { limit: 10 })).records).toEqual([]);
  });

  it('is read page by page, and once', async () => {
    google.pageSize = 3;
    for (let at = 0; at < 8; at++) google.change(`event${at}`, there(`Event ${at}`));
    expect(await run()).toMatchObject({ created: 8 });
    expect(await run()).toMatchObject({ read: 0, created: 0, updated: 0, calls: 1 });
    expect(await all()).toHaveLength(8);
  });

  it('repeats as it does there, with what was moved and left out', async () => {
    const start = { dateTime: hour(9).toISOString(), timeZone: 'Europe/Berlin' };
    const end = { dateTime: hour(10).toISOString(), timeZone: 'Europe/Berlin' };
    google.change('weekly', { summary: 'Weekly', start, end, recurrence: ['RRULE:FREQ=DAILY;COUNT=5'] });
    const exception = { recurringEventId: 'weekly', summary: 'Weekly' };
    google.change('weekly_2', {
      ...exception,
      originalStartTime: { dateTime: hour(9, 2).toISOString() },
      start: { dateTime: hour(12, 2).toISOString() },
      end: { dateTime: hour(13, 2).toISOString() },
    });
    google.change('weekly_3', {
      ...exception,
      status: 'cancelled',
      originalStartTime: { dateTime: hour(9, 3).toISOString() },
    });
    await run();
    expect(await all()).toMatchObject([
      {
        title: 'Weekly',
        rrule: 'FREQ=DAILY;COUNT=5',
        zone: 'Europe/Berlin',
        exDates: [hour(9, 3)],
        overrides: [{ originalAt: hour(9, 2), startAt: hour(12, 2) }],
      },
    ]);
  });

  it('is listed again once Google has forgotten how far we were, and what is missing then is removed', async () => {
    for (let at = 0; at < 12; at++) google.change(`event${at}`, there(`Event ${at}`));
    await run();
    google.events.delete('event3');
    google.oldestToken = Number.POSITIVE_INFINITY;
    expect(await run()).toMatchObject({ deleted: 1, created: 0 });
    google.oldestToken = 0;
    expect(await all()).toHaveLength(11);
  });

  it('is not emptied here when it is empty there all at once: somebody is asked', async () => {
    for (let at = 0; at < 30; at++) google.change(`event${at}`, there(`Event ${at}`));
    await run();
    google.events.clear();
    google.oldestToken = Number.POSITIVE_INFINITY;
    await run();
    google.oldestToken = 0;
    expect(await all()).toHaveLength(30);
    expect(await db.crm.integrations.get(home.scope, account.id)).toMatchObject({
      state: 'paused',
      lastError: { what: expect.stringContaining('30 of 30 meetings') },
    });
  });
});

describe('a meeting of ours', () => {
  it('appears in Google, is written once, moves with ours, and goes when it is cancelled', async () => {
    const meeting = await ours('Demo with Acme', {
      attendees: [{ name: 'Ada Quist', email: 'ada@acme.example' }],
    });
    expect(await run()).toMatchObject({ created: 1 });
    const [event] = [...google.events.values()];
    expect(event).toMatchObject({
      summary: 'Demo with Acme',
      description: 'With Ada Quist (ada@acme.example)',
      start: { dateTime: hour(9).toISOString() },
      extendedProperties: { private: { cliantaId: meeting.id } },
    });
    expect(await run()).toMatchObject({ created: 0, updated: 0 });
    await events().update(home.scope, meeting.id, { startAt: hour(11), endAt: hour(12) });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(google.events.get(String(event?.id))).toMatchObject({
      start: { dateTime: hour(11).toISOString() },
    });
    expect(google.events.size).toBe(1);
    await events().update(home.scope, meeting.id, { status: 'cancelled' });
    await run();
    expect(google.events.get(String(event?.id))).toMatchObject({ status: 'cancelled' });
    expect(await all()).toHaveLength(1);
  });

  it('that a visitor has booked moves here when it is moved in Google', async () => {
    const booking = await events().create(home.system, {
      title: 'Intro call',
      ownerId: home.scope.actor.id,
      startAt: hour(9),
      endAt: hour(10),
      source: 'booking',
    } as never);
    await run();
    const [event] = [...google.events.values()];
    google.change(String(event?.id), {
      start: { dateTime: hour(15).toISOString() },
      end: { dateTime: hour(16).toISOString() },
    });
    expect(await run()).toMatchObject({ updated: 1, conflicts: 0 });
    expect(await events().get(home.scope, booking.id)).toMatchObject({
      startAt: hour(15),
      endAt: hour(16),
      source: 'booking',
      sequence: 1,
    });
    google.change(String(event?.id), { status: 'cancelled' });
    await run();
    expect(await events().get(home.scope, booking.id)).toMatchObject({ status: 'cancelled' });
  });

  it('is written once, also when the answer is lost', async () => {
    await ours('Demo');
    // the list, then the insert
    google.faults.push({ status: 200, body: { items: [], nextSyncToken: '0' } }, 'lost');
    await run();
    expect(google.events.size).toBe(1);
    expect(google.calls.filter(({ method }) => method === 'POST')).toHaveLength(2);
    expect(await run()).toMatchObject({ created: 0 });
  });

  it('takes both sides’ changes, and the newer one of the same field', async () => {
    const meeting = await ours('Demo', { location: 'Here' });
    await run();
    const [event] = [...google.events.values()];
    await events().update(home.scope, meeting.id, {
      title: 'Demo of the new version',
      location: 'Our office',
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    google.change(String(event?.id), {
      location: 'Their office',
      start: { dateTime: hour(13).toISOString() },
      end: { dateTime: hour(14).toISOString() },
    });
    expect(await run()).toMatchObject({ conflicts: 1 });
    expect(await events().get(home.scope, meeting.id)).toMatchObject({
      title: 'Demo of the new version',
      location: 'Their office',
      startAt: hour(13),
    });
    expect(google.events.get(String(event?.id))).toMatchObject({
      summary: 'Demo of the new version',
      location: 'Their office',
      start: { dateTime: hour(13).toISOString() },
    });
  });

  it('waits while Google wants to be left alone, and is then ordered again', async () => {
    await ours('Demo');
    google.faults.push({ status: 429, headers: { 'retry-after': '120' } });
    const entry = await run();
    expect(entry.errors).toEqual(['Google allows no more for 120 s.']);
    const waiting = await db.database.connection
      .collection('waitingJobs')
      .findOne({ job: 'sync_stream', workspaceId: home.workspaceId });
    expect(waiting).toMatchObject({ data: { credentialId: account.id, stream: 'primary' } });
    expect(Number(waiting?.at) - Date.now()).toBeGreaterThan(100_000);
  });
});

it('asks Google for the calendar alone', async () => {
  const { url } = await db.crm.integrations.begin(
    home.scope,
    'google',
    ['calendar'],
    'https://crm.example/back',
  );
  const asked = new URL(url).searchParams;
  expect(asked.get('scope')?.split(' ')).toEqual([
    'openid',
    'email',
    'https://www.googleapis.com/auth/calendar.events',
    'https://www.googleapis.com/auth/calendar.readonly',
  ]);
  expect(asked.get('access_type')).toBe('offline');
  expect(asked.get('prompt')).toBeNull();
});
