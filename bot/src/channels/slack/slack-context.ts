import type { ChannelHandlers } from '../../channel.ts';
import type { SeenEvents } from '../../channel-kit/seen-events.ts';
import type { SlackSenders } from './inbound/senders.ts';
import type { SlackTeams } from './teams.ts';

/** What everything that comes in from Slack needs. */
export interface SlackContext {
  teams: SlackTeams;
  seen: SeenEvents;
  senders: SlackSenders;
  handlers(): ChannelHandlers;
}
