import type { SeenStore } from './seen-events.ts';

/** What a channel keeps over restarts and processes: tokens, conversation references. Always encrypted. */
export interface ChannelStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  /** Several at once, in one write to the database. */
  setAll(entries: ReadonlyMap<string, unknown>): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys that begin with `prefix`, in order. */
  keys(prefix: string): Promise<string[]>;
}

/** A tenant of the platform that is joined to a workspace. */
interface Installation {
  externalTeamId: string;
  workspaceId: string;
  /** For people. */
  name: string;
  /** What the channel keeps with it: which roles of the platform may do how much. */
  details: Readonly<Record<string, unknown>>;
}

/** What the product gives a channel. */
export interface ChannelHost {
  /** The address people use: `https://crm.example.com`. */
  publicUrl: string | undefined;
  isProduction: boolean;
  store: ChannelStore;
  /** Dispatched events, over all processes, for a day. */
  seen: SeenStore;
  installationOf(externalTeamId: string): Promise<Installation | undefined>;
  /** Forgets a tenant that has removed the app. */
  uninstall(externalTeamId: string): Promise<void>;
}

export type ChannelHosts = (channel: string) => ChannelHost;
