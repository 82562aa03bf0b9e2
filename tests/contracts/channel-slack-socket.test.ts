import { describe, expect } from 'vitest';
import { slackTest as it, until } from '../support/slack-bot.ts';
import { nextTs } from '../support/slack-requests.ts';
import { APP_TOKEN, BOT_USER, TEAM } from '../support/slack-stand-in.ts';

const event = (text: string, eventId: string) => ({
  type: 'event_callback',
  team_id: TEAM,
  event_id: eventId,
  authorizations: [{ team_id: TEAM, user_id: BOT_USER, is_bot: true }],
  event: { type: 'message', channel_type: 'im', channel: 'D1', user: 'UJANE', ts: nextTs(), text },
});

describe('Socket Mode', () => {
  const overSocket = { appToken: APP_TOKEN, signingSecret: undefined, reconnectMs: 20 };

  it('takes messages, commands and clicks without any address to call, each acknowledged', async ({
    slack,
    bot,
  }) => {
    await bot.stop();
    await bot.start(overSocket);
    await until(() => expect(slack.sockets.count).toBe(1));
    const said = slack.sockets.send('events_api', event('hello', 'Ev1'));
    const command = slack.sockets.send('slash_commands', {
      command: '/clianta',
      text: 'my tasks',
      team_id: TEAM,
      channel_id: 'C1',
      user_id: 'UJANE',
      trigger_id: 'trigger.1',
      response_url: slack.responseUrl('s1'),
    });
    await until(() => expect(bot.messages.map(({ text }) => text).sort()).toEqual(['hello', 'my tasks']));
    expect(slack.sockets.acks.has(said)).toBe(true);
    expect(slack.sockets.acks.get(command)).toMatchObject({ text: 'Working on it…' });
    expect((await bot.requests.directMessage('over HTTP')).status).toBe(404);
  });

  it('takes a redelivery once, acknowledges what is not for us, and survives what is malformed', async ({
    slack,
    bot,
  }) => {
    await bot.stop();
    await bot.start(overSocket);
    await until(() => expect(slack.sockets.count).toBe(1));
    const again = event('once', 'Ev2');
    const ids = [0, 1].map((attempt) => slack.sockets.send('events_api', again, attempt));
    const other = [
      { type: 'event_callback', event_id: 'Ev3', event: { type: 'reaction_added' } },
      { type: 'event_callback', event_id: 5, event: { type: 'message', ts: 5 } },
    ].map((payload) => slack.sockets.send('events_api', payload));
    slack.sockets.send('events_api', event('after', 'Ev4'));
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['once', 'after']));
    for (const id of [...ids, ...other]) expect(slack.sockets.acks.has(id)).toBe(true);
  });

  it('connects again when the connection is lost, and takes nothing while the process stops', async ({
    slack,
    bot,
  }) => {
    await bot.stop();
    await bot.start(overSocket);
    await until(() => expect(slack.sockets.count).toBe(1));
    slack.sockets.cut();
    await until(() => expect(slack.callsOf('apps.connections.open')).toHaveLength(2));
    await until(() => expect(slack.sockets.count).toBe(1));
    slack.sockets.send('events_api', event('back', 'Ev5'));
    await until(() => expect(bot.messages.map(({ text }) => text)).toEqual(['back']));
    await bot.channel.stop();
    await until(() => expect(slack.sockets.count).toBe(0));
  });

  it('starts although Slack does not open a socket, and goes on trying', async ({ slack, bot }) => {
    await bot.stop();
    slack.fail('apps.connections.open', { error: 'invalid_auth' });
    slack.fail('apps.connections.open', { error: 'internal_error' });
    await bot.start(overSocket);
    await until(() => expect(slack.callsOf('apps.connections.open').length).toBeGreaterThanOrEqual(3));
    await until(() => expect(slack.sockets.count).toBe(1));
  });
});
