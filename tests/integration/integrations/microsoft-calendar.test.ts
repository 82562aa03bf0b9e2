import { microsoft as microsoftIntegration } from '@clianta/crm-core/integrations/microsoft/microsoft.integration';
import { describe, expect, it } from 'vitest';
import { microsoftAccount } from '../../support/microsoft-account.ts';
import { MicrosoftStandIn } from '../../support/microsoft-stand-in.ts';
import { calendarProviderContract, type Entered, hour } from './calendar-provider.contract.ts';

const microsoft = new MicrosoftStandIn();
const outlook = microsoft.calendar;
const utc = (at: Date) => ({ dateTime: at.toISOString().slice(0, 19), timeZone: 'UTC' });
const midnight = (date: string, days = 0) => ({
  dateTime: new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 19),
  timeZone: 'W. Europe Standard Time',
});
const wire = ({ title, location, startAt, endAt, startDate, endDate }: Entered) => ({
  ...(title !== undefined && { subject: title }),
  ...(location !== undefined && { location: { displayName: location } }),
  ...(startAt && { start: utc(startAt) }),
  ...(endAt && { end: utc(endAt) }),
  ...(startDate && { isAllDay: true, start: midnight(startDate), end: midnight(endDate ?? startDate, 1) }),
});
const isInsert = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && path === '/me/events';

const calendar = calendarProviderContract({
  title: 'Microsoft 365',
  integration: microsoftIntegration,
  start: async () => void (await microsoft.start()),
  stop: () => microsoft.stop(),
  env: () => microsoft.env,
  clear: () => microsoft.clear(),
  connect: (db, scope) => microsoftAccount(db, microsoft, scope, ['calendar']),
  pages: (size) => {
    outlook.pageSize = size;
  },
  enter: (id, values) => void outlook.change(id, wire(values)),
  remove: (id) => outlook.remove(id),
  vanish: (id) => (id ? void outlook.events.delete(id) : outlook.events.clear()),
  forget: () => {
    outlook.lost = { status: 410, code: 'SyncStateNotFound' };
  },
  standing: () =>
    [...outlook.events.values()].map((one) => ({
      id: one.id,
      title: one.subject,
      location: (one.location as { displayName?: string } | undefined)?.displayName,
      details: (one.body as { content?: string } | undefined)?.content,
      startAt: new Date(`${one.start.dateTime}Z`),
      recordId: [...one.properties].find(([id]) => id.endsWith('cliantaid'))?.[1],
      isGone: false,
    })),
  loseNextInsert: () => void microsoft.faults.push({ on: isInsert, fault: 'lost' }),
  inserts: () => microsoft.calls.filter(isInsert).length,
  fail: (fault) => void microsoft.faults.push({ fault }),
});
const { run, all, ours, events } = calendar;

const series = (values: Record<string, unknown> = {}) => ({
  subject: 'Stand-up',
  start: { dateTime: hour(9).toISOString().slice(0, 19), timeZone: 'UTC' },
  end: { dateTime: hour(10).toISOString().slice(0, 19), timeZone: 'UTC' },
  recurrence: {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'numbered', startDate: hour(0).toISOString().slice(0, 10), numberOfOccurrences: 3 },
  },
  ...values,
});
const dayAt = (days: number) => hour(0, days).toISOString().slice(0, 10);

describe('a series in Outlook', () => {
  it('takes the time of each of its meetings, and gives back that of one that is left out or moved', async () => {
    outlook.change('standup', series());
    expect(await run()).toMatchObject({ created: 3, errors: [] });
    const byTime = async () => (await all()).toSorted((a, b) => Number(a.startAt) - Number(b.startAt));
    expect((await byTime()).map(({ title, startAt }) => [title, startAt])).toEqual([
      ['Stand-up', hour(9, 1)],
      ['Stand-up', hour(9, 2)],
      ['Stand-up', hour(9, 3)],
    ]);
    outlook.change('standup', { cancelled: [dayAt(2)] });
    outlook.move('standup', dayAt(3), hour(15, 3), hour(16, 3));
    expect(await run()).toMatchObject({ deleted: 1, updated: 1 });
    expect((await byTime()).map(({ startAt }) => startAt)).toEqual([hour(9, 1), hour(15, 3)]);
  });

  it('that is ours is one series here and there, and what is moved or left out there is so here', async () => {
    await ours('Weekly', { rrule: 'FREQ=DAILY;COUNT=4', zone: 'Europe/Berlin' });
    expect(await run()).toMatchObject({ created: 1, errors: [] });
    const [there] = [...outlook.events.values()];
    expect(there).toMatchObject({
      start: { timeZone: 'W. Europe Standard Time' },
      recurrence: { pattern: { type: 'daily' }, range: { type: 'numbered', numberOfOccurrences: 4 } },
    });
    expect(await run()).toMatchObject({ created: 0, updated: 0, conflicts: 0 });
    const id = String(there?.id);
    outlook.change(id, { cancelled: [dayAt(2)] });
    outlook.move(id, dayAt(3), hour(15, 3), hour(16, 3));
    await run();
    const [weekly, ...others] = await all();
    expect(others).toEqual([]);
    expect(weekly).toMatchObject({
      rrule: 'FREQ=DAILY;COUNT=4',
      exDates: [hour(9, 2)],
      overrides: [{ originalAt: hour(9, 3), startAt: hour(15, 3), endAt: hour(16, 3) }],
    });
    const before = await events().get(calendar.home().scope, weekly?.id ?? '');
    await run();
    expect(await events().get(calendar.home().scope, before.id)).toMatchObject({ version: before.version });
  });

  it('leaves out there what is left out here, and names a repetition that Outlook does not have', async () => {
    await ours('Weekly', { rrule: 'FREQ=DAILY;COUNT=4', exDates: [hour(9, 2)] });
    await ours('Month end', { rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1' });
    const entry = await run();
    expect(entry).toMatchObject({ created: 1, failed: 1 });
    expect(entry.errors[0]).toContain('Outlook has no repetition such as FREQ=MONTHLY;BYMONTHDAY=-1.');
    expect([...outlook.events.values()]).toMatchObject([{ cancelled: [dayAt(2)] }]);
  });
});

describe('what Graph does otherwise', () => {
  it('a view begins anew each week, and keeps what lies behind its end', async () => {
    await ours('In two years', { startAt: hour(9, 700), endAt: hour(10, 700) });
    for (let at = 0; at < 3; at++)
      outlook.change(`event${at}`, wire({ title: `E${at}`, startAt: hour(9), endAt: hour(10) }));
    await run();
    const stored = calendar.db().database.connection.collection('syncCursors');
    const place = { _id: `${calendar.account().id}:primary` as never };
    const cursor = JSON.parse(String((await stored.findOne(place))?.cursor));
    const begunAt = new Date(Date.now() - 8 * 86_400_000).toISOString();
    await stored.updateOne(place, { $set: { cursor: JSON.stringify({ ...cursor, begunAt }) } });
    expect(await run()).toMatchObject({ deleted: 0, created: 0, errors: [] });
    expect(await all()).toHaveLength(4);
    expect(microsoft.calls.filter(({ search }) => search.includes('startDateTime'))).toHaveLength(2);
  });

  it('an event that is said to be removed is looked at first: it may only lie outside the view', async () => {
    outlook.change('far', wire({ title: 'Far', startAt: hour(9), endAt: hour(10) }));
    await run();
    outlook.change('far', wire({ startAt: hour(9, 600), endAt: hour(10, 600) }));
    expect(await run()).toMatchObject({ updated: 1, deleted: 0 });
    expect(await all()).toMatchObject([{ title: 'Far', startAt: hour(9, 600) }]);
  });

  it.each([
    { status: 404, code: 'syncStateNotFound' },
    { status: 400, code: 'SYNCSTATEINVALID' },
  ])('a state that is lost is read from the beginning, however it is said: $code', async (lost) => {
    outlook.change('one', wire({ title: 'One', startAt: hour(9), endAt: hour(10) }));
    await run();
    outlook.lost = lost;
    expect(await run()).toMatchObject({ created: 0, deleted: 0, errors: [] });
  });

  it('a mark that was used is found by its property, where Graph refuses it', async () => {
    outlook.onSameMark = 'conflict';
    await ours('Demo');
    microsoft.faults.push({ on: isInsert, fault: 'lost' });
    expect(await run()).toMatchObject({ created: 1, errors: [] });
    expect(outlook.events.size).toBe(1);
  });

  it('every request asks for ids that stay', async () => {
    outlook.change('one', wire({ title: 'One', startAt: hour(9), endAt: hour(10) }));
    await ours('Demo');
    await run();
    const prefer = microsoft.calls.filter(({ path }) => path !== '/me').map(({ headers }) => headers.prefer);
    expect(prefer.length).toBeGreaterThan(1);
    for (const one of prefer) expect(one).toContain('IdType="ImmutableId"');
  });
});

describe('the sign-in at Microsoft', () => {
  const begin = () =>
    calendar
      .db()
      .crm.integrations.begin(calendar.home().scope, 'microsoft', ['calendar'], 'https://crm.example/back');
  const by = (browser: string) => ({ browser, userId: calendar.home().scope.actor.id });

  it('asks for the calendar alone, with PKCE, in the directory that is set', async () => {
    const { url } = await begin();
    const asked = new URL(url);
    expect(asked.pathname).toBe('/common/oauth2/v2.0/authorize');
    expect(asked.searchParams.get('scope')).toBe('offline_access User.Read Calendars.ReadWrite');
    expect(asked.searchParams.get('code_challenge_method')).toBe('S256');
    expect(calendar.account()).toMatchObject({
      name: expect.stringContaining('@contoso.example'),
      features: ['calendar'],
      scopes: ['User.Read', 'Calendars.ReadWrite'],
    });
  });

  it('says in words what is wrong, and who does something about it', async () => {
    const { url, browser } = await begin();
    const back = microsoft.consent(url);
    const declined = new URLSearchParams({
      error: 'access_denied',
      error_description: 'AADSTS65004: User declined to consent to access the app.',
      state: back.get('state') ?? '',
    });
    const { integrations } = calendar.db().crm;
    await expect(integrations.finish(declined, by(browser))).rejects.toThrow(
      'Microsoft 365 was not connected: it was declined there. Begin again. (AADSTS65004)',
    );
    const second = await begin();
    microsoft.tokenFault = {
      status: 401,
      error: 'invalid_client',
      description: 'AADSTS7000222: The provided client secret keys are expired.',
    };
    await expect(integrations.finish(microsoft.consent(second.url), by(second.browser))).rejects.toThrow(
      'the client secret has run out. Whoever runs Clianta makes a new one. (AADSTS7000222)',
    );
  });

  it.each([
    [
      'invalid_grant',
      'AADSTS50173: The provided grant has expired due to it being revoked.',
      'the password was changed',
    ],
    [
      'interaction_required',
      'AADSTS50076: You must use multi-factor authentication.',
      'a second factor is wanted',
    ],
  ])(
    'that is refused for good wants to be connected anew, and says why: %s',
    async (error, description, why) => {
      microsoft.expireAccess();
      microsoft.tokenFault = { status: 400, error, description };
      const entry = await run();
      expect(entry.errors[0]).toContain('does not let us in any more');
      const found = await calendar.db().crm.integrations.get(calendar.home().scope, calendar.account().id);
      expect(found).toMatchObject({ state: 'reconnect', lastError: { what: expect.stringContaining(why) } });
    },
  );

  it('is renewed once it does not hold, and forgotten when it is disconnected', async () => {
    microsoft.expireAccess();
    expect(await run()).toMatchObject({ errors: [] });
    const { crm } = calendar.db();
    const { id, workspaceId } = calendar.account();
    const calls = microsoft.calls.length;
    await crm.integrations.disconnect(calendar.home().scope, id, 'keep');
    // nothing is revoked there: people do it where they see their apps
    expect(microsoft.calls).toHaveLength(calls);
    await expect(crm.integrations.store.read(workspaceId, id)).rejects.toThrow('connected account');
    const stored = await crm.integrations.store.raw.findOne({ _id: id as never });
    expect(stored?.sealed ?? null).toBeNull();
  });
});
