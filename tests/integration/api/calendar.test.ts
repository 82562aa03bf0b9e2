import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { describe, expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import type { ApiClient, ApiServer } from '../../support/api-server.ts';

const it = apiTest.extend('environment', { scope: 'file' }, { TRUST_PROXY: '1' });

async function peopleOf(server: ApiServer, { workspaceId }: ApiClient) {
  const { crm } = server.product;
  const { team } = await crm.facts(workspaceId);
  const idOf = (name: string) => String(team.find((one) => one.name.startsWith(name))?.id);
  return { crm, scope: systemScope(workspaceId), sam: idOf('Sam'), tom: idOf('Tom') };
}

describe('the calendar', () => {
  it('shows a week of one’s own, and of a teammate what is private only as busy', async ({
    server,
    sam,
    tom,
  }) => {
    const { crm, scope, sam: samId } = await peopleOf(server, sam);
    const events = crm.records(CalendarEvent);
    const at = (text: string) => new Date(`2031-03-${text}Z`);
    const own = { ownerId: samId, zone: 'UTC' };
    await events.create(scope, { ...own, title: 'Open', startAt: at('04T15:00'), endAt: at('04T16:00') });
    for (const [from, to] of [
      ['05T15:00', '05T16:00'],
      ['05T15:30', '05T17:00'],
    ] as const)
      await events.create(scope, {
        ...own,
        title: 'The doctor',
        isShared: false,
        startAt: at(from),
        endAt: at(to),
      });
    await events.create(scope, { ...own, title: 'Fair', startDate: '2031-03-06', endDate: '2031-03-07' });
    const week = async (who: ApiClient) => {
      const { status, body } = await who.call('GET', `/calendar/week?userId=${samId}&day=2031-03-06`);
      expect(status).toBe(200);
      return body as unknown as {
        previous: string;
        days: Array<{ day: string; entries: Array<Record<string, unknown>> }>;
      };
    };
    const titles = async (who: ApiClient) =>
      (await week(who)).days
        .filter(({ entries }) => entries.length > 0)
        .map(({ day, entries }) => [day, entries.map(({ title }) => title)]);
    expect(await titles(sam)).toEqual([
      ['2031-03-04', ['Open']],
      ['2031-03-05', ['The doctor', 'The doctor']],
      ['2031-03-06', ['Fair']],
      ['2031-03-07', ['Fair']],
    ]);
    const seen = await week(tom);
    expect(JSON.stringify(seen)).not.toContain('doctor');
    const busy = seen.days.flatMap(({ entries }) => entries).filter(({ title }) => title === 'Busy');
    expect(busy).toEqual([
      expect.objectContaining({ startAt: at('05T15:00').toISOString(), endAt: at('05T17:00').toISOString() }),
    ]);
    expect(busy[0]).not.toHaveProperty('id');
    expect(seen.days).toHaveLength(7);
    expect(seen.previous < '2031-03-03').toBe(true);
  });

  it('is there for the team alone, and for days that are some', async ({ sam }) => {
    expect((await sam.call('GET', '/calendar/week?userId=nobody')).status).toBe(404);
    expect((await sam.call('GET', '/calendar/week?day=2031-02-30')).status).toBe(400);
  });
});

describe('booking links', () => {
  it('are made at an address that is free, told with their rules, and changed by their hosts and admins', async ({
    server,
    sam,
    tom,
  }) => {
    const body = { name: 'First call', minutes: [20] };
    const made = await sam.call('POST', '/booking-links', body);
    const again = await sam.call('POST', '/booking-links', body);
    expect([made.status, again.status]).toEqual([201, 201]);
    expect(made.body.address).toMatch(/\/book\/sam-rivera-first-call$/);
    expect(again.body.address).toMatch(/\/book\/sam-rivera-first-call-2$/);
    expect(made.body).toMatchObject({ rules: expect.arrayContaining(['20 minutes']), canChange: true });
    const seen = (await tom.call('GET', '/booking-links')).body as unknown as {
      links: Array<{ id: string; canChange: boolean }>;
    };
    expect(seen.links.find(({ id }) => id === made.body.id)).toMatchObject({ canChange: false });
    expect((await tom.call('POST', '/booking-links', body)).status).toBe(403);
    const path = `/meeting-schedulers/${made.body.id}`;
    expect((await tom.call('PATCH', path, { isOn: false })).status).toBe(403);
    expect((await fetch(`${server.url}/book/sam-rivera-first-call`)).status).toBe(200);
  });
});

describe('the feed of a calendar', () => {
  const fetched = (server: ApiServer, address: unknown) =>
    fetch(server.url + new URL(String(address)).pathname, { headers: { 'x-forwarded-for': '203.0.113.7' } });

  it('has one’s own meetings, is found by no search engine, and ends when it is revoked or made anew', async ({
    server,
    sam,
  }) => {
    const { crm, scope, sam: samId, tom: tomId } = await peopleOf(server, sam);
    const startAt = new Date(crm.now().getTime() + 3_600_000);
    const times = { startAt, endAt: new Date(startAt.getTime() + 3_600_000), zone: 'UTC' };
    const events = crm.records(CalendarEvent);
    const declined = [{ name: 'Sam', userId: samId, response: 'declined' }];
    await events.create(scope, { ...times, ownerId: samId, title: 'Mine alone', isShared: false });
    await events.create(scope, { ...times, ownerId: tomId, title: 'Of somebody else' });
    await events.create(scope, {
      ...times,
      ownerId: tomId,
      title: 'I said no',
      attendees: declined,
    } as never);
    expect((await sam.call('GET', '/calendar/feed')).body).toEqual({});
    const { address } = (await sam.call('POST', '/calendar/feed')).body;
    expect((await sam.call('GET', '/calendar/feed')).body).toEqual({ address });
    const feed = await fetched(server, address);
    const text = await feed.text();
    expect(feed.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(feed.headers.get('x-robots-tag')).toContain('noindex');
    expect(text).toContain('SUMMARY:Mine alone');
    expect(text).not.toContain('Of somebody else');
    expect(text).not.toContain('I said no');
    const members = await sam.call('GET', '/team-members?limit=50');
    expect(JSON.stringify(members.body)).not.toMatch(/feedId|feedHash/);
    const other = (await sam.call('POST', '/calendar/feed')).body.address;
    expect(other).not.toBe(address);
    expect((await fetched(server, address)).status).toBe(404);
    expect((await fetched(server, other)).status).toBe(200);
    expect((await sam.call('DELETE', '/calendar/feed')).status).toBe(200);
    expect((await fetched(server, other)).status).toBe(404);
  });

  it('is read by nobody any more once its owner has left, and not too often by anybody', async ({
    server,
    sam,
    tom,
  }) => {
    const { address } = (await tom.call('POST', '/calendar/feed')).body;
    expect((await fetched(server, address)).status).toBe(200);
    const { crm, scope, tom: tomId } = await peopleOf(server, sam);
    const member = await crm.records(TeamMember).findOne(scope, { userId: tomId });
    await crm.records(TeamMember).delete(scope, String(member?.id));
    expect((await fetched(server, address)).status).toBe(404);
    let status = 0;
    for (let tries = 0; tries < 130 && status !== 429; tries++)
      status = (await fetched(server, address)).status;
    expect(status).toBe(429);
  });
});
