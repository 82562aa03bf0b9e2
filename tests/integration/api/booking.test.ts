import {
  MeetingScheduler,
  type MeetingSchedulerRecord,
} from '@clianta/crm-core/calendar/booking-link/meeting-scheduler.schema';
import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { describe, expect } from 'vitest';
import { apiTest } from '../../support/api-fixtures.ts';
import { type ApiClient, type ApiServer, request } from '../../support/api-server.ts';

const it = apiTest.extend('environment', { scope: 'file' }, { TRUST_PROXY: '1' });
let asked = 0;

/** Each visitor has an address of their own, so that no test takes another's share. */
const visitor = () => ({ 'x-forwarded-for': `203.0.113.${++asked}` });

async function aLink(server: ApiServer, { workspaceId }: ApiClient, values: object = {}) {
  const { crm } = server.product;
  const [sam] = (await crm.facts(workspaceId)).team.filter(({ name }) => name.startsWith('Sam'));
  const scope = systemScope(workspaceId);
  const link = (await crm.records(MeetingScheduler).create(scope, {
    name: 'Intro <b>call</b>',
    slug: newId(),
    hostIds: [String(sam?.id)],
    hours: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })),
    ...values,
  })) as MeetingSchedulerRecord;
  const events = async () =>
    (
      await crm.records(CalendarEvent).find(scope, {
        where: [{ field: 'schedulerId', op: 'eq', value: link.id }],
        limit: 50,
      })
    ).records;
  return { crm, scope, link, url: `${server.url}/book/${link.slug}`, events };
}

const look = (url: string) => request(url, 'GET', undefined, visitor());

/** The times that a page offers. */
async function timesOf(url: string): Promise<string[]> {
  const { body } = await look(`${url}?zone=Asia/Tokyo`);
  return [...String(body).matchAll(/at=(20[^"&#]+)/g)].map(([, at = '']) => decodeURIComponent(at));
}

const post = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...visitor(), 'sec-fetch-site': 'same-origin', ...headers },
    body: new URLSearchParams(fields),
  });

const book = (
  url: string,
  at: string,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
) =>
  post(
    url,
    {
      at,
      minutes: '30',
      zone: 'Asia/Tokyo',
      key: newId(),
      name: 'Ada Quist',
      email: 'ada@quist.example',
      ...fields,
    },
    headers,
  );

describe('a booking page', () => {
  it('shows times in the visitor’s zone to everybody and to no search engine, and looking books nothing', async ({
    server,
    sam,
  }) => {
    const { url, events } = await aLink(server, sam);
    const page = await look(`${url}?zone=Asia/Tokyo`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('Intro &#60;b&#62;call');
    expect(page.body).toContain('<option selected>Asia/Tokyo</option>');
    expect(page.body, 'midnight is a time too').toContain('>12:00 AM</a>');
    expect(page.headers.get('x-robots-tag')).toContain('noindex');
    expect(String(page.headers.get('content-security-policy'))).toContain("default-src 'none'");
    const [at = ''] = await timesOf(url);
    const form = await look(`${url}?at=${encodeURIComponent(at)}&zone=Asia/Tokyo`);
    expect(form.body).toContain('Book this time');
    const clock = new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Tokyo', timeStyle: 'short' }).format(
      new Date(at),
    );
    expect(String(form.body).replaceAll('\u202f', ' ')).toContain(clock.replaceAll('\u202f', ' '));
    expect(await events()).toEqual([]);
    expect((await look(`${url}x`)).status).toBe(404);
  });

  it('books what its form sends, once; a time that is taken or made up is not had', async ({
    server,
    sam,
  }) => {
    const { url, events, crm, scope } = await aLink(server, sam);
    const [at = '', , later = ''] = await timesOf(url);
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await book(url, at, {}, foreign)).status).toBe(403);
    expect(await (await book(url, at, { name: ' ' })).text()).toContain('Please say who you are');
    expect(await (await book(url, at, { email: 'nobody' })).text()).toContain('Please give your e-mail');
    expect(await events()).toEqual([]);
    const key = newId();
    const both = await Promise.all([book(url, at, { key }), book(url, at, { key })]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    const [event, ...others] = await events();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      startAt: new Date(at),
      source: 'booking',
      outside: expect.stringContaining('booking page'),
    });
    expect(await crm.records(Contact).findOne(scope, { email: 'ada@quist.example' })).toMatchObject({
      name: 'Ada Quist',
    });
    const taken = await book(url, at, { email: 'ben@oak.example' });
    expect([taken.status, await taken.text()]).toEqual([
      409,
      expect.stringContaining('was taken in the meantime'),
    ]);
    const odd = new Date(Date.parse(later) + 7 * 60_000).toISOString();
    expect((await book(url, odd)).status).toBe(409);
    expect(await events()).toHaveLength(1);
  });

  it('lets whoever booked move and cancel it by their own address, and by its forms alone', async ({
    server,
    sam,
  }) => {
    const { url, events } = await aLink(server, sam);
    const times = await timesOf(url);
    const [at = ''] = times;
    const other = times.at(-1) ?? '';
    const made = await book(url, at);
    const own = `${server.url}${String(made.headers.get('location')).split('?')[0]}`;
    const page = await look(own);
    expect(page.body).toContain('Booked.');
    const invite = await fetch(`${own}/invite.ics`, { headers: visitor() });
    expect(await invite.text()).toContain('METHOD:REQUEST');
    expect((await look(`${own}/move`)).body).toContain('It stays so until you choose another time');
    for (const path of ['', '/move', '/cancel', '/invite.ics']) await look(`${own}${path}`);
    expect((await events())[0]).toMatchObject({ startAt: new Date(at), status: 'confirmed', sequence: 0 });
    expect((await post(`${own}/move`, { at: other })).status).toBe(303);
    expect((await events())[0]).toMatchObject({ startAt: new Date(other), sequence: 1 });
    expect((await post(`${own}/cancel`, { reason: 'ill' })).status).toBe(303);
    expect((await events())[0]).toMatchObject({ status: 'cancelled', cancelReason: 'ill' });
    expect((await look(own)).body).toContain('Cancelled.');
    expect(await timesOf(url)).toContain(at);
    expect((await look(`${own}x`)).status).toBe(404);
  });

  it('that is switched off shows and books nothing', async ({ server, sam }) => {
    const { url, link, crm, scope, events } = await aLink(server, sam);
    const [at = ''] = await timesOf(url);
    await crm.records(MeetingScheduler).update(scope, link.id, { isOn: false });
    expect((await look(url)).status).toBe(404);
    expect((await book(url, at)).status).toBe(404);
    expect(await events()).toEqual([]);
  });
});
