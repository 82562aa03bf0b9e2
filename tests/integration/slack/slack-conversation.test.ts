import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSlackChannel } from '@clianta/bot/channels/slack/create-slack-channel';
import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import { readConfig } from '@clianta/bot/config';
import { Inbound } from '@clianta/bot/inbound';
import { deliverNoticeJob } from '@clianta/bot/inbound/deliver-notice.job';
import { openProduct, type Product } from '@clianta/bot/product';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
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
  for (let i = 0; i < 2; i++) await product.startChannelWork([deliverNoticeJob([channel])]);
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
