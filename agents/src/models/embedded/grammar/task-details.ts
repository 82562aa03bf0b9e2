import type { Draft } from '../frames/frame.ts';
import type { EntityName } from '../lexicon/entities.ts';
import { likeliestKind, nameValue, userValue } from '../names/name-value.ts';
import { pronounKind, referent } from '../names/references.ts';
import { actPoint, iso } from '../times/time-value.ts';
import { phraseAt } from './phrases.ts';
import type { ValueContext } from './read-value.ts';
import { linkTo } from './selection.ts';
import { normAt, sensesAt } from './unit.ts';

/** Reminders without a time of day come when the working day begins, deadlines when it ends. */
const REMIND_HOUR = 9;
const DUE_HOUR = 17;

const LEAD = `me|us|me to|us to|to|that|me that|me about|about|me of|of|a|an|the|new|task|reminder|todo|to do|
  action item|task to|reminder to|for me to|for me|:|-|i|i need to|i have to|i should|me i need to|
  me i have to|called|named|titled|follow up task|we need to|i must|for|another|item|saying|and|
  with the title|with title`;
const TYPES: ReadonlyArray<[type: string, words: RegExp]> = [
  ['call', /^(call|phone|ring|dial)$/],
  ['email', /^(email|mail|write)$/],
  ['meeting', /^(meet|meeting|visit|demo|lunch)$/],
];
const PRIORITIES: Readonly<Record<string, string>> = {
  urgent: 'urgent',
  high: 'high',
  low: 'low',
  important: 'high',
  critical: 'urgent',
  asap: 'urgent',
};

type TaskDraft = Pick<Draft, 'args' | 'needsPrevious' | 'introduces'>;

/** Reads title, time, priority, assignee and the record that a task is about from what follows "remind me" or "add a task". */
export function readTask(reader: ValueContext, from: number, to: number, isReminder: boolean): TaskDraft {
  const { clause } = reader;
  const args: Record<string, unknown> = {};
  const dropped = new Set<number>();
  let at = lead(reader, from, to, args, dropped);
  const begin = at;
  let needsPrevious = false;
  const names: Array<{ place: number; end: number; title: string }> = [];
  for (; at < to; at++) {
    const unit = clause.units[at];
    if (unit?.time?.kind === 'span' && args.due === undefined) {
      const back = timeLead(reader, at, begin);
      const isDeadline = /^(by|before|until|due)$/.test(normAt(clause.units, back));
      args.due = iso(actPoint(unit.time, isDeadline && !isReminder ? DUE_HOUR : REMIND_HOUR, isDeadline));
      for (let i = back; i <= at; i++) dropped.add(i);
    }
    const link = linkOf(reader, at);
    if (link && args[link.field] === undefined) {
      args[link.field] = link.value;
      needsPrevious ||= link.needsPrevious;
      if (link.title) names.push({ place: at, end: at + 1, title: link.title });
    }
    const priority = priorityAt(reader, at);
    if (priority > 0) {
      args.priority =
        PRIORITIES[
          clause.units
            .slice(at, at + priority)
            .map((one) => one.norm)
            .find((word) => PRIORITIES[word]) ?? ''
        ] ?? 'high';
      for (let i = at; i < at + priority; i++) dropped.add(i);
    }
    const assignee = assigneeAt(reader, at, to);
    if (assignee) {
      args.assignee = assignee.value;
      for (let i = at; i < at + assignee.length; i++) dropped.add(i);
    }
  }
  const first = TYPES.find(([, words]) => words.test(normAt(clause.units, begin)));
  if (first) args.type = first[0];
  const title = titleFrom(reader, begin, to, dropped, names) || 'Follow up';
  if (isReminder && args.due) args.remind = args.due;
  return { args: { title, ...args }, needsPrevious, introduces: [{ entity: 'task', name: title }] };
}

/** Skips "me to", "a task for Mia to", "an urgent", a time in front of "to". */
function lead(
  reader: ValueContext,
  from: number,
  to: number,
  args: Record<string, unknown>,
  dropped: Set<number>,
): number {
  const { units } = reader.clause;
  let at = from;
  while (at < to) {
    const unit = units[at];
    const priority = priorityAt(reader, at);
    const user =
      /^(for|to|remind)$/.test(normAt(units, at - 1)) || at === from ? assigneeName(reader, at) : undefined;
    const isRemindee =
      user && (phraseAt(units, at + 1, 'to|that|about|:|-|,') > 0 || unit?.time !== undefined);
    const time =
      unit?.time?.kind === 'span' && phraseAt(units, at + 1, 'to|that|about|:|i') > 0 ? unit.time : undefined;
    const prepositioned =
      /^(on|by|at|for|in)$/.test(normAt(units, at)) &&
      units[at + 1]?.time?.kind === 'span' &&
      phraseAt(units, at + 2, 'to|that|about|:') > 0;
    if (time) {
      args.due = iso(actPoint(time, REMIND_HOUR));
      at++;
    } else if (prepositioned) at++;
    else if (isRemindee && user) {
      args.assignee = user;
      at++;
    } else if (priority > 0) {
      args.priority =
        PRIORITIES[
          units
            .slice(at, at + priority)
            .map((one) => one.norm)
            .find((word) => PRIORITIES[word]) ?? ''
        ] ?? 'high';
      at += priority;
    } else {
      const length = phraseAt(units, at, LEAD);
      const isFor =
        normAt(units, at) === 'for' && units[at + 1]?.kind === 'name' && !assigneeName(reader, at + 1);
      if (length === 0 || isFor) break;
      at += length;
    }
  }
  dropped.clear();
  return at;
}

function timeLead(reader: ValueContext, at: number, begin: number): number {
  let back = at;
  while (
    back > begin &&
    /^(on|by|at|in|before|until|due|for|around|,|the|is|from)$/.test(normAt(reader.clause.units, back - 1))
  )
    back--;
  return back;
}

function priorityAt({ clause }: ValueContext, at: number): number {
  return phraseAt(
    clause.units,
    at,
    `urgent|high priority|low priority|with high priority|with low priority|with urgent priority|
    priority high|priority low|priority urgent|important|asap|critical|, high priority|, urgent|
    , low priority|as high priority`,
  );
}

function assigneeName(reader: ValueContext, at: number): string | undefined {
  const unit = reader.clause.units[at];
  const user = userValue(unit);
  if (!unit || !user || user === 'me') return undefined;
  return likeliestKind(unit, ['user', 'contact', 'company']) === 'user' ? user : undefined;
}

function assigneeAt(
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
function linkOf(reader: ValueContext, at: number): Link | undefined {
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
      ? near.name
      : target === 'opportunity' && known !== 'opportunity'
        ? unit.text
        : nameValue(unit, [target as 'contact'], context);
    return { field: link.name, value, needsPrevious: near !== undefined };
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

/** The words that are left, as they were written, with pronouns replaced by the names they mean. */
function titleFrom(
  { clause }: ValueContext,
  from: number,
  to: number,
  dropped: ReadonlySet<number>,
  names: ReadonlyArray<{ place: number; title: string }>,
): string {
  let title = '';
  let last = -1;
  for (let at = from; at < to; at++) {
    const unit = clause.units[at];
    if (!unit || dropped.has(at) || (unit.norm === 'please' && unit.kind === 'word')) continue;
    const gap =
      last >= 0 && clause.units[last] && last === at - 1
        ? clause.message.slice(clause.units[last]?.end, unit.start)
        : last >= 0
          ? ' '
          : '';
    title += gap + (names.find((name) => name.place === at)?.title ?? unit.text);
    last = at;
  }
  const clean = title
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:.–-]+|[\s,;:.!?–-]+$/g, '')
    .replace(/^"(.*)"$/, '$1');
  return clean.charAt(0).toUpperCase() + clean.slice(1);
}
