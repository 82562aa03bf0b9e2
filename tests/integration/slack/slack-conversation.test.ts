import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSlackChannel } from '@clianta/bot/channels/slack/create-slack-channel';
import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import { readConfig } from '@clianta/bot/config';
import { Inbound } from '@clianta/bot/inbound';
import { forwardVisitorJob } from '@clianta/bot/inbound/forward-visitor.job';
import { chatOutlet } from '@clianta/bot/notices/chat-outlet';
import { deliverNoticeJob } from '@clianta/bot/notices/deliver-notice.job';
import { openProduct, type Product } from '@clianta/bot/product';
import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { chatOfVisitor, visitorSays } from '@clianta/crm-core/conversations/visitor-chat/visitor-chats';
import { forwardVisitorWork } from '@clianta/crm-core/conversations/visitor-chat/visitor-work';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { ExternalIdentity } from '@clianta/crm-core/workspace/external-identity/external-identity.schema';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { tell } from '@clianta/jobs/tell';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryChannelHost } from '../../support/memory-channel-host.ts';
import { ownUri } from '../../support/own-database.ts';
import { nextTs, SIGNING_SECRET, SlackRequests } from '../../support/slack-requests.ts';
import { BOT_TOKEN, BOT_USER, SlackStandIn, TEAM } from '../../support/slack-stand-in.ts';
import { aContact, aWorkspace, type TestWorkspace } from '../../support/test-crm.ts';

let dataDir: string;
let slack: SlackStandIn;
let product: Product;
let inbound: Inbound;
let server: Server;
let requests: SlackRequests;
let home: TestWorkspace;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'clianta-slack-'));
  slack = await new SlackStandIn().start();
  product = await openProduct(
    readConfig({ MONGODB_URI: ownUri(), DATA_DIR: dataDir, QUEUE: 'in-process', CLIANTA_DEMO: 'off' }),
  );
  home = await aWorkspace(product.crm, { ownerName: 'Sam Rivera' });
  inbound = new Inbound({
    crm: product.crm,
    service: product.service,
    owner: 'slack-test',
    workspaceOf: async () => home.workspaceId,
  });
  const { channel, router } = createSlackChannel({
    host: new MemoryChannelHost(),
    botToken: BOT_TOKEN,
    signingSecret: SIGNING_SECRET,
    apiUrl: slack.apiUrl,
  });
  await inbound.start([channel]);
  // two processes
  const outlets = [chatOutlet(product.crm, channel, 'Slack')];
  for (let i = 0; i < 2; i++)
    await product.startChannelWork([deliverNoticeJob(outlets), forwardVisitorJob([channel])]);
  server = createServer(express().use(router));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  requests = new SlackRequests(`http://127.0.0.1:${(server.address() as AddressInfo).port}${SLACK_PATH}`);
  const email = (await product.crm.store
    .model('teamMember')
    .findOne({ workspaceId: home.workspaceId })
    .lean()) as {
    email?: string;
  } | null;
  slack.users.set('UJANE', { id: 'UJANE', name: 'Sam Rivera', ...(email?.email && { email: email.email }) });
});
afterAll(async () => {
  await inbound.stop(2_000);
  server.closeAllConnections();
  server.close();
  await product.database.connection.dropDatabase();
  await product.stop();
  await slack.stop();
  rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(() => slack.reset());

const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 25 });
const said = () => JSON.stringify(slack.messages);

describe('talking to Clianta in Slack', () => {
  it('adds a contact by private message and shows it with an Undo button that works', async () => {
    await requests.directMessage('Add Jane Doe, jane@northwind.example');
    await until(() => expect(said()).toContain('clianta_undo'));
    expect(said()).toContain('Jane Doe');
    const contacts = product.crm.records(Contact);
    const jane = await contacts.findOne(home.scope, { email: 'jane@northwind.example' });
    expect(jane).toMatchObject({ name: 'Jane Doe' });
    const groupId = /"action_id":"clianta_undo","value":"([^"]+)"/.exec(said())?.[1] ?? '';
    await requests.click({ action_id: 'clianta_undo', value: groupId });
    await vi.waitFor(async () => {
      expect(await contacts.findOne(home.scope, { email: 'jane@northwind.example' })).toBeUndefined();
    }, 20_000);
  });

  it('asks before it deletes, in the thread of the mention, and does so once approved by button', async () => {
    const doomed = await aContact(product.crm, home.scope, { name: 'No Address' });
    const ts = nextTs();
    const text = `<@${BOT_USER}> Delete all contacts without an e-mail`;
    await requests.event({ type: 'app_mention', text, ts });
    await requests.event({ type: 'message', channel_type: 'channel', text, ts });
    await until(() => expect(said()).toContain('clianta_approve'));
    const asked = slack.messages.find((message) =>
      JSON.stringify(message.blocks).includes('clianta_approve'),
    );
    expect(asked).toMatchObject({ channel: 'C1', threadTs: ts });
    expect(
      slack.messages.filter((message) => JSON.stringify(message.blocks).includes('clianta_approve')),
    ).toHaveLength(1);
    const approvalId = /"action_id":"clianta_approve","value":"([^"]+)"/.exec(
      JSON.stringify(asked?.blocks),
    )?.[1];
    await requests.click(
      { action_id: 'clianta_approve', value: approvalId ?? '' },
      { channel: { id: 'C1' }, container: { message_ts: asked?.ts, thread_ts: ts } },
    );
    await vi.waitFor(async () => {
      const after = await product.crm.records(Contact).get(home.scope, doomed.id, { withDeleted: true });
      expect(after.isDeleted).toBe(true);
    }, 20_000);
    await until(() => expect(JSON.stringify(asked?.blocks)).not.toContain('clianta_approve'));
    // what came of a decision is an answer as well: what is thought of it is kept with the turn that proposed
    const outcome = () => JSON.stringify(slack.messages.findLast(({ channel }) => channel === 'C1')?.blocks);
    await until(() => expect(outcome()).toMatch(/good:/));
    const value = /"value":"(good:[^"]+)"/.exec(outcome())?.[1] ?? '';
    await requests.click({ action_id: 'clianta_feedback', value }, { channel: { id: 'C1' } });
    await until(() => expect(slack.callsOf('chat.postEphemeral')).toHaveLength(1));
    const approval = await product.crm.records(Approval).get(home.system, approvalId ?? '');
    const turn = await product.crm.records(AgentTurn).get(home.system, approval.turnId);
    expect(turn.feedback).toMatchObject({ verdict: 'good' });
  });

  it('a visitor of the website is answered from a thread of Slack, and what they write comes into it', async () => {
    const { crm } = product;
    const visit = {
      workspaceId: home.workspaceId,
      siteId: 's1',
      keyHash: newId(),
      consent: 'We keep what you write.',
    };
    const writes = async (text: string) => {
      const chat = await visitorSays(crm, visit, { id: newId(), text });
      const { workspaceId } = home;
      await crm.enqueue(
        forwardVisitorWork,
        { chatId: chat.id },
        { workspaceId, key: chat.id, at: crm.now() },
      );
      return chat;
    };
    const { reference } = await writes('Do you *deliver* to Oslo? <!channel> https://evil.example');
    const thread = { channel: 'D7', thread_ts: nextTs() };
    const inThread = () =>
      slack.messages.filter(({ channel, threadTs }) => channel === 'D7' && threadTs === thread.thread_ts);
    await requests.directMessage(`${reference}: Yes, within a week.`, thread);
    await until(() => expect(inThread()).toHaveLength(1));
    const first = JSON.stringify(inThread()[0]?.text);
    expect(first).toMatch(new RegExp(`Sent to the visitor \\(${reference}\\)`));
    expect(first).toContain('Oslo');
    expect(first).not.toMatch(/<!channel>|<https:..evil/);
    const chat = async () => (await chatOfVisitor(crm, visit)) ?? expect.fail('The chat is gone.');
    expect(await chat()).toMatchObject({ state: 'person', assigneeId: home.scope.actor.id });
    expect((await chat()).messages.at(-1)).toMatchObject({ by: 'teammate', text: 'Yes, within a week.' });

    await writes('And to Bergen?');
    await until(() => expect(JSON.stringify(inThread()[1]?.text)).toMatch(/And to Bergen\?/));
    // what does not name the visitor is said to Clianta, and goes nowhere else
    await requests.directMessage('How many contacts are there?', { ...thread, ts: nextTs() });
    await until(() => expect(inThread().length).toBeGreaterThan(2));
    await requests.directMessage(`${reference} done`, { ...thread, ts: nextTs() });
    await until(() => expect(JSON.stringify(inThread().at(-1)?.text)).toMatch(/is over/));
    expect((await chat()).messages.map(({ by }) => by)).toEqual(['visitor', 'teammate', 'visitor']);
    expect((await chat()).state).toBe('resolved');
  });

  it('opens a record by a command, to the one who typed it, and keeps what they think of an answer', async () => {
    await aContact(product.crm, home.scope, { name: 'Pia Nord', email: 'pia@nord.example' });
    await requests.command('Pia Nord', slack.responseUrl('r1'), { command: '/contact' });
    await until(() => expect(said()).toContain('pia@nord.example'));
    // what an earlier test asked for may still be told elsewhere
    const shown = slack.messages.filter((one) => JSON.stringify(one).includes('pia@nord.example'));
    expect(shown.map(({ channel }) => channel)).toEqual(['response:r1']);
    await requests.directMessage('How many contacts are there?', { channel: 'D3' });
    const answer = () => JSON.stringify(slack.messages.filter(({ channel }) => channel === 'D3'));
    await until(() => expect(answer()).toContain('clianta_feedback'));
    const value = /"value":"(bad:[^"]+)"/.exec(answer())?.[1] ?? '';
    await requests.click({ action_id: 'clianta_feedback', value });
    await until(() => expect(slack.callsOf('chat.postEphemeral')).toHaveLength(1));
    const turn = await product.crm.records(AgentTurn).get(home.system, value.slice(4));
    expect(turn.feedback).toMatchObject({ verdict: 'bad' });
  });

  it('makes a task of a message by its form, which says what is missing', async () => {
    await requests.shortcut('clianta_task_from_message', { text: 'Send the offer\nPia wants it by Friday' });
    await until(() => expect(slack.callsOf('views.open')).toHaveLength(1));
    const view = slack.callsOf('views.open')[0]?.body.view as {
      callback_id: string;
      private_metadata: string;
      blocks: Array<{ block_id: string; element: { initial_value?: string } }>;
    };
    const typed = Object.fromEntries(
      view.blocks.map(({ block_id: id, element }) => [
        id,
        { value: { value: element.initial_value ?? null } },
      ]),
    );
    expect([typed.title, typed.notes]).toEqual([
      { value: { value: 'Send the offer' } },
      { value: { value: 'Send the offer\nPia wants it by Friday' } },
    ]);
    const wrong = await requests.submit(view, { ...typed, title: { value: { value: '' } } });
    expect(JSON.parse(wrong.text)).toMatchObject({ errors: { title: 'Title is needed.' } });
    await requests.submit(view, typed);
    await until(() => expect(slack.messages.at(-1)).toMatchObject({ channel: 'DUJANE' }));
    const task = await product.crm.records(Task).findOne(home.scope, { title: 'Send the offer' });
    expect(task).toMatchObject({ notes: 'Send the offer\nPia wants it by Friday' });
  });

  it('has a home with what waits for a decision, which a stranger does not see', async () => {
    await aContact(product.crm, home.scope, { name: 'Tom Waits' });
    await requests.directMessage('Delete the contact Tom Waits', { channel: 'D2' });
    await until(() => expect(said()).toContain('clianta_approve'));
    slack.users.set('USTRANGER', { id: 'USTRANGER', name: 'Nobody', email: 'nobody@elsewhere.example' });
    for (const user of ['UJANE', 'USTRANGER'])
      await requests.event({ type: 'app_home_opened', user, tab: 'home', channel: 'D2' });
    await until(() => expect(slack.callsOf('views.publish')).toHaveLength(2));
    const homeOf = (user: string) =>
      JSON.stringify(slack.callsOf('views.publish').find(({ body }) => body.user_id === user)?.body);
    expect(homeOf('UJANE')).toContain('Tom Waits');
    expect(homeOf('UJANE')).toContain('clianta_approve');
    expect(homeOf('USTRANGER')).not.toContain('Tom Waits');
    expect(homeOf('USTRANGER')).toContain('I do not know you yet');
  });

  it('is reminded by one private message, unless the reminder was seen or the person has left', async () => {
    const { crm } = product;
    const leaver = await home.member('Lee Gone');
    const identities = crm.records(ExternalIdentity);
    for (const [userId, externalUserId] of [
      [home.scope.actor.id, 'UREMIND'],
      [leaver.actor.id, 'ULEAVER'],
    ] as const) {
      await identities.create(home.system, {
        channel: 'slack',
        externalTeamId: TEAM,
        externalUserId,
        userId,
        provenBy: 'admin',
      });
    }
    const member = await crm.records(TeamMember).findOne(home.system, { userId: leaver.actor.id });
    await crm.records(TeamMember).delete(home.scope, String(member?.id));
    const remind = (userId: string, title: string, key: string) =>
      tell(
        { crm, notify: () => {} },
        {
          workspaceId: home.workspaceId,
          kind: 'reminder',
          userId,
          title,
          key,
          at: crm.now(),
          body: 'Due today',
        },
      );
    slack.fail('chat.postMessage', { error: 'service_unavailable' });
    await remind(home.scope.actor.id, 'Reminder: Call <Ada> & *Bob*', 'a');
    await remind(home.scope.actor.id, 'Reminder: Call <Ada> & *Bob*', 'a');
    await remind(leaver.actor.id, 'Reminder: secret', 'b');
    const toRemind = () => slack.messages.filter(({ channel }) => channel === 'UREMIND');
    await until(() => expect(toRemind()).toHaveLength(1));
    expect(toRemind()[0]?.text).toBe('*Reminder: Call &lt;Ada&gt; &amp; *Bob**\nDue today');
    await vi.waitFor(async () => {
      const open = { states: ['waiting', 'running'] as const, limit: 10 };
      expect(await crm.work.list(home.workspaceId, open)).toEqual([]);
    }, 20_000);
    expect(toRemind()).toHaveLength(1);
    expect(said()).not.toContain('secret');
  });
});
