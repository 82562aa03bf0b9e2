import { randomBytes } from 'node:crypto';
import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import { AgentDefinition } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { MeetingScheduler } from '@clianta/crm-core/calendar/booking-link/meeting-scheduler.schema';
import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { noteActive } from '@clianta/crm-core/conversations/notice/presence';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { SlaPolicy } from '@clianta/crm-core/crm/sla-policy/sla-policy.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { IdealCustomer } from '@clianta/crm-core/intelligence/ideal-customer/ideal-customer.schema';
import { IntentSignal } from '@clianta/crm-core/intelligence/intent-signal/intent-signal.schema';
import { BusinessProfile } from '@clianta/crm-core/workspace/business-profile/business-profile.schema';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { WidgetSite } from '@clianta/crm-core/workspace/widget-site/widget-site.schema';
import { planAgents } from '@clianta/jobs/jobs/plan-agents.job';
import { describe, expect, test, vi } from 'vitest';
import { type ApiServer, anApiServer, request } from '../../support/api-server.ts';
import type { ChannelDriver } from '../../support/channel-drivers/channel-driver.ts';
import { slackDriver } from '../../support/channel-drivers/slack-driver.ts';
import { webDriver } from '../../support/channel-drivers/web-driver.ts';
import { type Storyteller, storyteller } from '../../support/channel-story.ts';
import { SIGNING_SECRET } from '../../support/slack-requests.ts';
import { BOT_TOKEN, SlackStandIn } from '../../support/slack-stand-in.ts';
import { aCompany, aContact, aWorkspace, type TestWorkspace } from '../../support/test-crm.ts';

vi.setConfig({ testTimeout: 300_000 });

const PATIENCE = { timeout: 60_000, interval: 100 };
/** A working week without nights, so that it does not matter when this runs. */
const ALWAYS = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }));

interface Place {
  server: ApiServer;
  crm: ApiServer['product']['crm'];
  home: TestWorkspace;
  /** An admin in a conversation of their own. */
  tells(name: string): Promise<Storyteller & { scope: Scope }>;
}

const storyTest = (driverOf: (server: ApiServer, slack: SlackStandIn) => ChannelDriver) =>
  test
    .extend('standIn', { scope: 'file' }, () => new SlackStandIn())
    .extend('slack', { scope: 'file' }, async ({ standIn }, { onCleanup }) => {
      onCleanup(() => standIn.stop());
      return standIn.start();
    })
    .extend('place', { scope: 'file' }, async ({ slack }, { onCleanup }): Promise<Place> => {
      const server = await anApiServer({
        CLIANTA_DEMO: 'off',
        SLACK_BOT_TOKEN: BOT_TOKEN,
        SLACK_SIGNING_SECRET: SIGNING_SECRET,
        SLACK_API_URL: slack.apiUrl,
      });
      onCleanup(() => server.stop());
      const { crm } = server.product;
      const home = await aWorkspace(crm);
      const driver = driverOf(server, slack);
      return {
        server,
        crm,
        home,
        async tells(name) {
          const scope = await home.member(name, 'admin');
          return { scope, ...storyteller(await driver.open(scope)) };
        },
      };
    });

const CHANNELS = {
  web: storyTest(({ url }) => webDriver(url)),
  Slack: storyTest(({ url, inbound }, slack) =>
    slackDriver(`${url}${SLACK_PATH}`, slack, () => inbound.recover()),
  ),
};

describe.each(Object.entries(CHANNELS))('in %s', (_name, it) => {
  it('a workflow is drafted, tried, turned on, begins with a real change of a score, and is explained', async ({
    place: { crm, home, tells },
  }) => {
    const { say, approve } = await tells('Rita Moss');
    for (const name of ['Lena Fox', 'Bob Tan']) {
      const { actor } = await home.member(name);
      const member = await crm.records(TeamMember).findOne(home.scope, { userId: actor.id });
      await crm.records(TeamMember).update(home.scope, String(member?.id), { team: 'West' });
    }
    await crm.records(IdealCustomer).create(home.scope, {
      industries: ['Software'],
      employeesFrom: 50,
      employeesTo: 500,
      countries: ['Germany'],
    });
    const company = await aCompany(crm, home.scope, {
      name: 'Northwind',
      industry: 'Software',
      employees: 90,
      country: 'Germany',
    });
    const jane = await aContact(crm, home.scope, {
      name: 'Jane Doe',
      email: 'jane@northwind.example',
      phone: '+4930123456',
      jobTitle: 'CTO',
      companyId: company.id,
    });
    const now = async () => crm.records(Contact).get(home.scope, jane.id);
    await vi.waitFor(async () => expect(await now()).toMatchObject({ leadGrade: 'C' }), PATIENCE);
    await say(
      'When a lead reaches A, assign it to the West team and create a call task',
      /when the lead grade of a contact becomes A/,
    );
    await say('Try it with Jane', /Create a call task “Call Jane Doe”/);
    expect(await crm.records(Task).count(home.scope)).toBe(0);
    await approve('Turn it on', /is on, in version 1/);
    // she fits in all, and asks for a demo
    const signal = { contactId: jane.id, type: 'demoRequest' as const, at: crm.now(), eventId: newId() };
    await crm.records(IntentSignal).create(home.system, signal);
    await vi.waitFor(async () => expect(await crm.records(Task).count(home.scope)).toBe(1), PATIENCE);
    const { ownerId, leadGrade, leadScore } = await now();
    expect({ leadGrade, leadScore }).toEqual({ leadGrade: 'A', leadScore: 80 });
    const [task] = (await crm.records(Task).find(home.scope)).records;
    expect(task).toMatchObject({ title: 'Call Jane Doe', assigneeId: ownerId, contactId: jane.id });
    const owner = (await crm.facts(home.workspaceId)).team.find(({ id }) => id === ownerId)?.name ?? '';
    expect(owner).toMatch(/Lena Fox|Bob Tan/);
    const why = await say(`Why did ${owner.split(' ')[0]} get this?`, /Lead reaches A/);
    expect(why).toMatch(/version 1/);
    expect(why).toMatch(/created the task “Call Jane Doe”/);
    await say('Stop it!', /Paused .*Lead reaches A/);
  });

  it('a meeting is found a time for, moved over a change of clocks and cancelled', async ({
    place: { crm, home, tells },
  }) => {
    // the Wednesday before Europe's clocks go back, 10:00 in Berlin
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-10-21T08:00:00Z') });
    try {
      const { say, scope } = await tells('Mia Wolf');
      const acme = await aCompany(crm, home.scope, { name: 'Acme' });
      await aContact(crm, home.scope, {
        name: 'Joan Moss',
        email: 'joan@acme.example',
        companyId: acme.id,
        timeZone: 'America/New_York',
      });
      const times = async () => {
        const where = [{ field: 'ownerId', op: 'eq' as const, value: scope.actor.id }];
        const { records } = await crm.records(CalendarEvent).find(scope, { where, limit: 5 });
        expect(records).toHaveLength(1);
        const [{ startAt, endAt, status } = { startAt: undefined, endAt: undefined, status: '' }] = records;
        return [startAt?.toISOString(), endAt?.toISOString(), status];
      };
      await say('A 30 minute demo with Acme next week', /Oct 2\d|27/);
      await say('The second one', /Scheduled \W*Demo with Joan Moss/);
      // nine in Berlin, in winter by then
      expect(await times()).toEqual(['2026-10-27T08:00:00.000Z', '2026-10-27T08:30:00.000Z', 'confirmed']);
      await say('Make it an hour', /10:00/);
      await say('11 her time', /4:00 PM to 5:00 PM/);
      // New York is still in summer
      expect(await times()).toEqual(['2026-10-27T15:00:00.000Z', '2026-10-27T16:00:00.000Z', 'confirmed']);
      await say('Move it to Friday', /Fri|23/);
      expect(await times()).toEqual(['2026-10-23T14:00:00.000Z', '2026-10-23T15:00:00.000Z', 'confirmed']);
      await say('Cancel the demo with Joan', /Cancelled \W*Demo with Joan Moss/);
      expect((await times())[2]).toBe('cancelled');
    } finally {
      vi.useRealTimers();
    }
  });

  it('an agent of one’s own goes from its first sentence over its tests to its first night', async ({
    place: { crm, home, tells },
  }) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-23T15:00:00Z') });
    try {
      const { say, approve, scope } = await tells('Nora Lind');
      await aContact(crm, home.scope, { name: 'Ada Quist' });
      await say('Create an agent that qualifies inbound leads', /I called it/);
      const theAgent = async () => {
        const found = await crm.records(AgentDefinition).findOne(scope, { ownerId: scope.actor.id });
        if (!found) throw new Error('There is no agent.');
        return found;
      };
      const { name, tools, id: definitionId } = await theAgent();
      expect(tools).toContain('qualify_lead');
      await say('Try: qualify Ada Quist', /I would qualify/);
      await say(`run ${name} every night at 2`, /2:00|02:00/);
      await say('test it', /3 of 3 test cases passed/);
      await approve(`activate ${name}`, /is on|switched on/i);
      const active = await theAgent();
      expect(active).toMatchObject({
        status: 'active',
        published: { schedule: { every: 'day', time: '02:00' } },
      });
      vi.setSystemTime(new Date('2026-11-24T01:00:30Z'));
      await planAgents.run({ crm, notify: () => undefined });
      await vi.waitFor(async () => {
        const where = [{ field: 'recordId', op: 'eq' as const, value: definitionId }];
        const { records } = await crm.records(Notice).find(scope, { where, limit: 5 });
        expect(records.map(({ title }) => title)).toEqual([`${name} has run`]);
      }, PATIENCE);
    } finally {
      vi.useRealTimers();
    }
  });
});

CHANNELS.Slack(
  'a visitor asks, books, and is handed over to a teammate who answers from Slack',
  async ({ place: { server, crm, home, tells } }) => {
    const { say, hears, scope } = await tells('Vera Holm');
    await crm.records(SlaPolicy).create(home.system, { name: 'Always', hours: ALWAYS, isDefault: true });
    const link = await crm.records(MeetingScheduler).create(home.system, {
      name: 'Demo',
      slug: newId(),
      hostIds: [scope.actor.id],
      hours: ALWAYS,
      noticeMin: 0,
    });
    await crm.records(BusinessProfile).create(home.system, {
      isOn: true,
      bookingUrl: `${server.url}/book/${link.slug}`,
      faq: [{ question: 'Which countries do you ship to?', answer: 'We ship to Norway and Sweden.' }],
    });
    const site = await crm.records(WidgetSite).create(home.system, { origin: 'https://shop.example' });
    const headers = { authorization: `Bearer ${randomBytes(32).toString('base64url')}` };
    const messages = `${server.url}/visit/${site.id}/messages`;
    const writes = async (text: string, answer: RegExp) => {
      const sent = await request(messages, 'POST', { id: newId(), text }, headers);
      expect(sent.status).toBe(202);
      return vi.waitFor(async () => {
        const { body } = await request(messages, 'GET', undefined, headers);
        const last = body.messages.at(-1);
        expect(last).toMatchObject({ text: expect.stringMatching(answer) });
        return String(last.text);
      }, PATIENCE);
    };
    await writes('Do you ship to Norway?', /We ship to Norway/);
    const told = await writes('Can I have a demo on Tuesday?', /book\//);
    const page = /http\S+\/book\/[\w-]+/.exec(told)?.[0] ?? '';
    const { body } = await request(`${page}?zone=Europe/Berlin`, 'GET');
    const at = decodeURIComponent(/at=(20[^"&#]+)/.exec(String(body))?.[1] ?? '');
    const booked = await fetch(page, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({
        at,
        minutes: '30',
        zone: 'Europe/Berlin',
        key: newId(),
        name: 'Ada Quist',
        email: 'ada@quist.example',
      }),
    });
    expect(booked.status).toBe(303);
    const where = [{ field: 'schedulerId', op: 'eq' as const, value: link.id }];
    const [meeting] = (await crm.records(CalendarEvent).find(scope, { where, limit: 2 })).records;
    expect(meeting).toMatchObject({ ownerId: scope.actor.id, startAt: new Date(at) });

    await noteActive(crm, home.workspaceId, scope.actor.id);
    await writes('Can I talk to someone?', /one moment/);
    await vi.waitFor(async () => {
      const { records } = await crm.records(Notice).find(scope, { limit: 10 });
      expect(records.map(({ title }) => title)).toContain('A visitor of the website waits for a person (V1)');
    }, PATIENCE);
    await say('V1: Hello, this is Vera.', /Sent to the visitor/);
    const { body: seen } = await request(messages, 'GET', undefined, headers);
    expect(seen).toMatchObject({ state: 'person' });
    expect(seen.messages.at(-1)).toMatchObject({
      by: 'teammate',
      name: 'Vera',
      text: 'Hello, this is Vera.',
    });
    const [, heard] = await Promise.all([
      request(messages, 'POST', { id: newId(), text: 'Does it run on a phone?' }, headers),
      hears(/Does it run on a phone\?/),
    ]);
    expect(heard).toContain('V1');
    await say('V1 back', /I answer the visitor \(V1\) again/);
    await writes('And do you ship to Sweden?', /We ship to Norway and Sweden/);
  },
);
