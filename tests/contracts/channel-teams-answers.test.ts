import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import { describe, expect } from 'vitest';
import { teamsTest as it, until } from '../support/teams-bot.ts';
import { brokenCardRules, cardsOf } from '../support/teams-card-rules.ts';
import { BOT_ACCOUNT, TENANT, type TeamsStandIn } from '../support/teams-stand-in.ts';

const thread = (teams: TeamsStandIn, kind: 'personal' | 'group'): ThreadAddress => ({
  externalTeamId: TENANT,
  threadId: kind === 'personal' ? 'a:jane' : '19:chat@thread.v2',
  details: { serviceUrl: teams.serviceUrl, botId: BOT_ACCOUNT, kind },
});
const reply = (text: string) => ({ text, cards: [] });
const approval = {
  type: 'approval' as const,
  approvalId: 'a1',
  title: 'Delete 2 contacts',
  isDestructive: true,
  count: 2,
  sample: [{ title: 'Ada' }],
  changes: [],
  expiresAt: '2030-01-01T10:00:00.000Z',
  status: 'pending' as const,
};
const streams = (teams: TeamsStandIn) =>
  teams.calls
    .flatMap(({ body }) => (body.entities ?? []) as Array<Record<string, unknown>>)
    .filter(({ type }) => type === 'streaminfo');

describe('an answer in Teams', () => {
  it('in private is streamed, apart as Teams wants it, and ends as the message that stays', async ({
    bot,
    teams,
  }) => {
    const to = thread(teams, 'personal');
    await bot.channel.show(to, 't1', { type: 'status', text: 'Looking at deals' });
    await until(() => expect(streams(teams)).toHaveLength(1));
    for (const delta of ['You have', ' two', ' open'])
      await bot.channel.show(to, 't1', { type: 'text', delta });
    await until(() => expect(streams(teams)).toHaveLength(2));
    await bot.channel.show(to, 't1', { type: 'text', delta: ' deals' });
    const { externalId } = await bot.channel.send(to, reply('You have two open deals.'), 't1');
    const [first, second, last] = streams(teams);
    expect(first).toMatchObject({ streamType: 'informative', streamSequence: 1 });
    expect(second).toMatchObject({ streamType: 'streaming', streamSequence: 2, streamId: externalId });
    expect(last).toMatchObject({ streamType: 'final', streamId: externalId });
    expect(last).not.toHaveProperty('streamSequence');
    const posts = teams.calls.filter(({ body }) => body.text);
    expect(posts.map(({ body }) => body.text)).toEqual([
      'Looking at deals',
      'You have two open',
      'You have two open deals.',
    ]);
    expect((posts[1]?.at ?? 0) - (posts[0]?.at ?? 0)).toBeGreaterThan(1_450);
    expect(teams.messages.map(({ id }) => id)).toEqual([externalId]);
  });

  it('among several people is posted and edited', async ({ bot, teams }) => {
    const to = thread(teams, 'group');
    await bot.channel.show(to, 't2', { type: 'status', text: 'Looking' });
    await until(() => expect(teams.posts('typing')).toHaveLength(1));
    await bot.channel.show(to, 't2', { type: 'text', delta: 'You have <two>' });
    await until(() => expect(teams.messages.map(({ body }) => body.text)).toEqual(['You have &lt;two>']));
    await bot.channel.send(to, reply('You have two deals.'), 't2');
    expect(teams.messages.map(({ body }) => body.text)).toEqual(['You have two deals.']);
    expect(streams(teams)).toEqual([]);
  });

  it('that another process has posted, or begun, is changed where it stands, and not posted again', async ({
    bot,
    teams,
  }) => {
    const to = thread(teams, 'group');
    const texts = () => teams.messages.map(({ body }) => body.text);
    const { externalId } = await bot.channel.send(to, reply('Added Kim.'), 't3');
    await bot.restart();
    expect((await bot.channel.send(to, reply('Added Kim.'), 't3')).externalId).toBe(externalId);
    expect(texts()).toEqual(['Added Kim.']);
    // what came of its proposal is another answer
    await bot.channel.send(to, reply('Deleted Kim.'), 't3');
    await bot.channel.show(to, 't4', { type: 'text', delta: 'You have' });
    await until(() => expect(texts()).toEqual(['Added Kim.', 'Deleted Kim.', 'You have']));
    await until(() => expect(bot.host.kept.get('posted:19:chat@thread.v2')).toMatchObject({ turnId: 't4' }));
    await bot.restart();
    await bot.channel.send(to, reply('You have two deals.'), 't4');
    expect(texts()).toEqual(['Added Kim.', 'Deleted Kim.', 'You have two deals.']);
  });

  it('that another process has begun is ended where it stands, whatever it has come to here', async ({
    bot,
    teams,
  }) => {
    const personal = thread(teams, 'personal');
    await bot.channel.show(personal, 't1', { type: 'text', delta: 'You have' });
    await until(() =>
      expect(bot.host.kept.get('posted:a:jane')).toMatchObject({ ids: [expect.any(String)] }),
    );
    await bot.restart();
    await bot.channel.send(personal, reply('You have two deals.'), 't1');
    const [first, last] = streams(teams);
    expect(first).toMatchObject({ streamType: 'streaming', streamSequence: 1 });
    expect(last).toMatchObject({ streamType: 'final', streamId: teams.messages[0]?.id });
    expect(teams.messages.map(({ body }) => body.text)).toEqual(['You have two deals.']);
    const group = thread(teams, 'group');
    const keptOf = () => bot.host.kept.get('posted:19:chat@thread.v2');
    await bot.channel.show(group, 't2', { type: 'text', delta: 'You have' });
    await until(() => expect(keptOf()).toMatchObject({ ids: [expect.any(String)] }));
    await bot.restart();
    // its turn is run again, and shown again
    await bot.channel.show(group, 't2', { type: 'text', delta: 'You have three' });
    await bot.channel.send(group, reply('You have three deals.'), 't2');
    const inGroup = teams.messages.filter(({ conversationId }) => conversationId === group.threadId);
    expect(inGroup.map(({ body }) => body.text)).toEqual(['You have three deals.']);
  });

  it('says that it may stand twice where the process before died as it was posted', async ({
    bot,
    teams,
  }) => {
    const to = thread(teams, 'group');
    const { store } = bot.host;
    const { set } = store;
    const texts = () => teams.messages.map(({ body }) => String(body.text));
    // it dies before it can store what Teams has taken
    store.set = (key, value) => (teams.messages.length > 0 ? new Promise(() => {}) : set(key, value));
    void bot.channel.send(to, reply('Added Kim.'), 't1');
    await until(() => expect(texts()).toEqual(['Added Kim.']));
    store.set = set;
    await bot.restart();
    await bot.channel.send(to, reply('Added Kim.'), 't1');
    expect(texts()).toEqual(['Added Kim.', expect.stringMatching(/^_I was interrupted .*_\n\nAdded Kim\.$/)]);
    // it is known where that one stands, and that it says so
    const told = texts();
    await bot.restart();
    await bot.channel.send(to, reply('Added Kim.'), 't1');
    expect(texts()).toEqual(told);
  });

  it('that may have been begun is shown as a whole alone, which says so', async ({ bot, teams }) => {
    const to = thread(teams, 'group');
    const { store } = bot.host;
    const { set } = store;
    store.set = (key, value) => (teams.messages.length > 0 ? new Promise(() => {}) : set(key, value));
    await bot.channel.show(to, 't1', { type: 'text', delta: 'You have' });
    await until(() => expect(teams.messages).toHaveLength(1));
    store.set = set;
    await bot.restart();
    await bot.channel.show(to, 't1', { type: 'text', delta: 'You have two' });
    await bot.channel.send(to, reply('You have two deals.'), 't1');
    const texts = teams.messages.map(({ body }) => body.text);
    expect(texts).toEqual([
      'You have',
      expect.stringMatching(/^_I was interrupted .*_\n\nYou have two deals/),
    ]);
  });

  it('that could not be noted, or was refused, is posted once', async ({ bot, teams }) => {
    const to = thread(teams, 'group');
    const { store } = bot.host;
    const { set } = store;
    store.set = async (key, value) => {
      if (teams.messages.length > 0) throw new Error('the database is away');
      await set(key, value);
    };
    await expect(bot.channel.send(to, reply('Added Kim.'), 't1')).rejects.toThrow('the database is away');
    store.set = set;
    await bot.channel.send(to, reply('Added Kim.'), 't1');
    expect(teams.messages.map(({ body }) => body.text)).toEqual(['Added Kim.']);
    teams.fail({ status: 403 });
    await expect(bot.channel.send(to, reply('Added Bo.'), 't2')).rejects.toThrow('403');
    await bot.channel.send(to, reply('Added Bo.'), 't2');
    expect(teams.messages.map(({ body }) => body.text)).toEqual(['Added Kim.', 'Added Bo.']);
  });

  it('comes as an ordinary message when a stream is not taken', async ({ bot, teams }) => {
    const to = thread(teams, 'personal');
    await bot.channel.show(to, 't3', { type: 'status', text: 'Looking' });
    await until(() => expect(streams(teams)).toHaveLength(1));
    teams.fail({ status: 403 });
    await bot.channel.send(to, reply('Here.'), 't3');
    expect(teams.messages.map(({ body }) => body.text)).toEqual(['Here.']);
    expect(streams(teams).map(({ streamType }) => streamType)).toEqual(['informative', 'final']);
  });

  it('is labelled as made by a machine, with thumbs below its last message alone', async ({ bot, teams }) => {
    await bot.channel.send(thread(teams, 'personal'), { text: 'Before.', cards: [approval] }, 't4');
    const bodies = teams.messages.map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    for (const { entities } of bodies)
      expect(entities).toEqual([expect.objectContaining({ additionalType: ['AIGeneratedContent'] })]);
    expect(bodies.map(({ channelData }) => channelData)).toEqual([
      undefined,
      { feedbackLoop: { type: 'default' } },
    ]);
  });

  it('is sent again as Microsoft asks, and given back when it is refused', async ({ bot, teams }) => {
    const to = thread(teams, 'personal');
    teams.fail({ status: 429, retryAfter: 1 });
    teams.fail({ status: 412, retryAfter: 0 });
    const begun = Date.now();
    await bot.channel.send(to, reply('At last.'), 't5');
    expect(Date.now() - begun).toBeGreaterThan(950);
    expect(teams.messages.map(({ body }) => body.text)).toEqual(['At last.']);
    teams.fail({ status: 403 });
    await expect(bot.channel.send(to, reply('No.'), 't6')).rejects.toMatchObject({ code: 'upstream' });
  });

  it('with a proposal is redrawn where it stands, also by a process that did not send it', async ({
    bot,
    teams,
  }) => {
    const to = thread(teams, 'group');
    const { places } = await bot.channel.send(to, { text: '', cards: [approval] }, 't7');
    await bot.restart();
    await bot.channel.settle?.(to, { ...approval, status: 'executed' }, places?.a1);
    expect(teams.messages).toHaveLength(1);
    const body = teams.messages[0]?.body ?? {};
    expect(JSON.stringify(cardsOf(body))).toContain('Approved and done');
    expect(brokenCardRules(body)).toEqual([]);
    // what is not there any more is no error
    await bot.channel.settle?.(to, { ...approval, status: 'executed' }, 'gone');
  });
});

describe('a notice in Teams', () => {
  const jane = { workspaceId: 'w', externalTeamId: TENANT, externalUserId: 'aad-jane' };
  const notice = { title: 'Call *Ada*', body: 'at 10:00' };

  it('reaches the private chat of somebody who has written there, also after a restart', async ({
    bot,
    teams,
  }) => {
    await bot.requests.say('hello');
    await until(() => expect(bot.messages).toHaveLength(1));
    await bot.restart();
    await bot.channel.tell?.(jane, notice);
    expect(teams.messages).toMatchObject([
      { conversationId: 'a:jane', body: { text: '**Call \\*Ada\\***\n\nat 10:00' } },
    ]);
  });

  it('opens a private chat with somebody who was met elsewhere, once', async ({ bot, teams }) => {
    const conversation = { id: '19:team@thread.tacv2', conversationType: 'channel', tenantId: TENANT };
    const mention = { type: 'mention', text: '<at>C</at>', mentioned: { id: BOT_ACCOUNT } };
    await bot.requests.say('<at>C</at> hello', { conversation, entities: [mention] });
    await until(() => expect(bot.messages).toHaveLength(1));
    await bot.channel.tell?.(jane, notice);
    await bot.channel.tell?.(jane, notice);
    const opened = teams.calls.filter(
      ({ path, method }) => path === '/v3/conversations' && method === 'POST',
    );
    expect(opened.map(({ body }) => body)).toMatchObject([
      { members: [{ id: '29:jane' }], tenantId: TENANT },
    ]);
    expect(teams.messages.map(({ conversationId }) => conversationId)).toEqual([
      expect.stringMatching(/^a:opened/),
      expect.stringMatching(/^a:opened/),
    ]);
  });

  it('cannot reach somebody whom we have never met, which is said', async ({ bot }) => {
    const nobody = { ...jane, externalUserId: 'aad-nobody' };
    await expect(bot.channel.tell?.(nobody, notice)).rejects.toMatchObject({ code: 'upstream' });
  });
});
