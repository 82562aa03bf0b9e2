import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import { MeetingScheduler } from '@clianta/crm-core/calendar/booking-link/meeting-scheduler.schema';
import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { Erasure } from '@clianta/crm-core/erasure/erasure/erasure.schema';
import { expect, test, vi } from 'vitest';
import { anApiServer, request, signedIn } from '../../support/api-server.ts';
import { slackDriver } from '../../support/channel-drivers/slack-driver.ts';
import { storyteller } from '../../support/channel-story.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';
import { anMcpClient } from '../../support/mcp-client.ts';
import { SalesforceStandIn } from '../../support/salesforce-stand-in.ts';
import { SIGNING_SECRET } from '../../support/slack-requests.ts';
import { BOT_TOKEN, SlackStandIn } from '../../support/slack-stand-in.ts';
import { aContact, aDeal, aWorkspace, TEST_PASSWORD } from '../../support/test-crm.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });
const PATIENCE = { timeout: 60_000, interval: 100 };
const HOUR_MS = 3_600_000;
/** A working week without nights, so that it does not matter when this runs. */
const ALWAYS = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }));

// biome-ignore lint/correctness/noEmptyPattern: vitest reads from it what a fixture is made of
const it = test.extend('place', { scope: 'file' }, async ({}, { onCleanup }) => {
  const [slack, google, salesforce] = [new SlackStandIn(), new GoogleApiStandIn(), new SalesforceStandIn()];
  for (const one of [slack, google, salesforce]) await one.start();
  const server = await anApiServer({
    ...{ CLIANTA_DEMO: 'off', SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_SIGNING_SECRET: SIGNING_SECRET },
    ...{ SLACK_API_URL: slack.apiUrl, ...google.env, ...salesforce.env },
  });
  onCleanup(async () => {
    await server.stop();
    for (const one of [slack, google, salesforce]) await one.stop();
  });
  const home = await aWorkspace(server.product.crm);
  const driver = slackDriver(`${server.url}${SLACK_PATH}`, slack, () => server.inbound.recover());
  return {
    ...{ server, slack, google, salesforce, home, crm: server.product.crm },
    /** An admin who talks in Slack and is signed in at the console. */
    async tells(name: string) {
      const member = await home.member(name, 'admin');
      const api = await signedIn(server, member.email, TEST_PASSWORD);
      return {
        ...{ member, api, ...storyteller(await driver.open(member)) },
        /** Connects an account in the browser: over to the vendor, and back. */
        async connects(vendor: string, feature: string, consent: (url: string) => URLSearchParams) {
          const begun = await api.call('POST', `/integrations/${vendor}/connect`, { features: [feature] });
          const kept = /clianta_connect=[^;]*/.exec(String(begun.headers.get('set-cookie')))?.[0];
          const back = await fetch(
            `${server.url}/api/integrations/callback?${consent(String(begun.body.url))}`,
            { headers: { cookie: `${api.cookie}; ${kept}` }, redirect: 'manual' },
          );
          expect(decodeURIComponent(String(back.headers.get('location')))).toContain('#connected=');
        },
      };
    },
  };
});

it('a Google calendar is connected, has the demo that a visitor books, and moves it here when it is moved there', async ({
  place: { server, google, home, crm, tells },
}) => {
  const { say, connects, member } = await tells('Rita Moss');
  await say('Connect my Google calendar', /settings\/integrations/);
  await connects('google', 'calendar', (url) => google.consent(url, 'rita@gmail.example'));
  await say('What is connected?', /rita@gmail\.example/);
  const link = await crm.records(MeetingScheduler).create(home.system, {
    ...{ name: 'Demo', slug: newId(), hostIds: [member.actor.id], hours: ALWAYS, noticeMin: 0 },
  });
  const page = `${server.url}/book/${link.slug}`;
  const { body } = await request(`${page}?zone=Europe/Berlin`, 'GET');
  const at = decodeURIComponent(/at=(20[^"&#]+)/.exec(String(body))?.[1] ?? '');
  const booked = await fetch(page, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({
      ...{ at, minutes: '30', zone: 'Europe/Berlin', key: newId() },
      ...{ name: 'Ada Quist', email: 'ada@quist.example' },
    }),
  });
  expect(booked.status).toBe(303);
  const there = await vi.waitFor(() => {
    const [event] = [...google.events.values()];
    expect(event).toMatchObject({ status: 'confirmed', summary: expect.stringContaining('Ada Quist') });
    expect(new Date(String((event?.start as { dateTime?: string } | undefined)?.dateTime))).toEqual(
      new Date(at),
    );
    return event;
  }, PATIENCE);
  const [startAt, endAt] = [HOUR_MS, 1.5 * HOUR_MS].map((ms) => new Date(new Date(at).getTime() + ms));
  google.change(String(there?.id), {
    start: { dateTime: startAt?.toISOString() },
    end: { dateTime: endAt?.toISOString() },
  });
  await say('Sync now', /has begun/);
  await vi.waitFor(async () => {
    const where = [{ field: 'schedulerId', op: 'eq' as const, value: link.id }];
    const [meeting] = (await crm.records(CalendarEvent).find(home.system, { where, limit: 2 })).records;
    expect(meeting).toMatchObject({ startAt, endAt, status: 'confirmed' });
  }, PATIENCE);
});

it('won deals go into a sheet, from a sentence to a row', async ({ place: { google, home, crm, tells } }) => {
  const { say, approve, connects } = await tells('Lena Fox');
  await connects('google', 'sheets', (url) => google.consent(url, 'team@gmail.example'));
  const rows = google.aSheet('1AbCdEfGhIjKlMnOp', 'Wins', ['Title', 'Amount']);
  await aDeal(crm, home.scope, { title: 'Hafen rollout', amountMinor: 4_200_000 });
  await say('When a deal is won, add it to the Wins sheet', /Paste the link of the .Wins. sheet/);
  await say('https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOp/edit#gid=0', /dd a row to the sheet/);
  await approve('Turn it on', /is on/);
  await say('Mark the deal Hafen rollout as won', /[Ww]on/);
  await vi.waitFor(() => expect(rows.map(([title]) => title)).toEqual(['Title', 'Hafen rollout']), PATIENCE);
  expect(rows[1]?.[1]).toMatch(/42,?000/);
});

it('a program lists deals by MCP and proposes a change, which a person approves in Slack', async ({
  place: { server, slack, home, crm, tells },
}) => {
  const { approve, say, api } = await tells('Nora Lind');
  const deals = await Promise.all(
    ['Nord one', 'Nord two'].map((title) => aDeal(crm, home.scope, { title, amountMinor: 100_000 })),
  );
  await say('hello', /./);
  const issued = await api.call('POST', '/api-tokens/issue', { name: 'Claude', access: 'ask' });
  const claude = await anMcpClient(`${server.url}/mcp`, issued.body.token);
  try {
    const nord = [{ field: 'title', op: 'contains', value: 'Nord' }];
    const listed = await claude.say('search_deals', { where: nord });
    for (const { title } of deals) expect(listed.text).toContain(title);
    const asked = await claude.say('delete_deals', { where: nord });
    expect(asked).toMatchObject({ isError: false, data: { status: 'waiting' } });
    const id = String(asked.data.approvalId);
    await vi.waitFor(() => {
      const told = slack.messages.map(({ text }) => text).filter((text) => text.includes('Claude'));
      expect(told).toEqual([expect.stringContaining('asks for your approval')]);
    }, PATIENCE);
    const ids = deals.map((one) => one.id);
    const left = async () => [...(await crm.records(Opportunity).getMany(home.system, ids)).values()];
    expect((await left()).filter(({ isDeleted }) => isDeleted)).toEqual([]);
    await approve('What waits for my approval?', /./);
    await vi.waitFor(async () => {
      expect((await left()).filter(({ isDeleted }) => !isDeleted)).toEqual([]);
      expect(await claude.say('get_approval', { approval: id })).toMatchObject({
        data: { status: 'executed' },
      });
    }, PATIENCE);
  } finally {
    await claude.client.close();
  }
});

it('Salesforce and Clianta, changed on both sides, are equal after the sync that a sentence has begun', async ({
  place: { salesforce, home, crm, tells },
}) => {
  const { say, approve, connects } = await tells('Mia Wolf');
  await connects('salesforce', 'crm', (url) => salesforce.consent(url));
  const ada = await aContact(crm, home.scope, { name: 'Ada Force', email: 'ada@force.example' });
  salesforce.put('Contact', { LastName: 'Boe', FirstName: 'Bo', Email: 'bo@force.example' });
  await approve('Sync with Salesforce', /has begun/);
  const theirs = (email: string) => salesforce.live('Contact').find(({ Email }) => Email === email);
  const ours = (email: string) => crm.records(Contact).findOne(home.system, { email });
  await vi.waitFor(async () => {
    expect(theirs('ada@force.example')).toMatchObject({ Clianta_Id__c: ada.id });
    expect(await ours('bo@force.example')).toMatchObject({ name: 'Bo Boe' });
  }, PATIENCE);
  await crm.records(Contact).update(home.scope, ada.id, { jobTitle: 'Head of Ports' });
  salesforce.put('Contact', { Id: String(theirs('ada@force.example')?.Id), Phone: '+4930111222' });
  salesforce.put('Contact', { Id: String(theirs('bo@force.example')?.Id), Title: 'Buyer' });
  await say('Sync now', /has begun/);
  await vi.waitFor(async () => {
    expect(theirs('ada@force.example')).toMatchObject({ Title: 'Head of Ports', Phone: '+4930111222' });
    expect(await ours('ada@force.example')).toMatchObject({
      ...{ jobTitle: 'Head of Ports', phone: '+4930111222' },
    });
    expect(await ours('bo@force.example')).toMatchObject({ jobTitle: 'Buyer' });
  }, PATIENCE);
});

it('somebody who asked for it is erased, in Slack too, from a sentence to the proof', async ({
  place: { slack, home, crm, tells },
}) => {
  const { say, approve } = await tells('Vera Holm');
  const named = () => slack.messages.filter((one) => /Erasmus/i.test(JSON.stringify(one)));
  await say('Add Jane Erasmus, jane@erasmus.example', /Jane Erasmus/);
  expect(named().length).toBeGreaterThan(0);
  await say('Erase Jane Erasmus, she asked', /Type .*Jane Erasmus.* to go on/);
  await approve('Jane Erasmus', /cannot be undone/);
  await vi.waitFor(async () => {
    const [erasure] = (await crm.records(Erasure).find(home.system, { limit: 1 })).records;
    expect(erasure).toMatchObject({ state: 'done', proof: { left: 0 } });
  }, PATIENCE);
  // what Clianta said of her stands there no more
  expect(named()).toEqual([]);
  await say('Is anything left of jane@erasmus.example?', /Nothing is left/);
});
