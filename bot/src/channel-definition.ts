import type { Router } from 'express';
import type { z } from 'zod';
import type { Channel } from './channel.ts';
import type { ChannelHost } from './channel-kit/channel-host.ts';
import type { KeyProblem } from './keys/key-problem.ts';

/** A channel of another platform, and its webhooks. */
export interface ForeignChannel {
  channel: Channel;
  router: Router;
}

/**
 * A platform that people talk from: one folder, and a line in the registry. The environment table, `.env.example`,
 * health, the banner of a start and the console read it from there.
 */
export interface ChannelDefinition<E extends z.ZodObject = z.ZodObject> {
  /** As conversations are stored with it: `slack`. */
  name: string;
  /** For people: "Slack". */
  label: string;
  /** Its environment variables, each described. */
  env: E;
  /** It is on when all of these are set; with only some of them somebody meant to switch it on. */
  needs: ReadonlyArray<keyof E['shape'] & string>;
  /** Other sets of variables, each of which switches it on as well: another way to connect, or a stand-in of the platform. */
  otherNeeds?: ReadonlyArray<ReadonlyArray<keyof E['shape'] & string>>;
  /** Loads the platform's packages and makes the channel; called only when it is on. */
  create(env: z.output<E>, host: ChannelHost): Promise<ForeignChannel>;
  /** How an admin sets it up, in order. @param url - where this server is reached */
  setUp(url: string): readonly SetUpStep[];
  /** Asks the platform, changing nothing there, which of the keys it does not accept. None where it cannot be reached. */
  check?(env: z.output<E>): Promise<readonly WrongKeys[]>;
  /** A saved event as the request that the platform would send: what `npm run receive` replays. */
  replay?(env: z.output<E>, event: string): ReplayedRequest;
}

/** Keys that a platform does not accept: why, and where the right ones stand. */
export type WrongKeys = Pick<KeyProblem, 'variables' | 'problem'>;

/** Something that an admin does at the platform, or where Clianta runs. */
export interface SetUpStep {
  text: string;
  /** What they paste there: a command, an address, the names of variables. */
  value?: string;
}

interface ReplayedRequest {
  /** On this server: `/slack/events`. */
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Keeps a definition's own types while it is written, and hides them from the registry. */
export function defineChannel<E extends z.ZodObject>(definition: ChannelDefinition<E>): ChannelDefinition {
  return definition as unknown as ChannelDefinition;
}
