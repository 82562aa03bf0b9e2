import { phraseAt } from '../../recognise/phrases.ts';
import { iso } from '../../recognise/times/time-value.ts';
import { normAt } from '../../recognise/unit.ts';
import type { Draft } from '../frames/frame.ts';
import { ownOptions } from './own-options.ts';
import type { ValueContext } from './read-value.ts';
import {
  assigneeAt,
  assigneeName,
  dueOf,
  LEAD,
  linkOf,
  PRIORITIES,
  priorityAt,
  TYPES,
  timeLead,
} from './task-parts.ts';

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
  const quoted = clause.units.slice(at, to).find(({ kind }) => kind === 'quote');
  for (; at < to; at++) {
    const unit = clause.units[at];
    if (unit?.time?.kind === 'span' && args.due === undefined) {
      const back = timeLead(reader, at, begin);
      const isDeadline = /^(by|before|until|due)$/.test(normAt(clause.units, back));
      args.due = iso(dueOf(reader, unit.time, isDeadline && !isReminder));
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
    // beside a title in quotes "for Akira" is no part of what is to be done
    const assignee = assigneeAt(reader, at, to) ?? (quoted && givenFor(reader, at));
    if (assignee) {
      args.assignee = assignee.value;
      for (let i = at; i < at + assignee.length; i++) dropped.add(i);
    }
  }
  let verb = begin;
  while (dropped.has(verb) || normAt(clause.units, verb) === ',') verb++;
  const first = TYPES.find(([, words]) => words.test(normAt(clause.units, verb)));
  if (first) args.type = first[0];
  const title =
    quoted?.text.slice(1, -1).trim() || titleFrom(reader, begin, to, dropped, names) || 'Follow up';
  if (isReminder && args.due) args.remind = args.due;
  // beside a title in quotes what stands is said of the task
  if (quoted) Object.assign(args, ownOptions(reader, 'task', from, to));
  return { args: { title, ...args }, needsPrevious, introduces: [{ entity: 'task', name: title }] };
}

/** "for Akira". */
function givenFor(reader: ValueContext, at: number): { value: string; length: number } | undefined {
  const value = normAt(reader.clause.units, at) === 'for' ? assigneeName(reader, at + 1) : undefined;
  return value ? { value, length: 2 } : undefined;
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
  const hasTitle = units.slice(from, to).some(({ kind }) => kind === 'quote');
  let at = from;
  while (at < to) {
    const unit = units[at];
    const priority = priorityAt(reader, at);
    const user =
      /^(for|to|remind)$/.test(normAt(units, at - 1)) || at === from ? assigneeName(reader, at) : undefined;
    const isRemindee =
      user &&
      (phraseAt(units, at + 1, 'to|that|about|:|-|,') > 0 ||
        units[at + 1 + phraseAt(units, at + 1, 'on|at|by|in|for')]?.time !== undefined);
    const time =
      unit?.time?.kind === 'span' && phraseAt(units, at + 1, 'to|that|about|:|i') > 0 ? unit.time : undefined;
    const prepositioned =
      /^(on|by|at|for|in)$/.test(normAt(units, at)) &&
      units[at + 1]?.time?.kind === 'span' &&
      phraseAt(units, at + 2, 'to|that|about|:') > 0;
    if (time) {
      args.due = iso(dueOf(reader, time, false));
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
        normAt(units, at) === 'for' &&
        units[at + 1]?.kind === 'name' &&
        (hasTitle || !assigneeName(reader, at + 1));
      if (length === 0 || isFor) break;
      at += length;
    }
  }
  dropped.clear();
  return at;
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
    // both halves of "she's" stand at the same place
    if (unit?.kind === 'word' && last >= 0 && unit.start === clause.units[last]?.start) continue;
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
    // what stood between two commas is gone
    .replace(/(?: ?[,;])+(?= ?[,;])| (?=[,;](?: |$))/g, '')
    .replace(/^[\s,;:.–-]+|[\s,;:.!?–-]+$/g, '')
    .replace(/^"(.*)"$/, '$1');
  return clean.charAt(0).toUpperCase() + clean.slice(1);
}
