import { openCheckpointer } from '@clianta/agents/checkpointer';
import { embeddedModels } from '@clianta/agents/models/embedded';
import { AgentService } from '@clianta/agents/run-turn';
import type { IncomingMessage, Sender } from '@clianta/bot/channel';
import { Inbound } from '@clianta/bot/inbound';
import { deliverAlertJob } from '@clianta/bot/inbound/deliver-alert.job';
import { workspaceOfTenant } from '@clianta/bot/inbound/workspace-of';
import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { PipelineAlert } from '@clianta/crm-core/crm/pipeline-alert/pipeline-alert.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { ChannelInstallation } from '@clianta/crm-core/workspace/channel-installation/channel-installation.schema';
import { makeLinkCode, useLinkCode } from '@clianta/crm-core/workspace/link-codes';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { FakeChannel } from '../../support/fake-channel.ts';
import {
  aCompany,
  aContact,
  aWorkspace,
  openTestCrm,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';

let db: TestDatabase;
let home: TestWorkspace;
let checkpoints: Awaited<ReturnType<typeof openCheckpointer>>;
let bot: { channel: FakeChannel; inbound: Inbound };
let mo: Scope;

beforeAll(async () => {
  db = await openTestCrm();
  checkpoints = await openCheckpointer(inject('mongoUri'));
  // with several workspaces none is anybody's by default
  await aWorkspace(db.crm);
});
afterAll(async () => {
  await checkpoints.stop();
  await db.close();
});
beforeEach(async () => {
  home = await aWorkspace(db.crm);
  mo = await home.member('Mo Novak');
  const channel = new FakeChannel('discord');
  const inbound = new Inbound({
    crm: db.crm,
    service: new AgentService({ crm: db.crm, models: embeddedModels(), checkpointer: checkpoints.saver }),
    owner: newId(),
    workspaceOf: (...tenant) => workspaceOfTenant(db.crm, ...tenant),
  });
  await inbound.start([channel]);
  bot = { channel, inbound };
});
afterEach(() => bot.inbound.stop(2_000));

const guild = () => `G-${home.workspaceId}`;
const sender = (over: Partial<Sender> = {}): Sender => ({
  externalTeamId: guild(),
  externalUserId: 'U1',
  ...over,
});
const message = (text: string, over: Partial<IncomingMessage> = {}): IncomingMessage => ({
  channel: 'discord',
  externalId: newId(),
  sender: sender(),
  thread: { externalTeamId: guild(), threadId: 'C1' },
  text,
  ...over,
});
const say = (text: string, over?: Partial<IncomingMessage>) => bot.channel.on.message(message(text, over));
const problem = async (text: string, over?: Partial<IncomingMessage>) => {
  const receipt = await say(text, over);
  return receipt.isTaken ? undefined : receipt.problem;
};
const answers = (count: number) =>
  vi.waitFor(
    () => {
      expect(bot.channel.sent.length).toBeGreaterThanOrEqual(count);
      return bot.channel.sent.map(({ text }) => text);
    },
    { timeout: 20_000 },
  );

describe('an account on a channel', () => {
  it('is linked by a code, once, and is that person from then on', async () => {
    expect(await problem('How many contacts do we have?')).toMatchObject({ code: 'forbidden' });
    const { code } = await makeLinkCode(db.crm, mo);
    expect(await problem(`link ${code.toLowerCase()}`)).toMatchObject({
      code: 'linked',
      message: expect.stringContaining('Mo Novak'),
    });
    expect((await say('Add Ida Linked')).isTaken).toBe(true);
    await answers(1);
    const [ida] = (await db.crm.records(Contact).find(mo, { search: 'Ida Linked' })).records;
    expect(ida?.ownerId).toBe(mo.actor.id);
    const other = { sender: sender({ externalUserId: 'U2' }) };
    expect(await problem(`link ${code}`, other)).toMatchObject({
      message: expect.stringMatching(/not valid/),
    });
    expect(await problem('Add Eve Stolen', other)).toMatchObject({ code: 'forbidden' });
  });

  it('cannot be linked by an old code, by one that ran out, or across workspaces', async () => {
    const first = await makeLinkCode(db.crm, mo);
    const second = await makeLinkCode(db.crm, mo);
    expect(await problem(`link ${first.code}`)).toMatchObject({ code: 'forbidden' });
    const at = vi.spyOn(db.crm, 'now').mockReturnValue(new Date(Date.now() + 11 * 60_000));
    expect(await problem(`link ${second.code}`)).toMatchObject({ code: 'forbidden' });
    at.mockRestore();
    const elsewhere = await aWorkspace(db.crm);
    const admin = await elsewhere.member('Ada Boss', 'admin');
    const { code } = await makeLinkCode(db.crm, admin);
    await bot.channel.on.connect({ channel: 'discord', sender: sender(), teamName: 'Guild', code });
    const third = await makeLinkCode(db.crm, mo);
    expect(await problem(`link ${third.code}`)).toMatchObject({
      message: expect.stringMatching(/another workspace/),
    });
    await expect(useLinkCode(db.crm, third.code)).rejects.toThrow(/not valid/);
  });

  it('may do no more than its place allows', async () => {
    const { code } = await makeLinkCode(db.crm, home.scope);
    await say(`link ${code}`);
    await say('Add Ida Narrow', { sender: sender({ mostRole: 'viewer' }) });
    const [text] = await answers(1);
    expect(text).toMatch(/viewer/i);
    expect((await db.crm.records(Contact).find(home.scope, { search: 'Ida Narrow' })).records).toEqual([]);
  });
});

describe('an account of a platform where accounts are the same in all its tenants', () => {
  const there = (externalTeamId: string) => ({
    sender: sender({ externalTeamId, accountTeamId: '' }),
    thread: { externalTeamId, threadId: `C-${externalTeamId}` },
  });

  it('is linked in one place and known in the others, unless they belong to another workspace', async () => {
    const { code } = await makeLinkCode(db.crm, mo);
    await say(`link ${code}`, there(''));
    expect((await say('Add Ida Wide', there(guild()))).isTaken).toBe(true);
    expect((await say('Add Ida Else', there('another guild'))).isTaken).toBe(true);
    const elsewhere = await aWorkspace(db.crm);
    const admin = await elsewhere.member('Ada Boss', 'admin');
    const joined = await makeLinkCode(db.crm, admin);
    const boss = sender({ accountTeamId: '', externalUserId: 'U9' });
    const details = { roles: { R1: 'viewer' } };
    await bot.channel.on.connect({
      channel: 'discord',
      sender: boss,
      teamName: 'Guild',
      code: joined.code,
      details,
    });
    expect(await problem('Add Ida Foreign', there(guild()))).toMatchObject({ code: 'forbidden' });
    const [guildOfTheirs] = (await db.crm.records(ChannelInstallation).find(elsewhere.system, {})).records;
    expect(guildOfTheirs?.details).toEqual(details);
  });
});

describe('a tenant of a channel', () => {
  const connect = (code: string) =>
    bot.channel.on.connect({ channel: 'discord', sender: sender(), teamName: 'Sales guild', code });

  it('is joined to the workspace of the admin whose code it is, and then knows teammates by e-mail', async () => {
    const admin = await home.member('Ada Boss', 'admin');
    const { code } = await makeLinkCode(db.crm, admin);
    expect(await connect(code)).toMatch(/Sales guild is connected/);
    const joined = await db.crm.records(ChannelInstallation).find(home.system, {});
    expect(joined.records.map(({ name, externalTeamId }) => [name, externalTeamId])).toEqual([
      ['Sales guild', guild()],
    ]);
    const { email } = mo as Scope & { email: string };
    const receipt = await say('hello', { sender: sender({ externalUserId: 'U9', email }) });
    expect(receipt.isTaken).toBe(true);
  });

  it('is not joined by somebody who is no admin, nor taken from another workspace', async () => {
    const { code } = await makeLinkCode(db.crm, mo);
    expect(await connect(code)).toMatch(/takes an admin/);
    const own = await makeLinkCode(db.crm, home.scope);
    await connect(own.code);
    const elsewhere = await aWorkspace(db.crm);
    const theirs = await makeLinkCode(db.crm, elsewhere.scope);
    expect(await connect(theirs.code)).toMatch(/another workspace/);
    expect(await workspaceOfTenant(db.crm, 'discord', guild())).toBe(home.workspaceId);
  });
});

describe('what a channel does besides messages', () => {
  beforeEach(async () => {
    const { code } = await makeLinkCode(db.crm, mo);
    await say(`link ${code}`);
  });

  it('runs a form as a call, with the rights of its sender', async () => {
    const form = bot.channel.on.lookup.form('contact', { name: 'Ida Form' });
    expect(form?.fields[0]).toMatchObject({ name: 'name', isRequired: true, value: 'Ida Form' });
    const at = { channel: 'discord', sender: sender(), thread: message('').thread };
    const call = {
      tool: form?.tool ?? '',
      values: { name: 'Ida Form', email: 'ida@form.example', phone: ' ' },
    };
    await bot.channel.on.call({ ...at, externalId: newId(), call });
    expect((await answers(1))[0]).toMatch(/Ida Form/);
    const unknown = { tool: form?.tool ?? '', values: { nonsense: 'x' } };
    await bot.channel.on.call({ ...at, externalId: newId(), call: unknown });
    expect((await answers(2))[1]).toMatch(/no “nonsense”/);
  });

  it('finds records and shows one, to those who may see it', async () => {
    const jane = await aContact(db.crm, home.scope, { name: 'Jane Lookup' });
    const { lookup } = bot.channel.on;
    const found = await lookup.search(sender(), { text: 'Jane Loo', limit: 5 });
    expect(found).toMatchObject([{ entity: 'contact', kind: 'contact', id: jane.id, title: 'Jane Lookup' }]);
    expect(await lookup.record(sender(), { entity: 'contacts', id: jane.id })).toMatchObject({
      type: 'record',
      title: 'Jane Lookup',
    });
    expect(await lookup.record(sender(), { entity: 'user', id: mo.actor.id })).toBeUndefined();
    const stranger = sender({ externalUserId: 'U7' });
    await expect(lookup.search(stranger, { text: 'Jane', limit: 5 })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(lookup.home(stranger)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await lookup.home(sender())).toMatchObject({
      name: 'Mo Novak',
      parts: [{ cards: expect.anything() }],
    });
  });

  it('shows a proposal as it stands, to those who may decide it', async () => {
    await aContact(db.crm, home.scope, { name: 'Olga Proposed' });
    await say('Delete the contact Olga Proposed');
    await answers(1);
    const [asked] = (await db.crm.records(Approval).find(home.system, {})).records;
    const { lookup } = bot.channel.on;
    const id = asked?.id ?? '';
    expect(await lookup.approval(sender(), id)).toMatchObject({ approvalId: id, status: 'pending' });
    const { code } = await makeLinkCode(db.crm, await home.member('Zed Other'));
    await say(`link ${code}`, { sender: sender({ externalUserId: 'U3' }) });
    expect(await lookup.approval(sender({ externalUserId: 'U3' }), id)).toBeUndefined();
    const at = { channel: 'discord', sender: sender(), thread: message('').thread, externalId: newId() };
    await bot.channel.on.decision({ ...at, decision: { approvalId: id, decision: 'reject' } });
    await vi.waitFor(async () => {
      expect(await lookup.approval(sender(), id)).toMatchObject({ status: 'rejected' });
    }, 20_000);
  });

  it('keeps what somebody thinks of an answer, of their own only', async () => {
    await say('How many contacts do we have?');
    await answers(1);
    const [turn] = (await db.crm.records(AgentTurn).find(home.system, {})).records;
    const feedback = { turnId: turn?.id ?? '', verdict: 'bad' as const, comment: 'wrong number' };
    const other = await makeLinkCode(db.crm, await home.member('Zed Other'));
    await say(`link ${other.code}`, { sender: sender({ externalUserId: 'U3' }) });
    const theirs = { channel: 'discord', sender: sender({ externalUserId: 'U3' }), feedback };
    expect(await bot.channel.on.feedback(theirs)).toMatch(/not one of yours/);
    expect(await bot.channel.on.feedback({ ...theirs, sender: sender() })).toMatch(/Thank you/);
    const answered = await vi.waitFor(async () => {
      const where = [{ field: 'author' as const, op: 'eq' as const, value: 'assistant' }];
      const [one] = (await db.crm.records(ChatMessage).find(home.system, { where })).records;
      expect(one?.externalId).toBeTruthy();
      return one?.externalId ?? '';
    }, 5_000);
    expect(await bot.channel.on.lookup.turnOf(sender(), answered)).toBe(feedback.turnId);
    expect(await bot.channel.on.lookup.turnOf(theirs.sender, answered)).toBeUndefined();
    const kept = await db.crm.records(AgentTurn).get(home.system, feedback.turnId);
    expect(kept.feedback).toMatchObject({ verdict: 'bad', comment: 'wrong number' });
  });
});

describe('a message that is changed where it was written', () => {
  const amended = (externalId: string, text?: string) => {
    const { text: _said, ...at } = message('');
    return bot.channel.on.amended({ ...at, externalId, ...(text !== undefined && { text }) });
  };
  const queued = async (text: string) => {
    const externalId = newId();
    await bot.inbound.stop(0);
    await say(text, { externalId });
    return externalId;
  };
  beforeEach(async () => {
    const { code } = await makeLinkCode(db.crm, mo);
    await say(`link ${code}`);
  });

  it('is followed while its turn has not begun', async () => {
    const changed = await queued('Add Ida Before');
    await amended(changed, 'Add Ida After');
    const taken = await queued('Add Ida Gone');
    await amended(taken);
    const { records } = await db.crm.records(ChatMessage).find(home.system, { sort: 'position' });
    expect(records.map(({ text, status }) => [text, status])).toEqual([
      ['Add Ida After', 'queued'],
      ['Add Ida Gone', 'done'],
    ]);
  });

  it('is not done again afterwards, which is said; a deletion is not commented', async () => {
    const externalId = newId();
    await say('Add Ida Once', { externalId });
    await answers(1);
    await amended(externalId, 'Add Ida Twice');
    expect((await answers(2))[1]).toMatch(/stays as it is/);
    await amended(externalId);
    await amended('unknown', 'Add Ida Thrice');
    expect(bot.channel.sent).toHaveLength(2);
    const { records } = await db.crm.records(Contact).find(mo, { search: 'Ida' });
    expect(records.map(({ name }) => name)).toEqual(['Ida Once']);
  });
});

describe('a channel that is told of the deals of a pipeline', () => {
  const place = { thread: { externalTeamId: 'G1', threadId: 'C9', details: { channelId: 'C9' } } };

  it('is told by an admin only, and where others read it', async () => {
    const { code } = await makeLinkCode(db.crm, mo);
    await say(`link ${code}`);
    await say('post won deals here', place);
    expect((await answers(1))[0]).toMatch(/an admin decides/);
    expect(await db.crm.records(PipelineAlert).count(home.system)).toBe(0);
  });

  it('keeps its address until that is ended', async () => {
    const { code } = await makeLinkCode(db.crm, home.scope);
    await say(`link ${code}`);
    await say('post won deals here', place);
    expect((await answers(1))[0]).toMatch(/won or lost: \*\*Sales\*\*/);
    const { records } = await db.crm.records(PipelineAlert).find(home.system, {});
    expect(records).toMatchObject([{ what: 'ends', channel: 'discord', threadId: 'C9' }]);
    const run = { crm: db.crm, workspaceId: home.workspaceId, scope: home.system, attempt: 4 } as never;
    const job = deliverAlertJob([bot.channel]);
    const news = { alertId: records[0]?.id ?? '', text: 'Sam won **Big one**.' };
    await job.run(run, news);
    expect(bot.channel.sent.at(-1)).toMatchObject({ text: news.text, to: { threadId: 'C9' } });
    // whoever asked for it learns that nothing arrives, once a day
    for (let times = 0; times < 2; times++) {
      bot.channel.failures = 1;
      await expect(job.run(run, news)).rejects.toThrow('the channel is away');
    }
    const { records: told } = await db.crm.records(Notice).find(home.system, { limit: 10 });
    expect(told).toMatchObject([
      { userId: home.scope.actor.id, title: 'What becomes of deals is not posted in Discord any more' },
    ]);
    await say('stop posting here', place);
    expect((await answers(3))[2]).toMatch(/any more/);
    await job.run(run, news);
    expect(bot.channel.sent).toHaveLength(3);
  });
});

describe('a conversation that goes on elsewhere', () => {
  const at = (threadId: string) => ({ thread: { externalTeamId: guild(), threadId } });
  const last = () => bot.channel.sent.at(-1);
  beforeEach(async () => {
    const { code } = await makeLinkCode(db.crm, home.scope);
    await say(`link ${code}`);
    for (const city of ['Berlin', 'Berlin', 'Paris'])
      await aCompany(db.crm, home.scope, { name: `Firm ${newId()}`, city });
  });

  it('knows what was spoken of last, and what “them” means', async () => {
    await say('List the companies in Berlin', at('C1'));
    await answers(1);
    await say("let's continue here", at('C2'));
    await answers(2);
    expect(last()?.text).toContain('“List the companies in Berlin”');
    expect(last()?.cards).toMatchObject([{ type: 'table', count: 2 }]);
    await say('delete them', at('C2'));
    await answers(3);
    expect(last()?.cards).toMatchObject([{ type: 'approval', count: 2 }]);
  });

  it('offers no button a second time, and shows nobody what others have talked about', async () => {
    await say('Delete all companies in Paris', at('C1'));
    await answers(1);
    await say('continue here', at('C2'));
    await answers(2);
    expect(last()?.text).toContain('Delete all companies in Paris');
    expect(last()?.cards).toEqual([]);
    const { code } = await makeLinkCode(db.crm, mo);
    const other = { ...at('C3'), sender: sender({ externalUserId: 'U5' }) };
    await say(`link ${code}`, other);
    await say('where were we', other);
    await answers(3);
    expect(last()?.text).toMatch(/no other conversation/);
  });
});
