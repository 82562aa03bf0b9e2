import { TEAMS_PATH } from '@clianta/bot/channels/teams/teams-path';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Proposal } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { Ticket } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { dayOf } from '@clianta/crm-core/entity/days';
import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { expect, test, vi } from 'vitest';
import { type ApiServer, anApiServer } from '../../support/api-server.ts';
import type { Speaker } from '../../support/channel-drivers/channel-driver.ts';
import { teamsDriver } from '../../support/channel-drivers/teams-driver.ts';
import { APP_ID, APP_PASSWORD, TENANT, TeamsStandIn } from '../../support/teams-stand-in.ts';
import { aCompany, aContact, aDeal, aWorkspace, type TestWorkspace } from '../../support/test-crm.ts';

const PATIENCE = { timeout: 40_000, interval: 50 };

let speakers = 0;

interface World {
  server: ApiServer;
  crm: ApiServer['product']['crm'];
  home: TestWorkspace;
  /** Says it in Teams, and waits for what is answered. */
  say(text: string, answer: RegExp): Promise<string>;
  /** Says it, and presses Approve on what is proposed. */
  approve(text: string, answer: RegExp): Promise<string>;
}

vi.setConfig({ testTimeout: 300_000 });

const it = test
  .extend('standIn', { scope: 'file' }, () => new TeamsStandIn())
  .extend('product', { scope: 'file' }, async ({ standIn }, { onCleanup }) => {
    const teams = await standIn.start();
    const server = await anApiServer({
      CLIANTA_DEMO: 'off',
      TEAMS_APP_ID: APP_ID,
      TEAMS_APP_PASSWORD: APP_PASSWORD,
      TEAMS_TENANT_ID: TENANT,
      TEAMS_API_URL: teams.url,
    });
    // one tenant is one workspace
    const home = await aWorkspace(server.product.crm);
    onCleanup(async () => {
      await server.stop();
      await teams.stop();
    });
    return { teams, server, home };
  })
  .extend('world', async ({ product: { teams, server, home } }, { onCleanup }): Promise<World> => {
    const driver = teamsDriver(`${server.url}${TEAMS_PATH}`, teams, () => server.inbound.recover());
    const speaker: Speaker = await driver.open(await home.member(`R${++speakers} Moss`, 'admin'));
    onCleanup(() => speaker.close());
    const answered = async (act: () => Promise<void>, answer: RegExp) => {
      const before = speaker.answers().length;
      await act();
      return vi.waitFor(() => {
        const drawn = speaker
          .answers()
          .slice(before)
          .map((one) => one.drawn)
          .join('\n');
        expect(drawn).toMatch(answer);
        return drawn;
      }, PATIENCE);
    };
    const say: World['say'] = (text, answer) => answered(() => speaker.say(text), answer);
    return {
      server,
      crm: server.product.crm,
      home,
      say,
      async approve(text, answer) {
        const drawn = await say(text, /approvalId/);
        const id = /"approvalId":"([^"]+)"/.exec(drawn)?.[1] ?? '';
        return answered(() => speaker.decide({ id, title: '' }, 'approve'), answer);
      },
    };
  });

it('in Teams, a forecast is told, and the deals behind what is committed are listed', async ({ world }) => {
  const { crm, home, say } = world;
  const company = await aCompany(crm, home.scope, { name: 'Ironbark' });
  await aDeal(crm, home.scope, {
    title: 'Ironbark rollout',
    companyId: company.id,
    amountMinor: 5_000_000,
    forecastCategory: 'commit',
    expectedCloseAt: dayOf(new Date(), home.timeZone),
  });
  await say('Forecast this quarter', /commit .{0,4}\$50,000/);
  await say('which deals are committed?', /Ironbark rollout/);
});

it('in Teams, a proposal goes from a sentence to an accepted page and a won deal', async ({ world }) => {
  const { crm, home, say, approve, server } = world;
  const company = await aCompany(crm, home.scope, { name: 'Acme' });
  await aContact(crm, home.scope, {
    name: 'Jonas Weber',
    email: 'jonas@acme.example',
    companyId: company.id,
  });
  const deal = await aDeal(crm, home.scope, { title: 'Acme seats', companyId: company.id });
  await say('A proposal for Acme, 40 seats at 30', /1,200\.00/);
  await say('10 percent off', /1,080\.00/);
  await say('19 VAT', /1,285\.20/);
  const sent = await approve('send it to Jonas', /offer\/[\w-]{43}/);
  const proposal = (await crm.records(Proposal).find(home.scope, { limit: 1 })).records[0];
  expect(proposal).toMatchObject({ status: 'sent', totalMinor: 128_520 });
  const page = `${server.url}/${/offer\/[\w-]{43}/.exec(sent)?.[0]}`;
  const answer = { revision: '1', answer: 'accepted', name: 'Jonas Weber', email: 'jonas@acme.example' };
  await fetch(`${page}/answer`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(answer),
  });
  expect(await crm.records(Proposal).get(home.scope, proposal?.id ?? '')).toMatchObject({
    status: 'accepted',
    signer: { name: 'Jonas Weber' },
  });
  await say('did they accept it?', /accepted/i);
  await say('mark the deal Acme seats as won', /won/i);
  expect((await crm.records(Opportunity).get(home.scope, deal.id)).status).toBe('won');
});

it('in Teams, a ticket is paused, its due time moves by the pause, is missed, and it is solved and opened again', async ({
  world,
}) => {
  const { crm, home, say } = world;
  await aCompany(crm, home.scope, { name: 'Birch' });
  const theOne = async () => (await crm.records(Ticket).find(home.scope, { limit: 1 })).records[0];
  // a Friday, 16:00 in Berlin: the first answer to a high one is due on Monday at noon, the solution at four
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-20T15:00:00Z') });
  try {
    await say('Open a ticket: login fails for Birch', /Opened \*{0,2}T1/);
    await say('set the priority of ticket T1 to high', /high/i);
    const opened = await vi.waitFor(async () => {
      const ticket = await theOne();
      expect(ticket).toMatchObject({ subject: 'login fails', priority: 'high' });
      return ticket;
    }, PATIENCE);
    vi.setSystemTime(new Date('2026-11-23T09:00:00Z'));
    await say('waiting for their logs', /T1|wait/i);
    expect((await theOne())?.resolveDueAt ?? undefined).toBeUndefined();
    vi.setSystemTime(new Date('2026-11-23T11:00:00Z'));
    await say('set the status of ticket T1 to open', /T1|login fails/);
    // two of the three working hours that were left of Monday were waited through
    const moved = Number((await theOne())?.resolveDueAt) - Number(opened?.resolveDueAt);
    expect(Math.round(moved / 60_000)).toBe(18 * 60);
    vi.setSystemTime(new Date('2026-11-24T09:30:00Z'));
    await vi.waitFor(async () => expect(await theOne()).toMatchObject({ isResolveLate: true }), PATIENCE);
    // that it is late is told meanwhile, so what is waited for is what was done
    const becomes = (values: Record<string, unknown>) =>
      vi.waitFor(async () => expect(await theOne()).toMatchObject(values), PATIENCE);
    await say('resolve ticket T1: cache cleared', /./);
    await becomes({ status: 'resolved', resolution: 'cache cleared' });
    await say('not fixed', /./);
    await becomes({ status: 'open', reopened: 1 });
  } finally {
    vi.useRealTimers();
  }
});

it('in Teams, forty minutes of a call become tasks and a call in the timeline', async ({ world }) => {
  const { crm, home, say, approve } = world;
  await home.member('Lena Brandt');
  const company = await aCompany(crm, home.scope, { name: 'Kestrel' });
  await aContact(crm, home.scope, { name: 'Jonas Feld', companyId: company.id });
  const lines = Array.from({ length: 40 }, (_, minute) =>
    minute === 20
      ? 'Lena Brandt: I will send you the revised offer by Friday.'
      : minute === 30
        ? 'Lena Brandt: Could you send us the log files?'
        : `${minute % 2 ? 'Jonas Feld' : 'Lena Brandt'}: We talked about part ${minute} of the rollout.`,
  );
  const vtt = lines.map((line, minute) => {
    const at = String(minute).padStart(2, '0');
    const [who, ...words] = line.split(': ');
    return `${at}:00.000 --> ${at}:55.000\n<v ${who}>${words.join(': ')}`;
  });
  await say(`add this transcript: WEBVTT\n\n${vtt.join('\n\n')}`, /40 turns|40 minutes|2 speakers/);
  await approve('create the tasks', /task/i);
  expect(await crm.records(Task).count(home.scope, {})).toBeGreaterThan(0);
  await approve('log it to Kestrel', /Kestrel/);
  const logged = await crm.records(Activity).find(home.scope, {
    where: [{ field: 'companyId', op: 'eq', value: company.id }],
    limit: 5,
  });
  expect(logged.records.map(({ type }) => type)).toContain('call');
});

it('in Teams, a battlecard is drafted from six lost deals, each point with its source', async ({ world }) => {
  const { crm, home, say } = world;
  const { id } = await crm
    .records(Competitor)
    .create(home.scope, { name: 'Salesforce', weaknesses: ['Slow to set up'] });
  for (let at = 0; at < 6; at++)
    await aDeal(crm, home.scope, {
      title: `Lost ${at}`,
      status: 'lost',
      lossReason: at < 4 ? 'price' : 'features',
      competitorIds: [id],
      lostToId: id,
    });
  const drawn = await say('A battlecard against Salesforce', /Drafted version 1/);
  expect(drawn).toContain('the deal Lost 0');
});
