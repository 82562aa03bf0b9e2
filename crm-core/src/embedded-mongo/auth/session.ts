import type { ScramConversation } from './scram.ts';

/** One connection, and who speaks on it. */
export interface Session {
  readonly connectionId: number;
  isSignedIn: boolean;
  /** A sign-in under way. */
  conversation?: ScramConversation | undefined;
}
