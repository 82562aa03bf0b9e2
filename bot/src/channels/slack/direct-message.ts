import { logger } from '@clianta/crm-core/logger';
import type { Target } from './address.ts';
import type { DialogPlace } from './modals/dialog-place.ts';
import type { SlackTeams } from './teams.ts';

/** Where a person is answered who is in no conversation: in their direct messages with us. */
export async function directMessage(teams: SlackTeams, teamId: string, userId: string): Promise<Target> {
  try {
    const { client } = await teams.of(teamId);
    const { channel } = await client.conversations.open({ users: userId });
    if (channel?.id) return { teamId, channelId: channel.id };
  } catch (error) {
    logger.warn({ err: error, userId }, 'slack opens no direct message');
  }
  // Slack takes a person for a channel as well
  return { teamId, channelId: userId };
}

/** Where what came of a dialog is told. */
export async function targetOfDialog(
  teams: SlackTeams,
  { channelId, ...place }: DialogPlace,
  userId: string,
): Promise<Target> {
  return channelId ? { ...place, channelId } : directMessage(teams, place.teamId, userId);
}
