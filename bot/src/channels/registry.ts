import type { ChannelDefinition, ForeignChannel, SetUpStep } from '../channel-definition.ts';
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
  setUp: SetUpStep[];
}

/** Stands for the address of this server where nobody has said it. */
const SOME_ADDRESS = 'https://YOUR-ADDRESS';
const ADDRESS_FIRST: SetUpStep = {
  text: 'Set the https address at which people and platforms reach Clianta, and start it again: it stands in what follows then.',
  value: 'PUBLIC_URL',
};

/** @param url - where this server is reached from outside */
export function channelStates(env: Environment, url?: string): ChannelState[] {
  const isSet = (variable: string) => Boolean(env[variable]) && env[variable] !== 'off';
  return channels.map(({ name, label, needs, otherNeeds = [], setUp }) => {
    // of the ways to switch it on, the one that was gone furthest
    const [nearest] = [needs, ...otherNeeds]
      .map((variables) => ({
        lacks: variables.filter((variable) => !isSet(variable)),
        isBegun: variables.some(isSet),
      }))
      .filter(({ isBegun }) => isBegun)
      .sort((a, b) => a.lacks.length - b.lacks.length);
    return {
      name,
      label,
      isOn: nearest?.lacks.length === 0,
      missing: nearest?.lacks ?? [],
      guide: `docs/channels/${name}.md`,
      setUp: url ? [...setUp(url)] : [ADDRESS_FIRST, ...setUp(SOME_ADDRESS)],
    };
  });
}

/** The channels that the configuration switches on; what is off is not even loaded. */
export async function foreignChannels(env: Environment, hosts: ChannelHosts): Promise<ForeignChannel[]> {
  const states = channelStates(env);
  const on = channels.filter(({ name }) => states.some((state) => state.name === name && state.isOn));
  return Promise.all(on.map((channel) => channel.create(channel.env.parse(env), hosts(channel.name))));
}
