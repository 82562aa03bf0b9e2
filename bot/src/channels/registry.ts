import type { ChannelDefinition, ForeignChannel } from '../channel-definition.ts';
import type { ChannelHosts } from '../channel-kit/channel-host.ts';
import { discord } from './discord/discord.definition.ts';
import { slack } from './slack/slack.definition.ts';

/** The channels of other platforms. The web chat and the terminal are always there. */
export const channels: readonly ChannelDefinition[] = [slack, discord];

type Environment = Readonly<Record<string, unknown>>;

/** Whether a channel is on, and what is missing where it was meant to be. */
export interface ChannelState {
  name: string;
  label: string;
  isOn: boolean;
  /** Variables that are not set although others are. */
  missing: string[];
}

export function channelStates(env: Environment): ChannelState[] {
  return channels.map(({ name, label, needs }) => {
    const missing = needs.filter((variable) => !env[variable]);
    const isOn = missing.length === 0;
    return { name, label, isOn, missing: missing.length === needs.length ? [] : missing };
  });
}

/** The channels that the configuration switches on; what is off is not even loaded. */
export async function foreignChannels(env: Environment, hosts: ChannelHosts): Promise<ForeignChannel[]> {
  const states = channelStates(env);
  const on = channels.filter(({ name }) => states.some((state) => state.name === name && state.isOn));
  return Promise.all(on.map((channel) => channel.create(channel.env.parse(env), hosts(channel.name))));
}
