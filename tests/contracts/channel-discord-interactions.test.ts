import type { FormCard, RecordCard } from '@clianta/agents/reply.schema';
import { ForbiddenError } from '@clianta/crm-core/errors';
import { afterEach, describe, expect, vi } from 'vitest';
import { discordTest, quiet, until } from '../support/discord-bot.ts';
import { CARLOS, controlsOf, type DiscordEvents, JANE, textsOf } from '../support/discord-events.ts';
import {
  APPLICATION,
  CHANNEL,
  type DiscordStandIn,
  GUILD,
  NO_THREADS,
  snowflake,
} from '../support/discord-stand-in.ts';

const it = discordTest;
const ME = `<@${APPLICATION}>`;
const MINUTES = 60_000;

const contactForm: FormCard = {
  type: 'form',
  tool: 'create_contact',
  title: 'New contact',
  fields: [
    { name: 'phone', label: 'Phone', kind: 'text' },
    { name: 'title', label: 'Title', kind: 'text' },
    { name: 'city', label: 'City', kind: 'text' },
    { name: 'note', label: 'Note', kind: 'long_text' },
    {
      name: 'kind',
      label: 'Kind',
      kind: 'choice',
      isRequired: true,
      options: [{ label: 'Lead', value: 'lead' }],
    },
    { name: 'name', label: 'Name', kind: 'text', isRequired: true },
  ],
  submit: 'Add a contact',
};
const janeCard: RecordCard = { type: 'record', entity: 'contact', id: 'c1', title: 'Jane Doe', fields: [] };
const proposal = {
  type: 'approval' as const,
  approvalId: 'a1',
  title: 'Delete 12 contacts',
  isDestructive: true,
  count: 12,
  sample: [{ title: 'Ada Quist' }],
  changes: [],
  expiresAt: '2030-01-01T10:00:00.000Z',
  status: 'pending' as const,
};

/** The first answer that Discord was given. */
const callbackOf = (discord: DiscordStandIn, token: string) => discord.interactions.get(token)?.callback;
const acknowledged = (discord: DiscordStandIn, token: string) =>
  vi.waitUntil(() => callbackOf(discord, token), { timeout: 3_000, interval: 5 });
const idOf = (message: { components: Array<Record<string, unknown>> } | undefined, kind: string) =>
  controlsOf(message?.components ?? []).find(({ custom_id: id }) => id.startsWith(`${kind}:`))?.custom_id ??
  '';

afterEach<{ discord: DiscordStandIn }>(({ discord }) => expect(discord.broken).toEqual([]));

describe('a slash command', () => {
  it('is deferred before any work, and its answer takes the place of the wait', async ({
    bot,
    discord,
    people,
  }) => {
    let isDeferred = false;
    bot.handle = async () => {
      isDeferred = callbackOf(discord, token) !== undefined;
    };
    const token = people.command('clianta', { say: 'How many deals?' });
    await until(() => expect(bot.messages).toHaveLength(1));
    expect(isDeferred).toBe(true);
    const [{ thread }] = bot.messages as [(typeof bot.messages)[0]];
    await bot.channel.send(thread, { text: 'Twelve.', cards: [janeCard] }, 't');
    const [answer] = discord.in(CHANNEL);
    expect(answer).toMatchObject({ isEphemeral: true });
    expect(textsOf(answer?.components ?? [])).toContain('Twelve.');
    expect(discord.callsOf('POST', /\/channels\/\d+\/messages$/)).toEqual([]);
  });

  it('in direct messages belongs to their conversation, for both to see', async ({
    bot,
    discord,
    people,
  }) => {
    const channel = discord.directChannel(JANE.id);
    const token = people.command('brief', {}, { user: JANE, channel_id: channel });
    await until(() => expect(bot.messages).toHaveLength(1));
    expect(bot.messages[0]).toMatchObject({ text: '/today', thread: { threadId: channel } });
    expect(callbackOf(discord, token)).toEqual({ type: 5, data: {} });
  });

  it('says what it stands for', async ({ bot, people }) => {
    people.command('brief', { about: 'Northwind' });
    people.command('pipeline', { name: 'Sales' });
    people.command('pipeline');
    people.command('link', { code: 'K7QP-2MXA' });
    await until(() => expect(bot.messages).toHaveLength(4));
    expect(bot.messages.map(({ text }) => text).sort()).toEqual(
      ['Brief me on Northwind', '/pipeline Sales', '/pipeline', 'link K7QP-2MXA'].sort(),
    );
  });

  it('is answered by an ordinary message to the person when its token has run out', async ({
    bot,
    discord,
    people,
  }) => {
    people.command('clianta', { say: 'How many deals?' });
    await until(() => expect(bot.messages).toHaveLength(1));
    const [{ thread }] = bot.messages as [(typeof bot.messages)[0]];
    const later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 15 * MINUTES);
    await bot.channel.send(thread, { text: 'Twelve.', cards: [] }, 't');
    later.mockRestore();
    expect(discord.in(discord.directChannel(JANE.id)).map(({ content }) => content)).toEqual(['Twelve.']);
    expect(discord.in(CHANNEL)).toEqual([]);
  });

  it('shows nothing of a late answer to others where the person takes no direct messages', async ({
    bot,
    discord,
    people,
  }) => {
    const token = people.command('clianta', { say: 'How many deals?' });
    await until(() => expect(bot.messages).toHaveLength(1));
    const interaction = discord.interactions.get(token);
    if (interaction) interaction.isExpired = true;
    const direct = discord.channels.get(discord.directChannel(JANE.id));
    if (direct) direct.isClosed = true;
    const [{ thread }] = bot.messages as [(typeof bot.messages)[0]];
    await bot.channel.send(thread, { text: 'Twelve.', cards: [] }, 't');
    expect(discord.in(CHANNEL).map(({ content }) => content)).toEqual([
      expect.not.stringContaining('Twelve'),
    ]);
  });

  it('is answered after a restart of the process as well', async ({ bot, discord, people }) => {
    people.command('clianta', { say: 'How many deals?' });
    await until(() => expect(bot.messages).toHaveLength(1));
    await until(() => expect(bot.host.kept.has('answer:t')).toBe(true));
    const [{ thread }] = bot.messages as [(typeof bot.messages)[0]];
    await bot.stop();
    await bot.start();
    await bot.channel.send(thread, { text: 'Twelve.', cards: [] }, 't');
    expect(discord.in(CHANNEL)).toMatchObject([{ content: 'Twelve.', isEphemeral: true }]);
    expect([...bot.host.kept.keys()].filter((key) => /^(answer|stream):/.test(key))).toEqual([]);
  });

  it('that a process dies over is done by the one after it, once', async ({ bot, discord, people }) => {
    bot.handle = () => new Promise(() => {});
    const waiting = () => [...bot.host.kept.keys()].filter((key) => key.startsWith('journal:'));
    people.command('clianta', { say: 'How many deals?' });
    await until(() => expect(waiting()).toHaveLength(1));
    await until(() => expect([...discord.interactions.values()].some(({ callback }) => callback)).toBe(true));
    await bot.stop();
    discord.gateway.forget();
    await bot.start({ leftMs: 0 });
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['How many deals?']));
    await until(() => expect(waiting()).toEqual([]));
    await quiet();
    expect(bot.messages).toHaveLength(1);
  });

  it('suggests records by their names, and opens the one that was picked', async ({
    bot,
    discord,
    people,
  }) => {
    const search = vi.fn(async () => [
      { entity: 'contact', kind: 'contact', id: 'c1', title: 'Jane <CFO> Doe', subtitle: 'Northwind' },
    ]);
    bot.lookup.search = search;
    bot.lookup.record = async (_sender, { id }) => (id === 'c1' ? janeCard : undefined);
    const options = [{ name: 'name', type: 3, value: 'ja', focused: true }];
    const token = people.interact(4, { id: '1', name: 'contact', type: 1, options });
    await acknowledged(discord, token);
    expect(callbackOf(discord, token)).toEqual({
      type: 8,
      data: { choices: [{ name: 'Jane <CFO> Doe – Northwind', value: 'contact:c1' }] },
    });
    expect(search).toHaveBeenCalledWith(expect.anything(), { text: 'ja', entity: 'contact', limit: 25 });
    people.command('contact', { name: 'contact:c1' });
    await until(() => expect(discord.in(CHANNEL)).toHaveLength(1));
    expect(textsOf(discord.in(CHANNEL)[0]?.components ?? [])).toContain('Jane Doe');
    people.command('contact', { name: 'contact:c2' });
    await until(() => expect(discord.in(CHANNEL)).toHaveLength(2));
    expect(discord.in(CHANNEL)[1]?.content).toMatch(/no such record/);
  });

  it('suggests nothing to a stranger, and nothing that takes too long', async ({ bot, discord, people }) => {
    const options = [{ name: 'name', type: 3, value: 'ja', focused: true }];
    const suggest = () => people.interact(4, { id: '1', name: 'deal', type: 1, options });
    bot.lookup.search = async () => {
      throw new ForbiddenError('I do not know you yet.');
    };
    const refused = suggest();
    await acknowledged(discord, refused);
    bot.lookup.search = () => new Promise(() => {});
    const late = suggest();
    await acknowledged(discord, late);
    for (const token of [refused, late])
      expect(callbackOf(discord, token)).toEqual({ type: 8, data: { choices: [] } });
  });

  it('asks which one when several are found by what was typed', async ({ bot, discord, people }) => {
    bot.lookup.search = async () => [
      { entity: 'contact', kind: 'contact', id: 'c1', title: 'Zoe Costa', subtitle: 'CFO' },
      { entity: 'contact', kind: 'contact', id: 'c2', title: 'Zoe Rossi' },
    ];
    bot.lookup.record = async (_sender, { id }) => ({ ...janeCard, title: `Record ${id}` });
    people.command('contact', { name: 'Zoe' });
    await until(() => expect(discord.in(CHANNEL)).toHaveLength(1));
    const [asked] = discord.in(CHANNEL);
    people.click(idOf(asked, 'open'), asked?.id ?? '', {}, ['contact:c2']);
    await until(() => expect(discord.in(CHANNEL)).toHaveLength(2));
    expect(textsOf(discord.in(CHANNEL)[1]?.components ?? [])).toContain('Record c2');
  });

  it('adds a record by a modal: what is needed first, five inputs at most', async ({
    bot,
    discord,
    people,
  }) => {
    bot.lookup.form = (noun) => (noun === 'contact' ? contactForm : undefined);
    const token = people.command('contact', { new: true });
    await acknowledged(discord, token);
    const modal = callbackOf(discord, token)?.data as {
      custom_id: string;
      components: Array<{ label: string }>;
    };
    expect(modal.components.map(({ label }) => label)).toEqual(['Kind', 'Name', 'Phone', 'Title', 'City']);
    people.submit(modal.custom_id, ['lead', 'Ada Quist', '', 'CFO', '']);
    await until(() => expect(bot.calls).toHaveLength(1));
    expect(bot.calls[0]).toMatchObject({
      call: { tool: 'create_contact', values: { kind: 'lead', name: 'Ada Quist', title: 'CFO' } },
      thread: { details: { kind: 'private' } },
    });
  });

  it('connects a server for somebody who manages it alone', async ({ bot, discord, people }) => {
    const connect = (permissions: string) =>
      people.command(
        'connect',
        { code: 'K7QP-2MXA', viewer: '1', admin: '2' },
        { member: { user: JANE, roles: [], permissions } },
      );
    connect('8192');
    await until(() => expect(discord.in(CHANNEL)).toHaveLength(1));
    expect(discord.in(CHANNEL)[0]?.content).toMatch(/may manage this server/);
    expect(bot.connections).toEqual([]);
    connect('32');
    await until(() => expect(discord.in(CHANNEL)).toHaveLength(2));
    expect(bot.connections).toMatchObject([
      {
        sender: { externalTeamId: GUILD },
        teamName: 'Northwind HQ',
        code: 'K7QP-2MXA',
        details: { roles: { '1': 'viewer', '2': 'admin' } },
      },
    ]);
    expect(discord.in(CHANNEL)[1]?.content).toBe('Northwind HQ is connected now.');
  });
});

describe('a button', () => {
  /** A thread with a message of ours in it. */
  async function shown(
    {
      bot,
      discord,
      people,
    }: {
      bot: { channel: unknown } & Parameters<typeof sendIn>[0];
      discord: DiscordStandIn;
      people: DiscordEvents;
    },
    reply: Parameters<typeof sendIn>[2],
  ) {
    const { id } = people.say(`${ME} please`);
    await until(() => expect(bot.messages).toHaveLength(1));
    const posted = await sendIn(bot, 0, reply);
    return { thread: id, posted, message: discord.in(id).at(-1) };
  }
  const sendIn = (
    bot: {
      channel: import('@clianta/bot/channel').Channel;
      messages: Array<{ thread: import('@clianta/agents/conversation/thread-address').ThreadAddress }>;
    },
    at: number,
    reply: import('@clianta/agents/reply.schema').Reply,
  ) => bot.channel.send(bot.messages[at]?.thread as never, reply, `turn-${at}`);

  it('of a proposal decides it, carries its id alone, and names in red what it destroys', async ({
    bot,
    discord,
    people,
  }) => {
    const { thread, message } = await shown(
      { bot, discord, people },
      { text: 'Shall I?', cards: [proposal] },
    );
    const [approve, reject, all] = controlsOf(message?.components ?? []);
    expect(approve).toMatchObject({ custom_id: 'approve:a1', style: 4, label: 'Delete 12 contacts' });
    expect(reject).toMatchObject({ custom_id: 'reject:a1', style: 2 });
    people.click('reject:a1', message?.id ?? '', { member: { user: CARLOS, roles: [], permissions: '0' } });
    await until(() => expect(bot.decisions).toHaveLength(1));
    expect(bot.decisions[0]).toMatchObject({
      decision: { approvalId: 'a1', decision: 'reject' },
      sender: { externalUserId: CARLOS.id },
      thread: { threadId: thread },
    });
    people.click(all?.custom_id ?? '', message?.id ?? '');
    await until(() => expect(bot.messages[1]?.text).toBe('Show me all 12'));
  });

  it('is worked on once however often the click is brought', async ({ bot, discord, people }) => {
    const { message } = await shown({ bot, discord, people }, { text: '', cards: [proposal] });
    const shownMessage = { id: message?.id, flags: message?.flags };
    const click = people.interaction(
      3,
      { custom_id: 'approve:a1' },
      { channel_id: message?.channel, message: shownMessage },
    );
    discord.gateway.dispatch('INTERACTION_CREATE', click);
    discord.gateway.dispatch('INTERACTION_CREATE', click);
    await until(() => expect(bot.decisions).toHaveLength(1));
    await quiet();
    expect(bot.decisions).toHaveLength(1);
  });

  it('of a large proposal asks for the number', async ({ bot, discord, people }) => {
    const { message } = await shown(
      { bot, discord, people },
      { text: '', cards: [{ ...proposal, count: 120, typedCount: 120 }] },
    );
    const token = people.click('typed:a1', message?.id ?? '');
    await acknowledged(discord, token);
    const modal = callbackOf(discord, token)?.data as { custom_id: string };
    const of = { channel_id: message?.channel, message: { id: message?.id, flags: message?.flags } };
    people.submit(modal.custom_id, ['many'], of);
    await until(() => expect(discord.in(message?.channel ?? '').at(-1)?.content).toMatch(/type a number/));
    people.submit(modal.custom_id, ['1,20'], of);
    await until(() => expect(bot.decisions).toHaveLength(1));
    expect(bot.decisions[0]?.decision).toEqual({ approvalId: 'a1', decision: 'approve', typedCount: 120 });
  });

  it('chooses an option, undoes, says a suggestion, and fills in a form', async ({
    bot,
    discord,
    people,
  }) => {
    const choice = {
      type: 'choice' as const,
      choiceId: 'q1',
      title: 'Which Zoe?',
      options: [{ label: 'Zoe Costa', detail: 'CFO' }, { label: 'Zoe Rossi' }],
      status: 'open' as const,
    };
    const { thread } = await shown(
      { bot, discord, people },
      {
        text: 'Which Zoe?',
        cards: [{ ...janeCard, undoGroupId: 'g1' }, { ...janeCard, undoGroupId: 'g1' }, contactForm, choice],
        suggestions: ['Show my deals', 'Show my deals'],
      },
    );
    const press = (kind: string, nth = 0) => {
      const all = discord
        .in(thread)
        .flatMap(({ id, components }) => controlsOf(components).map((one) => ({ id, one })));
      const found = all.filter(({ one }) => one.custom_id.startsWith(kind))[nth];
      return people.click(found?.one.custom_id ?? '', found?.id ?? '');
    };
    press('choose:q1:1');
    press('undo:g1', 1);
    press('say:', 1);
    await until(() => expect([bot.choices.length, bot.undos.length, bot.messages.length]).toEqual([1, 1, 2]));
    expect(bot.choices[0]?.choice).toEqual({ choiceId: 'q1', option: 1 });
    expect(bot.undos[0]?.groupId).toBe('g1');
    expect(bot.messages[1]?.text).toBe('Show my deals');
    // what a button stands for is known to the next process
    await bot.stop();
    await bot.start();
    const token = press('form:');
    await acknowledged(discord, token);
    const modal = callbackOf(discord, token)?.data as { custom_id: string };
    const [message] = discord.in(thread);
    people.submit(modal.custom_id, ['lead', 'Ada'], {
      channel_id: thread,
      message: { id: message?.id, flags: 0 },
    });
    await until(() => expect(bot.calls).toHaveLength(1));
    expect(bot.calls[0]).toMatchObject({
      call: { tool: 'create_contact', values: { kind: 'lead', name: 'Ada' } },
      thread: { threadId: thread },
    });
  });

  it('that means nothing, or was made up, does nothing and says so', async ({ bot, discord, people }) => {
    const { thread, message } = await shown({ bot, discord, people }, { text: 'Hello', cards: [] });
    for (const id of ['say:0123', 'nonsense', 'choose:q1', 'open:x', `form:${'f'.repeat(32)}`]) {
      const before = discord.messages.length;
      people.click(id, message?.id ?? '', {}, id === 'open:x' ? ['no record'] : undefined);
      await until(() => expect(discord.messages).toHaveLength(before + 1));
      expect(discord.messages.at(-1)).toMatchObject({ isEphemeral: true, channel: thread });
    }
    expect([bot.decisions, bot.choices, bot.undos, bot.calls].flat()).toEqual([]);
    expect(bot.messages).toHaveLength(1);
  });

  it('under a reply in a channel without threads goes on with that conversation', async ({
    bot,
    discord,
    people,
  }) => {
    const { id } = people.say(`${ME} delete them`, { channel_id: NO_THREADS });
    await until(() => expect(bot.messages).toHaveLength(1));
    await sendIn(bot, 0, { text: '', cards: [proposal] });
    people.click('approve:a1', discord.in(NO_THREADS)[0]?.id ?? '');
    await until(() => expect(bot.decisions[0]?.thread.threadId).toBe(id));
  });
});

describe('a card that is decided', () => {
  it('is redrawn where it stands, by the next process too', async ({ bot, discord, people }) => {
    const { id } = people.say(`${ME} delete them`);
    await until(() => expect(bot.messages).toHaveLength(1));
    const [{ thread }] = bot.messages as [(typeof bot.messages)[0]];
    const { places } = await bot.channel.send(thread, { text: 'Shall I?', cards: [proposal] }, 't1');
    await bot.stop();
    await bot.start();
    await bot.channel.settle?.(thread, { ...proposal, status: 'executed' }, places?.a1);
    const card = discord.in(id).at(-1);
    expect(textsOf(card?.components ?? [])).toContain('Approved and done');
    expect(controlsOf(card?.components ?? [])).toEqual([]);
  });

  it('is redrawn where only one person sees it, by the click', async ({ bot, discord, people }) => {
    people.command('clianta', { say: 'Delete them' });
    await until(() => expect(bot.messages).toHaveLength(1));
    const [{ thread }] = bot.messages as [(typeof bot.messages)[0]];
    await bot.channel.send(thread, { text: '', cards: [proposal] }, 't');
    const [card] = discord.in(CHANNEL);
    people.click('approve:a1', card?.id ?? '');
    await until(() => expect(bot.decisions).toHaveLength(1));
    expect(bot.decisions[0]?.thread.threadId).toBe(thread.threadId);
    await bot.stop();
    await bot.start();
    await bot.channel.settle?.(thread, { ...proposal, status: 'rejected' });
    expect(textsOf(card?.components ?? [])).toContain('Rejected');
    expect([...bot.host.kept.keys()].some((key) => key.startsWith('place:'))).toBe(false);
  });
});

describe('what goes out', () => {
  it('grows in a thread while the turn runs, and is whole at the end', async ({ bot, discord, people }) => {
    const { id } = people.say(`${ME} tell me everything`);
    await until(() => expect(bot.messages).toHaveLength(1));
    const [{ thread }] = bot.messages as [(typeof bot.messages)[0]];
    const show = (delta: string) => bot.channel.show(thread, 't1', { type: 'text', delta });
    for (const delta of ['There ', 'are ']) await show(delta);
    await until(() => expect(discord.in(id).map(({ content }) => content)).toEqual(['There are']));
    await show('many ');
    const whole = `There are many ${'deals and '.repeat(300)}no more.`;
    await bot.channel.send(thread, { text: whole, cards: [janeCard] }, 't1');
    const said = discord.in(id).map(({ content, components }) => content + textsOf(components));
    expect(said.join(' ').replace(/\s+/g, ' ')).toContain(whole);
    expect(said.at(-1)).toContain('Jane Doe');
    const edits = discord.callsOf('PATCH', new RegExp(`/channels/${id}/messages`));
    expect(edits).toHaveLength(1);
  });

  it('shows the steps of a plan in the place of the wait, and then the answer', async ({
    bot,
    discord,
    people,
  }) => {
    people.command('clianta', { say: 'Prepare my call' });
    await until(() => expect(bot.messages).toHaveLength(1));
    const [{ thread }] = bot.messages as [(typeof bot.messages)[0]];
    await until(() => expect(bot.host.kept.has('answer:t')).toBe(true));
    const step = (id: string, state: 'running' | 'done', text: string) =>
      bot.channel.show(thread, 't', { type: 'status', text, step: { id, state } });
    await step('1', 'running', 'Reading the timeline');
    await step('1', 'done', '');
    await step('2', 'running', 'Looking at *deals*');
    await until(() =>
      expect(discord.in(CHANNEL).map(({ content }) => content)).toEqual([
        '✅ Reading the timeline\n⏳ Looking at \\*deals\\*',
      ]),
    );
    await bot.channel.send(thread, { text: 'Here it is.', cards: [] }, 't');
    expect(discord.in(CHANNEL)).toMatchObject([{ content: 'Here it is.', isEphemeral: true }]);
  });

  it('that is sent again after a crash is there once', async ({ bot, discord, people }) => {
    const { channel_id: channel } = people.tell('hello');
    await until(() => expect(bot.messages).toHaveLength(1));
    const [{ thread }] = bot.messages as [(typeof bot.messages)[0]];
    const long = 'word '.repeat(700);
    await bot.channel.send(thread, { text: long, cards: [] }, 't1');
    await bot.channel.send(thread, { text: long, cards: [] }, 't1');
    expect(discord.in(channel)).toHaveLength(2);
  });

  it('waits as long as Discord says when there was too much', async ({ bot, discord, people }) => {
    const { channel_id: channel } = people.tell('hello');
    await until(() => expect(bot.messages).toHaveLength(1));
    const [{ thread }] = bot.messages as [(typeof bot.messages)[0]];
    discord.fail(new RegExp(`POST /channels/${channel}/messages`), { status: 429, retryAfter: 1 });
    const begun = Date.now();
    await bot.channel.send(thread, { text: 'Hello', cards: [] }, 't1');
    expect(Date.now() - begun).toBeGreaterThanOrEqual(1_000);
    expect(discord.in(channel)).toHaveLength(1);
  });

  it('tells a person something in direct messages', async ({ bot, discord }) => {
    const to = { workspaceId: 'w', externalTeamId: '', externalUserId: snowflake() };
    await bot.channel.tell?.(to, { title: 'Call <@everyone> :tada: Jane', body: 'Due at *3*' });
    const [told] = discord.in(discord.directChannel(to.externalUserId));
    expect(told?.content).toBe('**Call \\<@everyone> \\:tada: Jane**\nDue at \\*3\\*');
  });
});
