import type { ChannelDefinition, ForeignChannel } from '../channel-definition.ts';
import type { ChannelHosts } from '../channel-kit/channel-host.ts';
import { discord } from './discord/discord.definition.ts';
import { slack } from './slack/slack.definition.ts';
import { teams } from './teams/teams.definition.ts';

/** The channels of other platforms. The web chat and the terminal are always there. */
export const channels: readonly ChannelDefinition[] = [slack, teams, discord];

type Environment = Readonly<Record<string, unknown>>;

/** Whether a channel is on, and what is missing where it was meant to be. */
export interface ChannelState {
  name: string;
  label: string;
  isOn: boolean;
  /** Variables that are not set although others are. */
  missing: string[];
  /** Where its set-up is described, in the project. */
  guide: string;
  /** What an admin enters at the platform. */
  setUp: Array<{ label: string; value: string }>;
}

/** @param url - where this server is reached from outside; without it there is nothing to enter */
export function channelStates(env: Environment, url?: string): ChannelState[] {
  return channels.map(({ name, label, needs, orElse, setUp }) => {
    const isSet = (variable: string) => Boolean(env[variable]) && env[variable] !== 'off';
    const isInstead = orElse?.every(isSet) ?? false;
    const missing = isInstead ? [] : needs.filter((variable) => !isSet(variable));
    const isOn = missing.length === 0;
    return {
      name,
      label,
      isOn,
      missing: missing.length === needs.length ? [] : missing,
      guide: `docs/channels/${name}.md`,
      setUp: url ? [...(setUp?.(url) ?? [])] : [],
    };
  });
}

/** The channels that the configuration switches on; what is off is not even loaded. */
export async function foreignChannels(env: Environment, hosts: ChannelHosts): Promise<ForeignChannel[]> {
  const states = channelStates(env);
  const on = channels.filter(({ name }) => states.some((state) => state.name === name && state.isOn));
  return Promise.all(on.map((channel) => channel.create(channel.env.parse(env), hosts(channel.name))));
}
