import { google as googleIntegration } from '@clianta/crm-core/integrations/google/google.integration';
import { describe, expect, it } from 'vitest';
import { googleAccount } from '../../support/google-account.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';
import { calendarProviderContract, type Entered, hour } from './calendar-provider.contract.ts';

const google = new GoogleApiStandIn();
const nextDay = (date: string) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
const wire = ({ title, location, startAt, endAt, startDate, endDate }: Entered) => ({
  ...(title !== undefined && { summary: title }),
  ...(location !== undefined && { location }),
  ...(startAt && { start: { dateTime: startAt.toISOString() } }),
  ...(endAt && { end: { dateTime: endAt.toISOString() } }),
  ...(startDate && { start: { date: startDate }, end: { date: nextDay(endDate ?? startDate) } }),
});

const calendar = calendarProviderContract({
  title: 'Google',
  integration: googleIntegration,
  start: async () => void (await google.start()),
  stop: () => google.stop(),
  env: () => google.env,
  clear() {
    google.clear();
    google.pageSize = 250;
    google.oldestToken = 0;
  },
  connect: (db, scope) => googleAccount(db, google, scope, ['calendar']),
  pages: (size) => {
    google.pageSize = size;
  },
  enter: (id, values) => void google.change(id, wire(values)),
  remove: (id) => void google.change(id, { status: 'cancelled' }),
  vanish: (id) => (id ? void google.events.delete(id) : google.events.clear()),
  forget: () => {
    google.oldestToken = Number.POSITIVE_INFINITY;
  },
  standing: () =>
    [...google.events.values()].map((one) => ({
      id: one.id,
      title: one.summary,
      location: one.location,
      details: one.description,
      startAt: new Date(String((one.start as { dateTime?: string }).dateTime)),
      recordId: (one.extendedProperties as { private?: { cliantaId?: string } } | undefined)?.private
        ?.cliantaId,
      isGone: one.status === 'cancelled',
    })),
  // the list, then the insert
  loseNextInsert: () =>
    void google.faults.push({ status: 200, body: { items: [], nextSyncToken: '0' } }, 'lost'),
  inserts: () => google.calls.filter(({ method }) => method === 'POST').length,
  fail: (fault) => void google.faults.push(fault),
});

describe('a series in Google', () => {
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
    await calendar.run();
    expect(await calendar.all()).toMatchObject([
      {
        title: 'Weekly',
        rrule: 'FREQ=DAILY;COUNT=5',
        zone: 'Europe/Berlin',
        exDates: [hour(9, 3)],
        overrides: [{ originalAt: hour(9, 2), startAt: hour(12, 2) }],
      },
    ]);
  });
});

it('asks Google for the calendar alone', async () => {
  const { url } = await calendar
    .db()
    .crm.integrations.begin(calendar.home().scope, 'google', ['calendar'], 'https://crm.example/back');
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
