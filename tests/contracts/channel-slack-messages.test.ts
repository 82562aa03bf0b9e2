import { describe, expect } from 'vitest';
import { slackTest as it, quiet, until } from '../support/slack-bot.ts';
import { BOT_USER, TEAM } from '../support/slack-stand-in.ts';

describe('a message', () => {
  it('is acknowledged before any work', async ({ bot }) => {
    bot.handle = () => new Promise((resolve) => setTimeout(resolve, 1_000));
    const answer = await bot.requests.directMessage('hello');
    expect(answer.status).toBe(200);
    expect(answer.ms).toBeLessThan(900);
    expect(bot.messages).toEqual([]);
    await until(() => expect(bot.messages).toHaveLength(1));
  });

  it('in private comes with who wrote it, by the e-mail address that Slack vouches for', async ({
    slack,
    bot,
  }) => {
    await bot.requests.directMessage('Add Jane &lt;VP&gt; from <https://acme.example|acme.example>', {
      ts: '1.5',
    });
    await until(() => expect(bot.messages).toHaveLength(1));
    expect(bot.messages[0]).toEqual({
      channel: 'slack',
      externalId: 'D1:1.5',
      sender: {
        externalTeamId: TEAM,
        externalUserId: 'UJANE',
        email: 'jane@clianta.example',
        name: 'Jane Doe',
      },
      thread: { externalTeamId: TEAM, threadId: 'D1', details: { channelId: 'D1' } },
      text: 'Add Jane <VP> from acme.example',
    });
    await bot.requests.directMessage('again');
    await until(() => expect(bot.messages).toHaveLength(2));
    expect(slack.callsOf('users.info')).toHaveLength(1);
  });

  it('of a guest of another organisation has no e-mail address', async ({ bot }) => {
    await bot.requests.directMessage('hi', { user: 'UGUEST', user_team: 'TOTHER' });
    await until(() => expect(bot.messages).toHaveLength(1));
    expect(bot.messages[0]?.sender).toEqual({
      externalTeamId: 'TOTHER',
      externalUserId: 'UGUEST',
      name: 'Guest',
    });
  });

  it('with a mention is one message though Slack sends it twice, and its thread needs no mention any more', async ({
    slack,
    bot,
  }) => {
    const said = { text: `<@${BOT_USER}> assign it to <@UCARL>`, ts: '2.1', channel: 'C1' };
    await Promise.all([
      bot.requests.event({ type: 'app_mention', ...said }),
      bot.requests.event({ type: 'message', channel_type: 'channel', ...said }),
    ]);
    await until(() => expect(bot.messages).toHaveLength(1));
    expect(bot.messages[0]).toMatchObject({
      text: 'assign it to Carlos Diaz',
      thread: { threadId: 'C1:2.1', details: { channelId: 'C1', threadTs: '2.1' } },
    });
    const more = { type: 'message', channel_type: 'channel', thread_ts: '2.1', text: 'and tell him' };
    await bot.requests.event(more);
    await until(() => expect(bot.messages).toHaveLength(2));
    expect(bot.messages[1]?.thread).toEqual(bot.messages[0]?.thread);
    expect(slack.callsOf('conversations.replies')).toEqual([]);
  });

  it('among people in a channel is none of our business', async ({ bot }) => {
    await bot.requests.event({ type: 'message', channel_type: 'channel', text: 'lunch?' });
    await bot.requests.event({ type: 'message', channel_type: 'channel', text: 'yes', thread_ts: '3.1' });
    await quiet();
    expect(bot.messages).toEqual([]);
  });

  it('in a thread that we wrote in is for us after a restart too', async ({ slack, bot }) => {
    const thread = {
      externalTeamId: TEAM,
      threadId: 'C1:4.1',
      details: { channelId: 'C1', threadTs: '4.1' },
    };
    await bot.channel.send(thread, { text: 'Here you are.', cards: [] }, 't1');
    await bot.stop();
    await bot.start();
    for (const text of ['thanks', 'one more']) {
      await bot.requests.event({ type: 'message', channel_type: 'channel', thread_ts: '4.1', text });
    }
    await until(() =>
      expect(bot.messages.map((message) => message.text).sort()).toEqual(['one more', 'thanks']),
    );
    expect(slack.callsOf('conversations.replies')).toHaveLength(1);
  });

  it('from ourselves, another bot, or that is no speech, is ignored', async ({ bot }) => {
    await bot.requests.directMessage('me', { user: BOT_USER });
    await bot.requests.directMessage('bot', { bot_id: 'B1' });
    await bot.requests.directMessage('robot', { user: 'UROBOT' });
    await bot.requests.directMessage('edit', { subtype: 'message_changed' });
    await bot.requests.directMessage('join', { subtype: 'channel_join' });
    await quiet();
    expect(bot.messages).toEqual([]);
  });

  it('in a thread of ours that somebody else is addressed or thanked with is none of ours', async ({
    bot,
  }) => {
    const thread = {
      externalTeamId: TEAM,
      threadId: 'C1:6.1',
      details: { channelId: 'C1', threadTs: '6.1' },
    };
    await bot.channel.send(thread, { text: 'Here you are.', cards: [] }, 't1');
    const say = (text: string) =>
      bot.requests.event({ type: 'message', channel_type: 'channel', thread_ts: '6.1', text });
    await say('<@UCARL> what do you think?');
    await say('thanks <@UCARL>!');
    await say(`<@UCARL> knows, <@${BOT_USER}> you do it`);
    await until(() =>
      expect(bot.messages.map(({ text }) => text)).toEqual(['Carlos Diaz knows,  you do it']),
    );
  });

  it('keeps emoji, angles and ampersands of names both ways', async ({ slack, bot }) => {
    const name = 'Acme :rocket: <angle> & "Söhne" &lt; :acme-logo: 🚀';
    const encoded = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    await bot.requests.directMessage(`Add ${encoded}`);
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual([`Add ${name}`]));
    const [message] = bot.messages;
    if (!message) return;
    const record = {
      type: 'record' as const,
      entity: 'company',
      id: 'c',
      title: name,
      fields: [{ label: 'Name', value: name }],
    };
    await bot.channel.send(
      message.thread,
      { text: `Added ${name.replace('&lt;', '&amp;lt;')}.`, cards: [record] },
      't1',
    );
    const [shown] = slack.messages;
    const fields = JSON.stringify(shown?.blocks.flatMap((block) => block.fields ?? []));
    expect(shown?.text).toContain(`Added ${encoded}.`);
    expect(fields).toContain(JSON.stringify(encoded).slice(1, -1));
    expect(shown?.blocks.find(({ type }) => type === 'header')?.text).toMatchObject({ text: name });
  });

  it('with files brings them, also without a text, and their content by our token', async ({
    slack,
    bot,
  }) => {
    slack.files.set('F1', 'name,email');
    const files = [
      {
        id: 'F1',
        name: 'leads.csv',
        mimetype: 'text/csv',
        size: 10,
        url_private_download: slack.fileUrl('F1'),
      },
      { id: 'F1', name: null },
      { id: 'F9', name: 'gone.csv', url_private_download: slack.fileUrl('F9') },
      { id: 'F1', name: 'evil.csv', url_private_download: 'https://evil.example/x' },
    ];
    await bot.requests.directMessage('', { subtype: 'file_share', files });
    await until(() => expect(bot.messages).toHaveLength(1));
    const [message] = bot.messages;
    const [csv, shared, gone, evil] = message?.files ?? [];
    expect([message?.text, csv?.name, csv?.mediaType, csv?.size]).toEqual(['', 'leads.csv', 'text/csv', 10]);
    expect(Buffer.from((await csv?.read()) ?? []).toString()).toBe('name,email');
    // of a file from a shared channel only the id is sent
    expect(Buffer.from((await shared?.read()) ?? []).toString()).toBe('name,email');
    await expect(gone?.read()).rejects.toMatchObject({ code: 'upstream' });
    await expect(evil?.read()).rejects.toMatchObject({ code: 'upstream' });
  });

  it('that is edited or deleted is told as that, and a preview that was added is not', async ({ bot }) => {
    const before = { type: 'message', user: 'UJANE', text: 'Add Jane', ts: '8.1' };
    const change = (now: Record<string, unknown>, more: Record<string, unknown> = {}) =>
      bot.requests.event({
        type: 'message',
        subtype: 'message_changed',
        channel: 'D1',
        channel_type: 'im',
        user: undefined,
        message: { ...before, ...now },
        previous_message: before,
        ...more,
      });
    await change({ text: 'Add Jane &amp; <@UCARL>', edited: { user: 'UJANE' } });
    await change({ attachments: [{}] });
    await change({ text: 'x', user: BOT_USER, bot_id: 'B1' });
    await change({ text: 'elsewhere' }, { channel: 'C7', channel_type: 'channel' });
    await bot.requests.event({
      type: 'message',
      subtype: 'message_deleted',
      channel: 'C1',
      channel_type: 'channel',
      user: undefined,
      deleted_ts: '8.2',
      previous_message: { ...before, ts: '8.2', text: `<@${BOT_USER}> Add Jane` },
    });
    await until(() => expect(bot.amendments).toHaveLength(2));
    await quiet();
    expect(bot.amendments).toMatchObject([
      {
        externalId: 'D1:8.1',
        text: 'Add Jane & Carlos Diaz',
        thread: { threadId: 'D1' },
        sender: { name: 'Jane Doe' },
      },
      { externalId: 'C1:8.2', thread: { threadId: 'C1:8.2' } },
    ]);
    expect(bot.amendments[1]).not.toHaveProperty('text');
    expect(bot.messages).toEqual([]);
  });

  it('that is redelivered is taken once, also after a failure and also at the same time', async ({ bot }) => {
    const again = () => bot.requests.directMessage('once', { ts: '5.1' }, { eventId: 'Ev1' });
    bot.handle = () => Promise.reject(new Error('database away'));
    await again();
    await quiet();
    expect(bot.messages).toEqual([]);
    bot.handle = () => new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all([again(), again(), again()]);
    await until(() => expect(bot.messages).toHaveLength(1));
    await again();
    await bot.requests.directMessage('once', { ts: '5.1' }, { eventId: 'Ev2' });
    await quiet();
    expect(bot.messages).toHaveLength(1);
  });

  it('that another process has taken is not taken here', async ({ bot }) => {
    bot.host.dispatched.add('event:Ev9');
    await bot.requests.directMessage('taken', {}, { eventId: 'Ev9' });
    await bot.requests.directMessage('new', {}, { eventId: 'Ev10' });
    await until(() => expect(bot.messages.map((message) => message.text)).toEqual(['new']));
    await until(() => expect(bot.host.dispatched.has('event:Ev10')).toBe(true));
  });

  it('is acknowledged only once it is stored, and is forgotten when it was handed on', async ({ bot }) => {
    const journal = () => [...bot.host.kept.keys()].filter((key) => key.startsWith('journal:'));
    const { setAll } = bot.host.store;
    bot.host.store.setAll = () => Promise.reject(new Error('the database is away'));
    expect((await bot.requests.directMessage('lost?', {}, { eventId: 'Ev11' })).status).toBe(500);
    bot.host.store.setAll = setAll;
    let goOn = () => {};
    bot.handle = () =>
      new Promise((resolve) => {
        goOn = resolve;
      });
    expect((await bot.requests.directMessage('kept', {}, { eventId: 'Ev11' })).status).toBe(200);
    expect(journal()).toEqual(['journal:Ev11']);
    // what others say to each other is not ours to store
    await bot.requests.event({ type: 'message', channel_type: 'channel', text: 'lunch?' });
    expect(journal()).toEqual(['journal:Ev11']);
    await until(() => {
      goOn();
      expect(bot.messages.map(({ text }) => text)).toEqual(['kept']);
    });
    await until(() => expect(journal()).toEqual([]));
  });

  it('is refused while the process stops, so that Slack brings it again', async ({ bot }) => {
    await bot.channel.stop();
    expect((await bot.requests.directMessage('late')).status).toBe(503);
  });
});
