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
}

/** How it is, in a word. */
export function stateOf({ isOn, missing, problem, isConnected }: ChannelHealth): {
  word: string;
  isWrong: boolean;
} {
  if (missing.length > 0) return { word: 'Incomplete', isWrong: true };
  if (!isOn) return { word: 'Off', isWrong: false };
  const isWrong = problem !== undefined || isConnected === false;
  return { word: isWrong ? 'Has a problem' : 'On', isWrong };
}
