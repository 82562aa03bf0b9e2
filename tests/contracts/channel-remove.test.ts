import type { Posted } from '@clianta/agents/conversation/conversation-listener';
import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { Channel } from '@clianta/bot/channel';
import { describe, expect } from 'vitest';
import { discordTest } from '../support/discord-bot.ts';
import { JANE } from '../support/discord-events.ts';
import { slackTest, until } from '../support/slack-bot.ts';
import { TEAM } from '../support/slack-stand-in.ts';
import { teamsTest } from '../support/teams-bot.ts';
import { TENANT } from '../support/teams-stand-in.ts';

/** Longer than one message may be anywhere. */
const LONG = Array.from({ length: 400 }, (_, at) => `Jane Doe, line ${at}, ${'word '.repeat(25)}`).join(
  '\n\n',
);
const NOTICE = { title: 'Call Jane Doe', body: 'at 10:00' };

interface Standing {
  channel: Channel;
  thread: ThreadAddress;
  recipient: Parameters<NonNullable<Channel['tell']>>[0];
  /** All that stands there of ours. */
  standing(): string[];
}

/** Posts an answer and a notice, and takes both back. */
async function isTakenBack({ channel, thread, recipient, standing }: Standing): Promise<void> {
  const before = standing().length;
  const answer = await channel.send(thread, { text: LONG, cards: [] }, 't-long');
  const notice = await channel.tell?.(recipient, NOTICE);
  expect(standing().length).toBeGreaterThan(before + 2);
  const all = partsOf(answer);
  expect(all.length).toBeGreaterThan(1);
  for (const part of all) expect(await channel.remove?.(thread, part)).toBe(true);
  for (const part of notice?.parts ?? [])
    expect(await channel.remove?.(notice?.address ?? thread, part)).toBe(true);
  expect(standing().filter((text) => text.includes('Jane Doe'))).toEqual([]);
  // again, as after a crash
  for (const part of all) expect(await channel.remove?.(thread, part)).toBe(true);
  expect(await channel.remove?.(thread, 'nonsense')).toBeTypeOf('boolean');
}

const partsOf = ({ externalId, parts = [externalId] }: Posted) => parts;

describe('what was posted is taken back, all of it and once', () => {
  slackTest('in Slack, and what Slack refuses is said', async ({ bot, slack }) => {
    await bot.requests.directMessage('hello');
    await until(() => expect(bot.messages).toHaveLength(1));
    const thread = bot.messages[0]?.thread as ThreadAddress;
    const { channel } = bot;
    const recipient = { workspaceId: 'w', externalTeamId: TEAM, externalUserId: 'UJANE' };
    const standing = () => slack.messages.map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`);
    await isTakenBack({ channel, thread, recipient, standing });
    slack.fail('chat.delete', { error: 'cant_delete_message' });
    expect(await channel.remove?.(thread, 'D1:1.2')).toBe(false);
    slack.fail('chat.delete', { error: 'internal_error' });
    await expect(channel.remove?.(thread, 'D1:1.2')).rejects.toMatchObject({ code: 'upstream' });
  });

  teamsTest('in Teams', async ({ bot, teams }) => {
    await bot.requests.say('hello');
    await until(() => expect(bot.messages).toHaveLength(1));
    const thread = bot.messages[0]?.thread as ThreadAddress;
    const recipient = { workspaceId: 'w', externalTeamId: TENANT, externalUserId: 'aad-jane' };
    const standing = () => teams.messages.map(({ body }) => JSON.stringify(body));
    await isTakenBack({ channel: bot.channel, thread, recipient, standing });
  });

  discordTest('in Discord', async ({ bot, discord, people }) => {
    people.tell('hello');
    await until(() => expect(bot.messages).toHaveLength(1));
    const thread = bot.messages[0]?.thread as ThreadAddress;
    const recipient = { workspaceId: 'w', externalTeamId: '', externalUserId: JANE.id };
    const standing = () =>
      discord.messages.map(({ content, components }) => `${content} ${JSON.stringify(components)}`);
    await isTakenBack({ channel: bot.channel, thread, recipient, standing });
  });
});
