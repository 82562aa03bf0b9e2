import type { ChannelHandlers } from '@clianta/bot/channel';
import { createSlackChannel } from '@clianta/bot/channels/slack/create-slack-channel';
import { describe, expect } from 'vitest';
import { MemoryChannelHost } from '../support/memory-channel-host.ts';
import { slackTest as it, quiet, until } from '../support/slack-bot.ts';
import { SIGNING_SECRET } from '../support/slack-requests.ts';
import { BOT_TOKEN, TEAM } from '../support/slack-stand-in.ts';

describe('buttons', () => {
  const dm = { externalTeamId: TEAM, threadId: 'D1', details: { channelId: 'D1' } };
  const card = {
    type: 'approval' as const,
    approvalId: 'a1',
    title: 'Delete 12 contacts',
    isDestructive: true,
    count: 12,
    sample: [{ title: 'Ada' }],
    changes: [],
    expiresAt: '2026-03-03T10:00:00.000Z',
    status: 'pending' as const,
  };
  const buttonsOf = (blocks: unknown) => (JSON.stringify(blocks).match(/clianta_\w+/g) ?? []).sort();

  it('decide on a proposal, whose message then shows the outcome', async ({ slack, bot }) => {
    await bot.channel.send(dm, { text: 'Please decide.', cards: [card] }, 't1');
    const shown = slack.messages.at(-1);
    expect(buttonsOf(shown?.blocks)).toEqual(['clianta_approve', 'clianta_reject', 'clianta_say_all']);
    const answer = await bot.requests.click(
      { action_id: 'clianta_approve', value: 'a1' },
      { container: { message_ts: shown?.ts } },
    );
    expect(answer.status).toBe(200);
    await until(() => expect(bot.decisions).toHaveLength(1));
    expect(bot.decisions[0]).toMatchObject({
      decision: { approvalId: 'a1', decision: 'approve' },
      sender: { email: 'jane@clianta.example' },
      thread: dm,
    });
    await bot.channel.settle?.(dm, { ...card, status: 'executed' });
    expect(shown?.blocks && buttonsOf(shown.blocks)).toEqual([]);
    expect(JSON.stringify(shown?.blocks)).toContain('Approved and done');
    expect(slack.callsOf('chat.update')).toHaveLength(1);
  });

  it('are redrawn by a process that has not posted them, by the place that was stored', async ({
    slack,
    bot,
  }) => {
    const { places } = await bot.channel.send(
      dm,
      { text: 'Please decide.', cards: [{ ...card, approvalId: 'a9' }] },
      't9',
    );
    const shown = slack.messages.at(-1);
    const other = createSlackChannel({
      host: new MemoryChannelHost(),
      botToken: BOT_TOKEN,
      signingSecret: SIGNING_SECRET,
      apiUrl: slack.apiUrl,
    });
    await other.channel.start({} as ChannelHandlers);
    await other.channel.settle?.(dm, { ...card, approvalId: 'a9', status: 'executed' }, places?.a9);
    expect(JSON.stringify(shown?.blocks)).toContain('Approved and done');
    await other.channel.stop();
  });

  it('decide once, however often the same click is delivered', async ({ bot }) => {
    const click = { action_id: 'clianta_reject', value: 'a2', action_ts: '7.7' };
    await Promise.all([bot.requests.click(click), bot.requests.click(click)]);
    await bot.requests.click(click);
    await until(() => expect(bot.decisions).toHaveLength(1));
    await quiet();
    expect(bot.decisions).toMatchObject([{ decision: { approvalId: 'a2', decision: 'reject' } }]);
  });

  it('and commands that a process dies over are done by the one after it', async ({ bot }) => {
    bot.handle = () => new Promise(() => {});
    const journal = () => [...bot.host.kept.keys()].filter((key) => key.startsWith('journal:'));
    await bot.requests.click({ action_id: 'clianta_say_0', value: 'Show me all' });
    await bot.requests.command('add Ada', '');
    expect(journal()).toHaveLength(2);
    await bot.stop();
    for (const key of journal()) {
      const entry = bot.host.kept.get(key) as { at: number };
      bot.host.kept.set(key, { ...entry, at: entry.at - 60_000 });
    }
    await bot.start();
    await until(() =>
      expect(bot.messages.map(({ text }) => text).sort()).toEqual(['Show me all', 'add Ada']),
    );
    await until(() => expect(journal()).toEqual([]));
  });

  it('ask for the number of records in a dialog, where that is required', async ({ slack, bot }) => {
    await bot.requests.click(
      { action_id: 'clianta_approve_typed', value: 'a3' },
      { container: { message_ts: '8.1', thread_ts: '8.0' }, channel: { id: 'C1' } },
    );
    await until(() => expect(slack.callsOf('views.open')).toHaveLength(1));
    const view = slack.callsOf('views.open')[0]?.body.view as {
      callback_id: string;
      private_metadata: string;
    };
    const wrong = await bot.requests.submit(view, { count: { count: { value: 'many' } } });
    expect(JSON.parse(wrong.text)).toMatchObject({ response_action: 'errors' });
    await bot.requests.submit(view, { count: { count: { value: '1,250' } } });
    await until(() => expect(bot.decisions).toHaveLength(1));
    expect(bot.decisions[0]).toMatchObject({
      decision: { approvalId: 'a3', decision: 'approve', typedCount: 1_250 },
      thread: { threadId: 'C1:8.0' },
    });
  });

  it('choose an option of a question, which then shows what was chosen and has no buttons', async ({
    slack,
    bot,
  }) => {
    const question = {
      type: 'choice' as const,
      choiceId: 'q1',
      title: 'Which Zoe?',
      options: [{ label: 'Zoe Costa', detail: 'Acme' }, { label: 'Zoe Rossi' }],
      status: 'open' as const,
    };
    await bot.channel.send(dm, { text: 'Done.\n\nWhich Zoe?', cards: [question] }, 't1');
    const shown = slack.messages.at(-1);
    expect(slack.messages.map(({ text }) => text.split('\n')[0])).toEqual(['Done.', 'Which Zoe?']);
    expect(buttonsOf(shown?.blocks)).toEqual(['clianta_choose_0', 'clianta_choose_1']);
    const where = { container: { message_ts: shown?.ts } };
    await bot.requests.click({ action_id: 'clianta_choose_1', value: 'q1:1' }, where);
    await bot.requests.click({ action_id: 'clianta_choose_1', value: 'nonsense' }, where);
    await until(() => expect(bot.choices).toHaveLength(1));
    expect(bot.choices[0]).toMatchObject({ choice: { choiceId: 'q1', option: 1 }, thread: dm });
    await bot.channel.settle?.(dm, { ...question, status: 'answered', chosen: 1 });
    expect(shown?.blocks && buttonsOf(shown.blocks)).toEqual([]);
    expect(JSON.stringify(shown?.blocks)).toContain('*Zoe Rossi*');
  });

  it('take a group of writes back, and say what a suggestion says', async ({ bot }) => {
    await bot.requests.click({ action_id: 'clianta_undo', value: 'g1' });
    await bot.requests.click({ action_id: 'clianta_say_0', value: 'What closes this quarter?' });
    await until(() => expect([bot.undos.length, bot.messages.length]).toEqual([1, 1]));
    expect(bot.undos[0]).toMatchObject({ groupId: 'g1', thread: dm });
    expect(bot.messages[0]).toMatchObject({ text: 'What closes this quarter?', thread: dm });
  });

  it('say what the person thinks of an answer, which is kept with its turn', async ({ slack, bot }) => {
    await bot.channel.send(dm, { text: 'Here you are.', cards: [] }, 'turn7');
    const values = JSON.stringify(slack.messages[0]?.blocks).match(/(good|bad):\w+/g) ?? [];
    expect(values).toEqual(['good:turn7', 'bad:turn7']);
    for (const value of [...values, 'good:', 'nonsense'])
      await bot.requests.click({ action_id: 'clianta_feedback', value });
    await until(() => expect(slack.callsOf('chat.postEphemeral')).toHaveLength(2));
    expect(bot.feedback.map(({ feedback }) => feedback)).toEqual([
      { verdict: 'good', turnId: 'turn7' },
      { verdict: 'bad', turnId: 'turn7' },
    ]);
    expect(slack.callsOf('chat.postEphemeral')[0]?.body).toMatchObject({ user: 'UJANE', channel: 'D1' });
    // a refusal is no answer to have an opinion on
    await bot.channel.send(dm, { text: 'I do not know you.', cards: [] }, '');
    expect(JSON.stringify(slack.messages[1]?.blocks)).not.toContain('clianta_feedback');
  });

  it('under an answer that only one person sees belong to that conversation', async ({ slack, bot }) => {
    const url = slack.responseUrl('r9');
    await bot.requests.command('delete all', url);
    await until(() => expect(bot.messages).toHaveLength(1));
    const [message] = bot.messages;
    if (!message) return;
    await bot.channel.send(message.thread, { text: '', cards: [{ ...card, approvalId: 'a4' }] }, 't1');
    const container = { message_ts: '9.9', is_ephemeral: true };
    await bot.requests.click(
      { action_id: 'clianta_approve', value: 'a4' },
      { channel: { id: 'C1' }, container, response_url: url },
    );
    await until(() => expect(bot.decisions).toHaveLength(1));
    expect(bot.decisions[0]?.thread.threadId).toBe(message.thread.threadId);
    await bot.channel.settle?.(message.thread, { ...card, approvalId: 'a4', status: 'rejected' });
    expect(slack.messages).toHaveLength(1);
    expect(JSON.stringify(slack.messages[0]?.blocks)).toContain('Rejected');
  });

  it('that only open a link are acknowledged', async ({ bot }) => {
    expect((await bot.requests.click({ action_id: 'open_docs', value: 'x' })).status).toBe(200);
  });
});
