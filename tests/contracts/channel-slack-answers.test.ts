import { describe, expect } from 'vitest';
import { slackTest as it } from '../support/slack-bot.ts';
import { TEAM } from '../support/slack-stand-in.ts';

describe('an answer', () => {
  const thread = { externalTeamId: TEAM, threadId: 'C1:1.1', details: { channelId: 'C1', threadTs: '1.1' } };

  it('goes into its thread, unfurls nothing and mentions nobody', async ({ slack, bot }) => {
    const sent = await bot.channel.send(thread, { text: 'Hello <!channel> **Jane**', cards: [] }, 't1');
    expect(sent.externalId).toBe(`C1:${slack.messages[0]?.ts}`);
    expect(slack.messages).toMatchObject([
      { channel: 'C1', threadTs: '1.1', text: 'Hello &lt;!channel&gt; *Jane*' },
    ]);
    expect(slack.callsOf('chat.postMessage')[0]?.body).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
      parse: 'none',
    });
  });

  it('that is too long for one message comes in several, in order', async ({ slack, bot }) => {
    const text = Array.from({ length: 4_000 }, (_, i) => `word${i}`).join(' ');
    await bot.channel.send(thread, { text, cards: [] }, 't1');
    expect(slack.messages.length).toBeGreaterThan(1);
    const said = slack.messages.flatMap((message) =>
      message.blocks.flatMap((block) => (block.text ? [(block.text as { text: string }).text] : [])),
    );
    expect(said.join(' ')).toBe(text);
  });

  it('waits as long as Slack asks', async ({ slack, bot }) => {
    slack.fail('chat.postMessage', { retryAfter: 1 });
    const begun = Date.now();
    await bot.channel.send(thread, { text: 'Patience.', cards: [] }, 't1');
    expect(Date.now() - begun).toBeGreaterThanOrEqual(950);
    expect(slack.messages).toHaveLength(1);
  });

  it('goes as text alone when Slack refuses the blocks, and fails clearly when Slack refuses it all', async ({
    slack,
    bot,
  }) => {
    slack.fail('chat.postMessage', { error: 'invalid_blocks' });
    await bot.channel.send(thread, { text: 'Plain then.', cards: [] }, 't1');
    expect(slack.messages).toMatchObject([{ text: 'Plain then.', blocks: [] }]);
    slack.fail('chat.postMessage', { error: 'channel_not_found' });
    await expect(bot.channel.send(thread, { text: 'x', cards: [] }, 't1')).rejects.toMatchObject({
      code: 'upstream',
      message: 'Slack did not take the message: channel_not_found.',
    });
  });

  it('that was posted by a process which ended before it could note so is found, and not posted again', async ({
    slack,
    bot,
  }) => {
    const places = [thread, { externalTeamId: TEAM, threadId: 'D9' }];
    for (const [at, place] of places.entries()) {
      const answer = { text: `Done, number ${at}.`, cards: [] };
      const send = () => bot.channel.send(place, answer, `t${at}`);
      const { add } = bot.host.seen;
      bot.host.seen.add = (key) => (key.startsWith('sent:') ? Promise.reject(new Error('killed')) : add(key));
      await expect(send()).rejects.toThrow('killed');
      bot.host.seen.add = add;
      await bot.stop();
      await bot.start();
      const posted = slack.messages.filter(({ text }) => text === answer.text);
      expect((await send()).externalId).toBe(`${posted[0]?.channel}:${posted[0]?.ts}`);
      expect(slack.messages.filter(({ text }) => text === answer.text)).toHaveLength(1);
    }
    // an answer that is the same, and of another turn, is another
    await bot.channel.send(thread, { text: 'Done, number 0.', cards: [] }, 't9');
    expect(slack.messages.filter(({ text }) => text === 'Done, number 0.')).toHaveLength(2);
  });

  it('whose taking Slack could not confirm is not posted again before it is looked for', async ({
    slack,
    bot,
  }) => {
    const send = () => bot.channel.send(thread, { text: 'Taken, I think.', cards: [] }, 't1');
    slack.fail('chat.postMessage', { isAnswerLost: true });
    await expect(send()).rejects.toMatchObject({ code: 'upstream' });
    slack.fail('conversations.replies', { error: 'internal_error' });
    await expect(send()).rejects.toMatchObject({ code: 'upstream' });
    expect((await send()).externalId).toBe(`C1:${slack.messages[0]?.ts}`);
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
  });

  it('is preceded by a status in its thread, and a status that fails disturbs nothing', async ({
    slack,
    bot,
  }) => {
    const status = { type: 'status' as const, text: "Looking at Northwind's deals" };
    await bot.channel.show(thread, 't1', status);
    await bot.channel.show(thread, 't1', status);
    await bot.channel.show({ externalTeamId: TEAM, threadId: 'D1' }, 't1', status);
    expect(slack.callsOf('assistant.threads.setStatus').map((call) => call.body)).toEqual([
      { channel_id: 'C1', thread_ts: '1.1', status: status.text },
    ]);
    slack.fail('assistant.threads.setStatus', { error: 'missing_scope' });
    await bot.channel.show(thread, 't1', { type: 'status', text: 'Still working' });
    await bot.channel.show(thread, 't1', { type: 'status', text: 'And more' });
    expect(slack.callsOf('assistant.threads.setStatus')).toHaveLength(2);
  });
});
