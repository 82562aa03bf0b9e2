import { describe, expect } from 'vitest';
import { slackTest as it, quiet, until } from '../support/slack-bot.ts';

describe('requests that are not from Slack', () => {
  it('are refused: wrong secret, no signature, other version, changed body', async ({ bot }) => {
    const event = (options: object) => bot.requests.directMessage('hi', {}, options);
    expect((await event({ secret: 'other' })).status).toBe(401);
    expect((await event({ version: 'v1' })).status).toBe(401);
    expect((await event({ headers: { 'x-slack-signature': '' } })).status).toBe(401);
    expect((await event({ headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } })).status).toBe(401);
    await quiet();
    expect(bot.messages).toEqual([]);
  });

  it('are refused when older or newer than five minutes', async ({ bot }) => {
    const now = Math.floor(Date.now() / 1_000);
    for (const [seconds, status] of [
      [-310, 401],
      [-290, 200],
      [290, 200],
      [310, 401],
      [86_400, 401],
    ] as const) {
      const answer = await bot.requests.directMessage('hi', {}, { timestamp: now + seconds });
      expect([seconds, answer.status]).toEqual([seconds, status]);
    }
    for (const timestamp of ['', 'soon', '1e9', '-5', '99999999999999']) {
      expect((await bot.requests.directMessage('hi', {}, { timestamp })).status).toBe(401);
    }
  });

  it('answers the check of the address', async ({ bot }) => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    const answer = await bot.requests.send(body, 'application/json');
    expect(JSON.parse(answer.text)).toEqual({ challenge: 'abc' });
  });
});

describe('a slash command', () => {
  it('is answered to the person alone, each command at its own address', async ({ slack, bot }) => {
    const first = await bot.requests.command('What closes this quarter?', slack.responseUrl('r1'));
    expect(JSON.parse(first.text)).toEqual({ response_type: 'ephemeral', text: 'Working on it…' });
    await bot.requests.command('And next?', slack.responseUrl('r2'));
    await until(() => expect(bot.messages).toHaveLength(2));
    const [one, two] = bot.messages;
    expect(one?.thread.threadId).toBe('C1:command');
    expect(two?.thread.threadId).toBe(one?.thread.threadId);
    if (!one) return;
    // the conversation knows the address of its first command only
    await bot.channel.send(one.thread, { text: 'Nothing.', cards: [] }, 't1');
    expect(slack.messages).toMatchObject([{ channel: 'response:r2', text: 'Nothing.', isEphemeral: true }]);
  });

  it('does not answer one person at the address of another', async ({ slack, bot }) => {
    await bot.requests.command('mine', slack.responseUrl('jane'));
    await bot.requests.command('his', slack.responseUrl('carl'), { user_id: 'UCARL' });
    await until(() => expect(bot.messages).toHaveLength(2));
    for (const message of bot.messages)
      await bot.channel.send(message.thread, { text: message.text, cards: [] }, 't');
    expect(slack.messages.map(({ channel: to, text }) => [to, text]).sort()).toEqual([
      ['response:carl', 'his'],
      ['response:jane', 'mine'],
    ]);
  });

  it('is answered in private when its address is used up, and never at a foreign address', async ({
    slack,
    bot,
  }) => {
    await bot.requests.command('a', slack.responseUrl('r3'));
    await bot.requests.command('b', 'https://evil.example/hook', { channel_id: 'C2' });
    await until(() => expect(bot.messages).toHaveLength(2));
    slack.fail('response_url', { error: 'used_url' });
    for (const message of bot.messages)
      await bot.channel.send(message.thread, { text: 'Answer.', cards: [] }, 't1');
    expect(slack.messages).toMatchObject([{ channel: 'UJANE' }, { channel: 'UJANE' }]);
  });
});
