import { DateTime } from 'luxon';
import { lookup } from '../../../lookup.ts';
import type { EntityName } from '../../recognise/lexicon/entities.ts';
import { likeliestKind, nameValue, userValue } from '../../recognise/names/name-value.ts';
import { pronounKind, referent } from '../../recognise/names/references.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { actPoint, type TimeSpan } from '../../recognise/times/time-value.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import type { ValueContext } from './read-value.ts';
import { linkTo } from './selection.ts';

export const LEAD = `,|me|us|me to|us to|to|that|me that|me about|about|me of|of|a|an|the|new|task|reminder|todo|to do|
  action item|task to|reminder to|for me to|for me|:|-|i|i need to|i have to|i should|me i need to|
  me i have to|that i shall|that i should|that i have to|that i must|called|named|titled|follow up task|we need to|i must|for|another|item|saying|and|
  with the title|with title`;
export const TYPES: ReadonlyArray<[type: string, words: RegExp]> = [
  ['call', /^(call|phone|ring|dial)$/],
  ['email', /^(email|mail|write)$/],
  ['meeting', /^(meet|meeting|visit|demo|lunch)$/],
];
export const PRIORITIES: Readonly<Record<string, string>> = lookup({
  urgent: 'urgent',
  high: 'high',
  low: 'low',
  important: 'high',
  critical: 'urgent',
  asap: 'urgent',
});

/** When it is due: a day that has begun already gives what is left of it. */
export function dueOf({ context }: ValueContext, time: TimeSpan, isDeadline: boolean): DateTime {
  const due = actPoint(time, isDeadline ? DUE_HOUR : REMIND_HOUR, isDeadline);
  const now = DateTime.fromJSDate(context.now, { zone: context.timeZone });
  if (time.hasTime || due > now || !due.hasSame(now, 'day')) return due;
  const end = due.set({ hour: DUE_HOUR });
  return end > now ? end : now.plus({ hours: 1 }).startOf('minute');
}

/** Reminders without a time of day come when the working day begins, deadlines when it ends. */
const REMIND_HOUR = 9;
const DUE_HOUR = 17;

export function timeLead(reader: ValueContext, at: number, begin: number): number {
  let back = at;
  while (
    back > begin &&
    /^(on|by|at|in|before|until|due|for|around|,|the|is|from)$/.test(normAt(reader.clause.units, back - 1))
  )
    back--;
  return back;
}

export function priorityAt({ clause }: ValueContext, at: number): number {
  return phraseAt(
    clause.units,
    at,
    `urgent|high prio|low prio|prio high|prio low|top priority|high priority|low priority|with high priority|with low priority|with urgent priority|
    priority high|priority low|priority urgent|important|asap|critical|, high priority|, urgent|
    , low priority|as high priority`,
  );
}

export function assigneeName(reader: ValueContext, at: number): string | undefined {
  const unit = reader.clause.units[at];
  const user = userValue(unit);
  if (!unit || !user || user === 'me') return undefined;
  return likeliestKind(unit, ['user', 'contact', 'company']) === 'user' ? user : undefined;
}

export function assigneeAt(
  reader: ValueContext,
  at: number,
  to: number,
): { value: string; length: number } | undefined {
  const length = phraseAt(
    reader.clause.units,
    at,
    `assign it to|and assign it to|assigned to|assign to|, assign to|and assign to|for assignee|owner|
    , assigned to|, assign it to`,
  );
  if (length === 0 || at + length >= to) return undefined;
  const value = userValue(reader.clause.units[at + length]);
  return value ? { value, length: length + 1 } : undefined;
}

interface Link {
  field: string;
  value: string;
  title?: string;
  needsPrevious: boolean;
}

/** The record that a name or pronoun in the title stands for. */
export function linkOf(reader: ValueContext, at: number): Link | undefined {
  const { clause, context, introduced } = reader;
  const unit = clause.units[at];
  if (!unit) return undefined;
  if (unit.kind === 'name') {
    const near = introduced.find(
      (item) => item.name.toLowerCase().startsWith(unit.norm) && item.entity !== 'task',
    );
    const known = likeliestKind(unit, ['contact', 'company', 'opportunity']);
    const kind = near?.entity ?? known;
    const noun = sensesAt(clause, at + 1, 'entity')[0]?.sense.entity;
    const target = noun === 'opportunity' && !near ? 'opportunity' : kind;
    const link = target && linkTo(clause, 'task', target as 'contact');
    if (!link) return undefined;
    const value = near
      ? (near.id ?? near.name)
      : target === 'opportunity' && known !== 'opportunity'
        ? unit.text
        : nameValue(unit, [target as 'contact'], context);
    return { field: link.name, value, needsPrevious: near !== undefined && near.id === undefined };
  }
  const pronoun = pronounKind(unit.norm);
  if (!pronoun || pronoun === 'many' || /^(that|this)$/.test(unit.norm)) return undefined;
  const kinds: EntityName[] = pronoun === 'person' ? ['contact'] : ['opportunity', 'company'];
  const isNear = introduced.length === 0 && context.focus[0]?.entity !== 'contact';
  if (pronoun === 'thing' && !isNear && !introduced.some((item) => kinds.includes(item.entity)))
    return undefined;
  const found = referent(pronoun, kinds, context, introduced);
  const link = found && linkTo(clause, 'task', found.entity as 'contact');
  return found && link
    ? {
        field: link.name,
        value: found.value,
        ...(pronoun === 'person' && { title: unit.norm === 'his' ? `${found.title}'s` : found.title }),
        needsPrevious: found.isFromPrevious,
      }
    : undefined;
}
