import { ForbiddenError } from '../errors.ts';
import type { Reads } from './reads.ts';

/** From the least to the most powerful; `system` is Clianta itself (jobs, set-up) and never comes from a request. */
const ROLES = ['viewer', 'member', 'admin', 'owner', 'system'] as const;
export type Role = (typeof ROLES)[number];

type ActorType = 'user' | 'agent' | 'job' | 'visitor' | 'system';

/** Who acts. An agent acts as the caller: then `id` and `name` are the user's and `via` names the agent. */
export interface Actor {
  type: ActorType;
  id: string;
  name: string;
}

/**
 * The authority under which every query and write runs. It is made from an identity at an edge (sign-in, channel,
 * job), never from what a model or a message says.
 */
export interface Scope {
  readonly workspaceId: string;
  readonly actor: Actor;
  readonly role: Role;
  /** The agent that acts on behalf of the actor. */
  readonly via?: string;
  /** Where the request came from: `web`, `slack`, `terminal`, `api`, `job`. */
  readonly channel?: string;
  readonly turnId?: string;
  /** Writes that share a group id are undone together. */
  readonly groupId?: string;
  /** One of many writes with the same group id: people are told of all of them at once. */
  readonly isBulk?: boolean;
  /**
   * Makes writes repeatable: the n-th write of an operation always has the same audit id, so that running the
   * operation again after a crash changes nothing twice.
   */
  readonly operation?: Operation;
  /** The workflow that acts, and what led to it. */
  readonly cause?: Cause;
  /** Where the words came from that this follows, when they are not the team's: what is written is marked with it. */
  readonly outside?: string;
  /** Told where text came from that was read under this scope and was not written by the team. */
  readonly onOutside?: (source: string) => void;
  /** The API token that the request came with, and what it opens of what the actor may do. */
  readonly token?: TokenLimits;
  /** What has been read under this authority; within one turn no question is asked twice. */
  readonly reads?: Reads;
}

/** What led to a write of a workflow: by this none starts itself, through however many others. */
export interface Cause {
  /** The event that it began with. */
  eventId: string;
  /** The workflows that led to it, the first one first. */
  chain: string[];
  depth: number;
}

/** What an API token opens. */
export interface TokenLimits {
  id: string;
  /** For the audit log. */
  name: string;
  canWrite: boolean;
  /** What it may not do at once is proposed to people. */
  canAsk: boolean;
  /** The only kinds of records, by the names of their entities. */
  kinds?: readonly string[];
}

/** A counter that gives the writes of one operation their stable ids. */
export interface Operation {
  readonly id: string;
  next(): string;
}

export function operation(id: string): Operation {
  let count = 0;
  return { id, next: () => `${id}.${count++}` };
}

export function hasRole(scope: Pick<Scope, 'role'>, least: Role): boolean {
  return ROLES.indexOf(scope.role) >= ROLES.indexOf(least);
}

/**
 * Every door into the data calls this first.
 *
 * @throws ForbiddenError when there is no scope or it names no workspace
 */
export function requireScope(scope: Scope | undefined): asserts scope is Scope {
  if (!scope?.workspaceId || !scope.actor?.id) {
    throw new ForbiddenError('This needs a workspace and an actor; none was given.');
  }
}

/** Clianta's own authority in one workspace. */
export function systemScope(workspaceId: string, name = 'Clianta'): Scope {
  return { workspaceId, actor: { type: 'system', id: 'system', name }, role: 'system', channel: 'job' };
}
