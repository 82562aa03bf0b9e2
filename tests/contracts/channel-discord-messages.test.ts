import { describe, expect, vi } from 'vitest';
import { discordTest, quiet, until } from '../support/discord-bot.ts';
import { CARLOS, JANE } from '../support/discord-events.ts';
import { APPLICATION, BOT_ROLE, CHANNEL, GUILD, NO_THREADS, snowflake } from '../support/discord-stand-in.ts';

const it = discordTest;
const ME = `<@${APPLICATION}>`;
/** What is kept and not handed over yet. */
const waiting = ({ host }: { host: { kept: Map<string, unknown> } }) =>
  [...host.kept.keys()].filter((key) => key.startsWith('journal:'));

describe('what people write on Discord', () => {
  it('is taken in direct messages, with who wrote and where', async ({ bot, discord, people }) => {
    const { id, channel_id: channel } = people.tell('How many deals?');
    await until(() => expect(bot.messages).toHaveLength(1));
    expect(bot.messages[0]).toMatchObject({
      channel: 'discord',
      externalId: `${channel}:${id}`,
      text: 'How many deals?',
      sender: { externalTeamId: '', accountTeamId: '', externalUserId: JANE.id, name: 'Jane Doe' },
      thread: { externalTeamId: '', threadId: channel, details: { kind: 'direct' } },
    });
    await until(() => expect(discord.callsOf('POST', /typing/)).toHaveLength(1));
  });

  it('is taken once however often it is brought, and in order', async ({ bot, discord, people }) => {
    bot.handle = async ({ text }) => {
      if (text === 'first') await quiet();
    };
    const first = people.tell('first');
    discord.gateway.dispatch('MESSAGE_CREATE', first);
    people.tell('second');
    discord.gateway.dispatch('MESSAGE_CREATE', first);
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['first', 'second']));
    await quiet();
    expect(bot.messages).toHaveLength(2);
  });

  it('in a channel is taken when it names us, and begins a thread', async ({ bot, discord, people }) => {
    people.say('nothing for you');
    const { id } = people.say(`${ME} Add Ada Quist`);
    await until(() => expect(bot.messages).toHaveLength(1));
    expect(bot.messages[0]).toMatchObject({
      text: 'Add Ada Quist',
      thread: { externalTeamId: GUILD, threadId: id, details: { channelId: id, kind: 'thread' } },
    });
    expect(discord.channels.get(id)).toMatchObject({ type: 11, parentId: CHANNEL });
  });

  it('names us by our role as well', async ({ bot, people }) => {
    people.say(`<@&${BOT_ROLE}> hello`, { mention_roles: [BOT_ROLE] });
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['hello']));
  });

  it('is a conversation of replies where no thread may begin', async ({ bot, discord, people }) => {
    const { id } = people.say(`${ME} Add Ada`, { channel_id: NO_THREADS });
    await until(() => expect(bot.messages).toHaveLength(1));
    const [{ thread }] = bot.messages as [(typeof bot.messages)[0]];
    expect(thread).toMatchObject({ threadId: id, details: { kind: 'channel', replyTo: id } });
    await bot.channel.send(thread, { text: 'Added.', cards: [] }, 't1');
    const [answer] = discord.in(NO_THREADS);
    expect(answer).toMatchObject({ content: 'Added.', replyTo: id });
    people.say(`${ME} and Ben`, {
      channel_id: NO_THREADS,
      type: 19,
      message_reference: { message_id: answer?.id },
      referenced_message: { author: { id: APPLICATION } },
    });
    await until(() => expect(bot.messages).toHaveLength(2));
    expect(bot.messages[1]?.thread.threadId).toBe(id);
  });

  it('in a thread needs no mention, and none is answered that is for somebody else', async ({
    bot,
    people,
  }) => {
    const { id } = people.say(`${ME} Add Ada`);
    await until(() => expect(bot.messages).toHaveLength(1));
    const inThread = { channel_id: id };
    people.say(`<@${CARLOS.id}> what do you think?`, { ...inThread, mentions: [CARLOS] });
    people.say('Good idea', {
      ...inThread,
      type: 19,
      message_reference: { message_id: snowflake() },
      referenced_message: { author: CARLOS },
    });
    people.say('thanks!', { ...inThread, author: CARLOS });
    people.say('', inThread);
    people.say('and her e-mail is ada@acme.example', inThread);
    people.say(`${ME} <@${CARLOS.id}> owns her`, {
      ...inThread,
      mentions: [{ id: APPLICATION, username: 'clianta' }, CARLOS],
    });
    await until(() => expect(bot.messages).toHaveLength(3));
    expect(bot.messages.slice(1).map(({ text }) => text)).toEqual([
      'and her e-mail is ada@acme.example',
      'Carlos Diaz owns her',
    ]);
  });

  it('is not taken from bots, webhooks and of kinds that nobody says', async ({ bot, people }) => {
    people.tell('I am a bot', { author: { ...CARLOS, bot: true } });
    people.tell('I am a hook', { webhook_id: '1' });
    people.tell('pinned a message', { type: 6 });
    people.tell('really');
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['really']));
  });

  it('keeps emoji codes, times and what stands in angle brackets', async ({ bot, people }) => {
    people.tell('Add Jane <CFO> :tada: Doe <:party:123456> <a:wave:99>, due <t:1767225600:D> <x@y>');
    await until(() => expect(bot.messages).toHaveLength(1));
    expect(bot.messages[0]?.text).toBe('Add Jane <CFO> :tada: Doe :party: :wave:, due 2026-01-01 <x@y>');
  });

  it('may be a forwarded message', async ({ bot, people }) => {
    const message = { content: 'Meet Ada on Friday', attachments: [] };
    people.tell('', { message_reference: { type: 1, message_id: '5' }, message_snapshots: [{ message }] });
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['Meet Ada on Friday']));
  });

  it('brings its files, from addresses of Discord alone', async ({ bot, discord, people }) => {
    const attachments = [
      {
        filename: 'leads.csv',
        content_type: 'text/csv',
        size: 12,
        url: `${discord.origin}/attachments/1/leads.csv`,
      },
      { filename: 'evil.csv', size: 12, url: 'http://evil.example/attachments/evil.csv' },
    ];
    people.tell('', { attachments });
    await until(() => expect(bot.messages).toHaveLength(1));
    const [first, second] = bot.messages[0]?.files ?? [];
    expect(first).toMatchObject({ name: 'leads.csv', mediaType: 'text/csv', size: 12 });
    await expect(first?.read()).rejects.toThrow(/leads.csv: 404/);
    await expect(second?.read()).rejects.toThrow(/no address of its own/);
  });

  it('is followed when it is changed or taken back', async ({ bot, discord, people }) => {
    const message = people.tell('Add Ada');
    await until(() => expect(bot.messages).toHaveLength(1));
    discord.gateway.dispatch('MESSAGE_UPDATE', { ...message, embeds: [{}] });
    people.edit(message, 'Add Ida');
    await until(() => expect(bot.amendments).toHaveLength(1));
    const of = {
      externalId: `${message.channel_id}:${message.id}`,
      thread: { threadId: message.channel_id },
    };
    expect(bot.amendments[0]).toMatchObject({ ...of, text: 'Add Ida' });
    discord.gateway.dispatch('MESSAGE_DELETE', { id: message.id, channel_id: message.channel_id });
    await until(() => expect(bot.amendments).toHaveLength(2));
    expect(bot.amendments[1]).toMatchObject({ ...of, sender: { externalUserId: JANE.id } });
    expect(bot.amendments[1]).not.toHaveProperty('text');
  });

  it('is taken when only its edit names us', async ({ bot, people }) => {
    const message = people.say('Add Ada');
    people.edit({ ...message, mentions: [{ id: APPLICATION, username: 'clianta' }] }, `${ME} Add Ada`);
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['Add Ada']));
    expect(bot.amendments).toEqual([]);
  });

  it('is limited by the roles of the server that are mapped, and never widened', async ({ bot, people }) => {
    bot.host.join(GUILD, {
      roles: { '1': 'viewer', '2': 'member', '3': 'admin', '4': 'owner' },
    });
    const most = async (roles: string[]) => {
      const before = bot.messages.length;
      people.say(`${ME} hello`, { member: { roles } });
      await until(() => expect(bot.messages).toHaveLength(before + 1));
      return bot.messages.at(-1)?.sender.mostRole;
    };
    // a mapping that names more than there is to give is none
    expect(await most(['2'])).toBeUndefined();
    bot.host.join(GUILD, { roles: { '1': 'viewer', '2': 'member', '3': 'admin' } });
    expect(await most(['1', '2'])).toBe('member');
    expect(await most(['9'])).toBe('viewer');
    expect(await most(['3', '1'])).toBe('admin');
    bot.host.join(GUILD, {});
    expect(await most(['1'])).toBeUndefined();
  });
});

describe('the gateway', () => {
  it('loses and doubles nothing when the connection breaks', async ({ bot, discord, people }) => {
    people.tell('before');
    await until(() => expect(bot.messages).toHaveLength(1));
    await until(() => expect(bot.channel.isConnected?.()).toBe(true));
    const resumed = discord.gateway.resumed;
    discord.gateway.cut();
    await until(() => expect(bot.channel.isConnected?.()).toBe(false));
    people.tell('meanwhile');
    await until(() => expect(discord.gateway.resumed).toBe(resumed + 1));
    people.tell('after');
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['before', 'meanwhile', 'after']));
  });

  it('is asked for what was missed when the process was away', async ({ bot, discord, people }) => {
    people.tell('before');
    await until(() => expect(bot.messages).toHaveLength(1));
    await until(() => expect([...bot.host.kept.keys()].some((key) => key.startsWith('heard:'))).toBe(true));
    await bot.stop();
    people.tell('while you were away');
    discord.gateway.forget();
    await bot.start();
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['while you were away']));
  });

  it('is found where nobody has talked with us before', async ({ bot, discord, people }) => {
    await bot.stop();
    const place = { id: snowflake(), type: 0, guildId: GUILD, mayBeginThreads: true };
    const hidden = { ...place, id: snowflake(), isHidden: true };
    for (const channel of [place, hidden]) discord.channels.set(channel.id, channel);
    const yesterday = { channel_id: place.id, id: snowflake(Date.now() - 25 * 60 * 60_000) };
    people.say(`${ME} what is of yesterday?`, yesterday);
    people.say('lunch, anybody?', { channel_id: place.id });
    people.say(`${ME} what closes today?`, { channel_id: place.id });
    people.say('me', { channel_id: place.id });
    people.say(`${ME} what I may not see`, { channel_id: hidden.id });
    discord.gateway.forget();
    await bot.start();
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['what closes today?']));
    const [{ thread }] = bot.messages as [(typeof bot.messages)[0]];
    // we were there since, and nothing is asked for of channels that are quiet
    await bot.stop();
    discord.calls.length = 0;
    discord.gateway.forget();
    await bot.start();
    const asked = () =>
      discord.callsOf('GET', /^\/channels\/\d+\/messages$/).map(({ path }) => path.split('/')[2]);
    await until(() => expect(asked().sort()).toEqual([place.id, thread.threadId]));
    await quiet();
    expect(asked()).toHaveLength(2);
    expect(bot.messages).toEqual([]);
  });

  it('hides nothing that was missed by what comes as the connection is there again', async ({
    bot,
    discord,
    people,
  }) => {
    people.tell('before');
    await until(() => expect([...bot.host.kept.keys()].some((key) => key.startsWith('heard:'))).toBe(true));
    await bot.stop();
    people.tell('while you were away');
    discord.gateway.forget();
    // what is stored is slower than what is said
    const { store } = bot.host;
    const { keys } = store;
    store.keys = async (prefix) => {
      if (prefix === 'heard:') await new Promise((resolve) => setTimeout(resolve, 200));
      return keys(prefix);
    };
    const began = bot.start();
    await until(() => expect(discord.gateway.isReady).toBe(true));
    people.tell('as you come back');
    await began;
    const texts = () => bot.messages.map(({ text }) => text).sort();
    await until(() => expect(texts()).toEqual(['as you come back', 'while you were away']));
  });

  it('leaves nothing behind that a process had begun with when it died', async ({ bot, discord, people }) => {
    let isBegun = false;
    bot.handle = () => {
      isBegun = true;
      return new Promise(() => {});
    };
    const { id } = people.say(`${ME} Add Ada`);
    await until(() => expect(isBegun).toBe(true));
    await bot.stop();
    discord.gateway.forget();
    await bot.start({ leftMs: 0 });
    await until(() => expect(bot.messages).toMatchObject([{ text: 'Add Ada', thread: { threadId: id } }]));
    await until(() => expect(waiting(bot)).toEqual([]));
  });

  it('leaves nothing behind that a process after it cannot take either', async ({ bot, discord, people }) => {
    bot.handle = () => new Promise(() => {});
    people.say(`${ME} Add Ada`);
    await until(() => expect(waiting(bot)).toHaveLength(1));
    await bot.stop();
    discord.gateway.forget();
    bot.host.installationOf = async () => {
      throw new Error('the database is away');
    };
    await bot.start({ leftMs: 0 });
    await quiet();
    expect(waiting(bot)).toHaveLength(1);
    await bot.stop();
    discord.gateway.forget();
    bot.host.installationOf = async () => undefined;
    await bot.start({ leftMs: 0 });
    await until(() => expect(bot.messages).toMatchObject([{ text: 'Add Ada' }]));
    await until(() => expect(waiting(bot)).toEqual([]));
  });

  it('waits for a database that is away, in the order of what was said', async ({ bot, people }) => {
    const { store } = bot.host;
    const { setAll } = store;
    let failures = 2;
    store.setAll = async (entries) => {
      if (failures-- > 0) throw new Error('the database is away');
      await setAll(entries);
    };
    people.tell('first');
    people.tell('second');
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['first', 'second']));
  });

  it('asks a place again that did not say what was missed', async ({ bot, discord, people }) => {
    people.tell('before');
    await until(() => expect([...bot.host.kept.keys()].some((key) => key.startsWith('heard:'))).toBe(true));
    await bot.stop();
    people.tell('while you were away');
    discord.gateway.forget();
    // discord.js itself asks four times
    discord.fail(/^GET \/channels\/\d+\/messages/, { status: 503, times: 4 });
    await bot.start();
    people.tell('as you come back');
    const texts = () => bot.messages.map(({ text }) => text).sort();
    await vi.waitFor(() => expect(texts()).toEqual(['as you come back', 'while you were away']), 10_000);
  });

  it('is asked for more than one page of what was missed, in a thread as well', async ({
    bot,
    discord,
    people,
  }) => {
    const { id } = people.say(`${ME} Add Ada`);
    await until(() => expect(waiting(bot)).toEqual([]));
    await until(() => expect(bot.messages).toHaveLength(1));
    await bot.stop();
    for (let at = 0; at < 130; at++) people.say(`add number ${at}`, { channel_id: id });
    discord.gateway.forget();
    await bot.start();
    await until(() => expect(bot.messages).toHaveLength(130));
    expect(bot.messages.map(({ text }) => text)).toEqual(
      Array.from({ length: 130 }, (_, at) => `add number ${at}`),
    );
  });

  it('knows what the roles of somebody let them do whose message was missed', async ({
    bot,
    discord,
    people,
  }) => {
    bot.host.join(GUILD, { roles: { '2': 'member' } });
    people.say(`${ME} hello`, { member: { roles: ['2'] } });
    await until(() => expect(bot.messages).toHaveLength(1));
    await bot.stop();
    people.say(`${ME} Add Ada`, { member: { roles: ['2'] } });
    discord.gateway.forget();
    await bot.start();
    await until(() => expect(bot.messages).toMatchObject([{ sender: { mostRole: 'member' } }]));
  });

  it('takes nothing up that was taken back before it was handed over', async ({ bot, discord, people }) => {
    bot.handle = () => Promise.reject(new Error('the database is away'));
    const { id, channel_id: channelId } = people.tell('Add Ada');
    await until(() => expect(waiting(bot)).toHaveLength(1));
    discord.gateway.dispatch('MESSAGE_DELETE', { id, channel_id: channelId });
    await until(() => expect(waiting(bot)).toEqual([]));
  });

  it('goes on without reading everything where that is not allowed', async ({ bot, discord, people }) => {
    await bot.stop();
    discord.gateway.forget();
    discord.gateway.mayReadMessages = false;
    await bot.start();
    discord.gateway.mayReadMessages = true;
    people.tell('still here?');
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['still here?']));
  });

  it('a server that removes the app is forgotten, one that is out of reach is not', async ({
    bot,
    discord,
  }) => {
    bot.host.join(GUILD, {});
    discord.gateway.dispatch('GUILD_DELETE', { id: GUILD, unavailable: true });
    discord.gateway.dispatch('GUILD_DELETE', { id: '777' });
    await quiet();
    expect(bot.host.joined.has(GUILD)).toBe(true);
    discord.gateway.dispatch('GUILD_DELETE', { id: GUILD });
    await until(() => expect(bot.host.joined.has(GUILD)).toBe(false));
  });
});
