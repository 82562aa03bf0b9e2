import {
  ACTIVE,
  AIMemory,
  type AIMemoryRecord,
} from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import type { ToolContext } from '../../tool.ts';
import { anyRecord } from '../../tools/any-record.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { formatDay } from '../../tools/format.ts';

export interface Subject {
  /** The name of an entity. */
  entity: string;
  id: string;
  title: string;
}

/** Whom or what a fact is about. Without a name: the workspace; "me": the user. */
export async function subjectOf(context: ToolContext, about: string | undefined): Promise<Subject> {
  if (!about || /^(us|we|our company|(the |this |our )?workspace|everyone)$/i.test(about)) {
    return { entity: 'workspace', id: context.scope.workspaceId, title: 'the workspace' };
  }
  if (/^(me|i|my|myself)$/i.test(about)) {
    return { entity: 'user', id: context.scope.actor.id, title: context.scope.actor.name };
  }
  const record = await anyRecord(context, about, 'about');
  if (record) return record;
  throw new InvalidError(`I know no person, company or deal called “${about}”.`);
}

export const focusOn = (subject: Subject) =>
  subject.entity === 'workspace' || subject.entity === 'user'
    ? []
    : [{ entity: subject.entity, id: subject.id, title: subject.title }];

/** Whom or what something is about. */
export const subject = slot({ kind: 'subject' }, z.string());

/** Facts about somebody, or with words: those that are gone by, unless it says `all`. */
export async function factsMeant(
  context: ToolContext,
  about: string | undefined,
  text: string | undefined,
  which: 'active' | 'all' = 'active',
): Promise<{ subject?: Subject; memories: AIMemoryRecord[] }> {
  const subject = about ? await subjectOf(context, about) : undefined;
  const { records } = await context.crm.records(AIMemory).find(context.scope, {
    where: [
      ...(which === 'all' ? [] : [ACTIVE]),
      ...(subject ? [{ field: 'subjectId', op: 'eq' as const, value: subject.id }] : []),
    ],
    ...(text && { search: text }),
    limit: 200,
  });
  return { ...(subject && { subject }), memories: records };
}

/** A fact, with where it is from. */
export const line = (memory: AIMemoryRecord, context: ToolContext) =>
  `- ${memory.fact} *(${memory.source}, ${formatDay(memory.createdAt, context)})*`;

/** The one fact that is meant. @throws AskBack when there are several */
export async function theFact(
  context: ToolContext,
  about: string | undefined,
  text: string | undefined,
  what: string,
): Promise<AIMemoryRecord> {
  // what is forgotten is forgotten whole, what was replaced included
  const { memories } = await factsMeant(context, about, text, what === 'forget' ? 'all' : 'active');
  if (memories.length === 0)
    throw new InvalidError(`I remember nothing like that, so there is nothing to ${what}.`);
  const only = memories.length === 1 ? memories[0] : undefined;
  if (only) return only;
  throw new AskBack({
    text: `Which of these shall I ${what}?`,
    options: memories.slice(0, 6).map((memory) => ({ label: memory.fact, value: memory.fact })),
    argument: what === 'forget' ? 'text' : 'old',
  });
}
