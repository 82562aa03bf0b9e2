import type { EntityName } from '../../recognise/lexicon/entities.ts';
import { clearMatch } from '../../recognise/names/known-names.ts';
import { nameValue, scoreAs } from '../../recognise/names/name-value.ts';
import { referent } from '../../recognise/names/references.ts';
import { normAt, sensesAt, textOf } from '../../recognise/unit.ts';
import { parseSelection } from '../grammar/parse-selection.ts';
import { linkTo } from '../grammar/selection.ts';
import { type Chosen, chooseRecords, isPluralPronoun, wordsOf } from './choose.ts';
import { filterArgs } from './filter-args.ts';
import type { Request } from './frame.ts';

export interface ChosenTask {
  args: Record<string, unknown>;
  confidence: number;
  /** Of the one task that is meant. */
  title?: string;
}

/** The task between two places: by its words in the workspace, else by its kind and person. */
export async function taskAt(request: Request, from: number, to: number): Promise<ChosenTask | undefined> {
  const { clause, context, introduced } = request;
  const isPointed = to > from && isPluralPronoun(request, from);
  if (clause.units[from]?.isPlaced || isPointed) return chooseRecords(request, 'task', from, to);
  const content = wordsOf(request, from, to);
  if (
    content.length === 0 ||
    content.every((word) => /^(it|that|this|one|task|reminder|todo|them)$/i.test(word))
  ) {
    const found = referent('thing', ['task'], context, introduced);
    return found && { args: { task: found.value }, confidence: 0.9, title: found.title };
  }
  const selection = parseSelection(clause, from, to, context, 'task', introduced);
  if (selection.isPlural || selection.hasAll) {
    // "contacts without an e-mail" speaks of a kind of task, and means contacts
    const isOther = selection.entity !== 'task' && (selection.hasNoun || !hasKind(request, from, to));
    if (isOther) return undefined;
    const filter = filterArgs(selection);
    return {
      args: Object.keys(filter).length > 0 ? filter : { where: [OPEN] },
      confidence: 0.9 - selection.leftovers.length * 0.25,
    };
  }
  const quote = clause.units.slice(from, to).find(({ kind }) => kind === 'quote');
  const words = quote ? quote.text.slice(1, -1).trim() : wordsOfTitle(textOf(clause, from, to));
  const matches = words ? await request.lookup.find(words, ['task']) : [];
  const clear = clearMatch(matches, ['task']);
  if (clear) return { args: { task: clear.id }, confidence: 0.92, title: clear.title };
  if (matches.length > 1) return { args: { task: words }, confidence: 0.85 };
  return (
    byKind(request, from, to) ??
    (hasTaskNoun(request, from, to) && words
      ? { args: { task: quote ? words : titleIn(textOf(clause, from, to)) }, confidence: 0.75 }
      : undefined)
  );
}

const wordsOfTitle = (text: string) =>
  text
    .split(/\s+/)
    .filter(
      (word) =>
        !/^(the|my|a|an|task|reminder|to-?do|todo|to|with|for|about|of|that|this|called|named|at|on|from|item)$/i.test(
          word,
        ),
    )
    .join(' ');

/** The title as it was said, without "the task called" before it and "task" behind it. */
const titleIn = (text: string) =>
  text
    .replace(/^(?:(?:the|my|a|an|that|this|task|reminder|to-?do|called|named|about|to|for|of|:)\s+)+/i, '')
    .replace(/\s+(?:task|reminder|to-?do)$/i, '');

const OPEN = { field: 'status', op: 'ne', value: 'completed' };

function hasTaskNoun(request: Request, from: number, to: number): boolean {
  for (let at = from; at < to; at++)
    if (sensesAt(request.clause, at, 'entity').some((match) => match.sense.entity === 'task')) return true;
  return false;
}

export function hasKind(request: Request, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (taskKind(normAt(request.clause.units, at))) return true;
  return hasTaskNoun(request, from, to);
}

const taskKind = (word: string) => /^(call|email|meeting)s?$/.exec(word)?.[1];

/** "the call with Jane": the open tasks of that kind about that person, company or deal. */
function byKind(request: Request, from: number, to: number): ChosenTask | undefined {
  const { units } = request.clause;
  const where: unknown[] = [];
  for (let at = from; at < to; at++) {
    const kind = taskKind(normAt(units, at));
    const unit = units[at];
    if (kind) where.push({ field: 'type', op: 'eq', value: kind });
    if (unit?.kind === 'name') {
      const target = (['contact', 'company', 'opportunity'] as const).find(
        (entity) => scoreAs(unit, entity) > 0,
      );
      const link = target && linkTo(request.clause, 'task', target);
      if (target && link)
        where.push({ field: link.name, op: 'eq', value: nameValue(unit, [target], request.context) });
    }
  }
  return where.length > 1 ? { args: { where: [...where, OPEN] }, confidence: 0.85 } : undefined;
}

/** As `chooseRecords`, and tasks by the words of their titles. */
export async function chooseAny(
  request: Request,
  entity: EntityName,
  from: number,
  to: number,
): Promise<Chosen | undefined> {
  const chosen = chooseRecords(request, entity, from, to);
  if (entity !== 'task' || !hasKind(request, from, to)) return chosen;
  const found = await taskAt(request, from, to);
  // "call Jane" may be one task, or all of that kind about her
  if (!found || (!found.title && chosen?.isMany && chosen.unread.length === 0)) return chosen;
  return { ...found, isMany: found.args.task === undefined, needsPrevious: false, unread: [] };
}
