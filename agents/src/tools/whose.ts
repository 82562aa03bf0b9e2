import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { z } from 'zod';
import { slot } from '../slot.ts';
import type { ToolContext } from '../tool.ts';
import { resolveUser } from './resolve.ts';

const EVERYBODY = /^(team|the team|my team|everybody|everyone|all|us|we|our|ours)$/i;

/** The argument that says whose records a question is about. */
export const whoseShape = slot(
  { kind: 'whose' },
  z.string().describe('Whose: "me" (the default), a teammate\'s name, or "team" for everybody'),
);

/** Whose records a question is about. */
export interface Whose {
  /** Absent for the whole team. */
  userId?: string;
  isMe: boolean;
  /** The subject of a sentence: "You", "Akira Tanaka", "The team". */
  name: string;
  /** With its verb: "You have", "Akira Tanaka has". */
  have: string;
}

/** @throws AskBack when several teammates are called so, InvalidError when none is */
export async function whoseOf(context: ToolContext, text = 'me', argument = 'whose'): Promise<Whose> {
  if (EVERYBODY.test(text.trim())) return { isMe: false, name: 'The team', have: 'The team has' };
  const { id, name } = await resolveUser(context, text, argument);
  if (id === context.scope.actor.id) return { userId: id, isMe: true, name: 'You', have: 'You have' };
  return { userId: id, isMe: false, name, have: `${name} has` };
}

/** The condition that the record's owner is the one that was asked about; none for the whole team. */
export function belongsTo({ userId }: Whose, field: string): Condition[] {
  return userId === undefined ? [] : [{ field, op: 'eq', value: userId }];
}
