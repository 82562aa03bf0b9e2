import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import { describe, expect } from 'vitest';
import { slackTest as it, until } from '../support/slack-bot.ts';
import { TEAM } from '../support/slack-stand-in.ts';

const inThread = {
  externalTeamId: TEAM,
  threadId: 'C1:1.1',
  details: { channelId: 'C1', threadTs: '1.1', userId: 'UJANE' },
};
const direct = { externalTeamId: TEAM, threadId: 'D1', details: { channelId: 'D1' } };
const text = (delta: string): TurnEvent => ({ type: 'text', delta });
const step = (id: string, state: 'running' | 'done' | 'failed'): TurnEvent => ({
  type: 'status',
  text: `Step ${id}`,
  step: { id, state },
});
const quick = { betweenMs: 20 };
const words = (message: { text: string; blocks: unknown[] } | undefined) =>
  `${message?.text}\n${JSON.stringify(message?.blocks)}`;

describe('an answer that takes a while', () => {
  it('streams into its thread with the steps of its plan, and ends as one whole message', async ({
    slack,
    bot,
  }) => {
    await bot.stop();
    await bot.start(quick);
    await bot.channel.show(inThread, 't1', step('a', 'running'));
    await until(() => expect(slack.messages[0]?.tasks).toEqual(['Step a: in_progress']));
    await bot.channel.show(inThread, 't1', step('a', 'done'));
    await bot.channel.show(inThread, 't1', step('b', 'failed'));
    await bot.channel.show(inThread, 't1', text('Hello **Jane**, <!channel> '));
    await until(() => expect(slack.messages[0]?.text).toContain('Jane'));
    expect(slack.messages[0]?.tasks).toEqual(['Step a: in_progress', 'Step a: complete', 'Step b: error']);
    expect(slack.messages[0]?.text).not.toContain('<!channel>');
    await bot.channel.show(inThread, 't1', text('and more.'));
    const sent = await bot.channel.send(
      inThread,
      { text: 'Hello **Jane**, <!channel> and more.', cards: [] },
      't1',
    );
    expect(slack.messages).toHaveLength(1);
    expect(slack.messages[0]?.isStreaming).toBe(false);
    expect(words(slack.messages[0])).toContain('Hello *Jane*, &lt;!channel&gt; and more.');
    expect(words(slack.messages[0])).toContain('✅ Step a · ⚠️ Step b');
    expect(words(slack.messages[0])).toContain('good:t1');
    expect(sent.externalId).toBe(`C1:${slack.messages[0]?.ts}`);
    expect(slack.callsOf('chat.startStream')[0]?.body).toMatchObject({
      recipient_user_id: 'UJANE',
      recipient_team_id: TEAM,
    });
  });

  it('is posted and edited where Slack streams nothing, at intervals', async ({ slack, bot }) => {
    await bot.stop();
    await bot.start({ betweenMs: 100 });
    for (const to of [direct, inThread]) {
      slack.fail('chat.startStream', { error: 'not_allowed' });
      const turn = `turn-${to.threadId}`;
      for (let at = 0; at < 40; at++) {
        await bot.channel.show(to, turn, text(`w${at} `));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await until(() => expect(slack.messages.at(-1)?.text).toContain('w39'));
      const whole = Array.from({ length: 40 }, (_, at) => `w${at}`).join(' ');
      await bot.channel.send(to, { text: whole, cards: [] }, turn);
      expect(words(slack.messages.at(-1))).toContain(whole);
    }
    expect(slack.messages.map(({ channel }) => channel)).toEqual(['D1', 'C1']);
    const times = slack.callsOf('chat.update').map(({ at }) => at);
    // two answers of at least 200 ms
    expect(times.length).toBeLessThan(20);
  });

  it('loses nothing when Slack refuses a piece, the end, or everything but a new message', async ({
    slack,
    bot,
  }) => {
    await bot.stop();
    await bot.start(quick);
    const reply = { text: 'One two three.', cards: [] };
    for (const [turn, refused] of [
      ['t1', ['chat.appendStream']],
      ['t2', ['chat.appendStream', 'chat.stopStream']],
      ['t3', ['chat.startStream', 'chat.postMessage']],
    ] as const) {
      for (const method of refused) slack.fail(method, { error: 'internal_error' });
      for (const piece of ['One ', 'two ', 'three.']) {
        await bot.channel.show(inThread, turn, text(piece));
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await bot.channel.send(inThread, reply, turn);
      expect(words(slack.messages.at(-1))).toContain('One two three.');
    }
  });

  it('that a process has begun and not ended is ended by the next one, in the same place', async ({
    slack,
    bot,
  }) => {
    await bot.stop();
    await bot.start(quick);
    await bot.channel.show(inThread, 't1', text('Half '));
    await until(() => expect([...bot.host.kept.values()]).toMatchObject([{ ts: expect.any(String) }]));
    await bot.stop();
    await bot.start(quick);
    await bot.channel.send(inThread, { text: 'Half and whole.', cards: [] }, 't1');
    expect(slack.messages).toHaveLength(1);
    expect(words(slack.messages[0])).toContain('Half and whole.');
    expect(bot.host.kept.size).toBe(0);
  });

  it('is gone on with where it stands, also when the process before ended as it was posting it', async ({
    slack,
    bot,
  }) => {
    await bot.stop();
    await bot.start(quick);
    const { store } = bot.host;
    const { set } = store;
    // it dies before it can store what Slack has taken
    store.set = (key, value) => (slack.messages.length > 0 ? new Promise(() => {}) : set(key, value));
    await bot.channel.show(direct, 't1', text('Half '));
    await until(() => expect(slack.messages).toHaveLength(1));
    store.set = set;
    await bot.stop();
    await bot.start(quick);
    // its turn is run again, and shown again
    await bot.channel.show(direct, 't1', text('Half of it '));
    await until(() => expect(words(slack.messages[0])).toContain('Half of it'));
    await bot.channel.send(direct, { text: 'Half and whole.', cards: [] }, 't1');
    expect(slack.messages.map((message) => words(message))).toEqual([
      expect.stringContaining('Half and whole.'),
    ]);
    expect(bot.host.kept.size).toBe(0);
  });

  it('is not begun when it is there at once, nor for a command, whose answer cannot be edited', async ({
    slack,
    bot,
  }) => {
    await bot.channel.show(inThread, 't1', text('Quick.'));
    await bot.channel.send(inThread, { text: 'Quick.', cards: [] }, 't1');
    const command = {
      ...direct,
      details: { channelId: 'C1', responseUrl: slack.responseUrl('s'), userId: 'UJANE' },
    };
    await bot.stop();
    await bot.start(quick);
    await bot.channel.show(command, 't2', text('Slow.'));
    await bot.channel.send(command, { text: 'Slow.', cards: [] }, 't2');
    expect(slack.calls.map(({ method }) => method)).toEqual(['chat.postMessage', 'response_url']);
  });
});

describe('an answer that is sent again', () => {
  it('after Slack has taken some of it, brings the rest only', async ({ slack, bot }) => {
    const long = Array.from({ length: 4_000 }, (_, at) => `word${at}`).join(' ');
    const reply = { text: long, cards: [] };
    slack.fail('chat.postMessage', {});
    slack.fail('chat.postMessage', { error: 'fatal_error' });
    await expect(bot.channel.send(inThread, reply, 't1')).rejects.toMatchObject({ code: 'upstream' });
    expect(slack.messages).toHaveLength(1);
    await bot.channel.send(inThread, reply, 't1');
    const all = slack.messages.map(words).join('\n');
    expect(all.match(/word17\b/g)?.length).toBe(words(slack.messages[0]).match(/word17\b/g)?.length);
    for (const at of [0, 2_000, 3_999]) expect(all).toMatch(new RegExp(`word${at}\\b`));
  });
});
