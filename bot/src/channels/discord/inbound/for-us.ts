import { isForOthers } from '../../../channel-kit/addressee.ts';
import type { ChannelMemory } from '../channel-memory.ts';
import type { DiscordSaid } from './discord.schema.ts';
import type { GuildChannels } from './guild-channels.ts';
import { plainText } from './plain-text.ts';

interface Place {
  channels: Pick<GuildChannels, 'isThread'>;
  memory: Pick<ChannelMemory, 'isEngaged'>;
  /** Ids that stand for us in the guild of the message. */
  ours: readonly string[];
}

/** Whether a message is for us: a direct one, one that names us, and in a thread that we take part in what is for nobody else. */
export async function isForUs(message: DiscordSaid, { channels, memory, ours }: Place): Promise<boolean> {
  const { guild_id: guildId, channel_id: channelId, mentions, mention_roles: roles, attachments } = message;
  const namesUs = mentions.some(({ id }) => ours.includes(id)) || roles.some((id) => ours.includes(id));
  if (!guildId || namesUs) return true;
  if (!(await channels.isThread(channelId)) || !(await memory.isEngaged(channelId))) return false;
  const text = plainText(message, ours);
  // what the app may not read arrives empty
  const isBlank = text === '' && attachments.length === 0;
  return !isBlank && !isForOthers(text, namesOthers(message, ours));
}

/** People or roles, or the writer of the message that this one replies to. */
function namesOthers(message: DiscordSaid, ours: readonly string[]): boolean {
  const { mentions, mention_roles: roles, referenced_message: referenced, author } = message;
  const repliesTo = referenced?.author.id;
  const repliesToOther = repliesTo !== undefined && repliesTo !== author.id && !ours.includes(repliesTo);
  return mentions.length > 0 || roles.length > 0 || repliesToOther;
}
