import type { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import type { AnyRecord, Entity } from '../../entity/define-entity.ts';
import type { Scope } from '../../entity/scope.ts';

/** What a person is told by a workflow; once for its key. */
export interface WorkflowNote {
  workspaceId: string;
  userId: string;
  key: string;
  title: string;
  body?: string;
  because: string;
  urgency?: 'normal' | 'high';
  entity?: string;
  recordId?: string;
}

/** A request to a server outside. */
export interface OutsideRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

/** What a workflow's steps need of the process that they run in. */
export interface WorkflowPorts {
  crm: CrmCore;
  tell(note: WorkflowNote): Promise<void>;
  request(request: OutsideRequest): Promise<{ status: number; body: string }>;
}

/** One step of one run. */
export interface ActionContext extends WorkflowPorts {
  /** With the rights of who published the workflow; what it writes has the same ids when the step runs again. */
  scope: Scope;
  entity: Entity;
  record: AnyRecord & Record<string, unknown>;
  workflow: { id: string; name: string };
  enrollmentId: string;
  stepId: string;
  /** Names the step's effect: the same when it runs again. */
  effectId: string;
  now: Date;
  timeZone: string;
  /** What earlier steps have found, by name. */
  outputs: Readonly<Record<string, unknown>>;
  /** Fills `{{ record.name }}` in. */
  fill(text: string): string;
  signal: AbortSignal;
}

/** How ids are said. */
export interface Say {
  entity: Entity;
  /** Of a teammate, a stage, a workflow, any record. */
  name(id: string): string;
}

interface Done {
  /** What was done, in words, as "created the task “Call Jane”". */
  told: string;
  wrote?: { entity: string; id: string };
  /** Kept under this name for the steps that follow. */
  output?: { name: string; value: unknown };
}

export interface Action<S extends z.ZodObject = z.ZodObject> {
  /** verb_noun: `create_task`. */
  name: string;
  input: S;
  /** `own`: records of the workspace and its people. `outside`: it leaves the house. */
  effect: 'own' | 'outside';
  /**
   * `once`: run again it finds what it has done. `at_least_once`: the other side is told the same id again.
   * `at_most_once`: what somebody outside would get twice; after a crash in between a person decides. It throws
   * `UnsureError` when it cannot tell whether it was done, any other error when it was not.
   */
  repeats: 'once' | 'at_least_once' | 'at_most_once';
  /** What it cannot do without and this workspace has not: "an e-mail account". A workflow with it is not activated. */
  lacks?(crm: CrmCore, workspaceId: string): Promise<string | undefined>;
  /** Why it cannot work on that kind of record. */
  refuses?(entity: Entity): string | undefined;
  /** The order in words: "create a call task for the owner". */
  words(input: z.output<S>, say: Say): string;
  run(input: z.output<S>, context: ActionContext): Promise<Done>;
}

export type AnyAction = Omit<Action, 'words' | 'run'> & {
  words(input: never, say: Say): string;
  run(input: never, context: ActionContext): Promise<Done>;
};

export function defineAction<S extends z.ZodObject>(action: Action<S>): Action<S> {
  return action;
}

/** The name of a field that holds such a value on that kind of record. */
export const hasField = (entity: Entity, name: string): boolean =>
  entity.fields.some((field) => field.name === name);
