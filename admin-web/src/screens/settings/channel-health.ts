/** A channel of another platform, as the system tells of it. */
export interface ChannelHealth {
  name: string;
  label: string;
  isOn: boolean;
  /** The settings of the server that a channel lacks which is configured in part. */
  missing: string[];
  /** The document that describes the set-up. */
  guide: string;
  /** What an admin does, in order; `value` is pasted. */
  setUp: Array<{ text: string; value?: string }>;
  isConnected?: boolean;
  lastEventAt?: string;
  problem?: { message: string; at: string };
  /** Of the variables that switch it on. */
  keys?: KeyProblem[];
}

/** A variable that whoever runs Clianta has to put right. */
export interface KeyProblem {
  /** Whose it is, for people. */
  label: string;
  variables: string[];
  problem: string;
}

/** The channels, each with what is wrong with its variables. */
export function channelsOf(health: { channels: ChannelHealth[]; keys: KeyProblem[] }): ChannelHealth[] {
  return health.channels.map((channel) => {
    const keys = health.keys.filter(({ label }) => label === channel.label);
    return keys.length > 0 ? { ...channel, keys } : channel;
  });
}

/** How it is, in a word. */
export function stateOf({ isOn, missing, problem, isConnected, keys }: ChannelHealth): {
  word: string;
  isWrong: boolean;
} {
  if (missing.length > 0) return { word: 'Incomplete', isWrong: true };
  if (keys) return { word: 'Has a problem', isWrong: true };
  if (!isOn) return { word: 'Off', isWrong: false };
  const isWrong = problem !== undefined || isConnected === false;
  return { word: isWrong ? 'Has a problem' : 'On', isWrong };
}
