import { lookup } from '../../../lookup.ts';
import { changeable, type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import type { FieldInfo } from '../../recognise/lexicon/fields.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, type Unit } from '../../recognise/unit.ts';
import { numberWords } from '../../text/number-words.ts';
import { settableAt } from '../grammar/assignments.ts';
import { wordsOf } from './choose.ts';
import { chooseAny } from './choose-task.ts';
import { afterVerb, bestOf, type Draft, type Frame, type Request } from './frame.ts';

const MORE = 'raise|increase|bump up|bump|boost|put up|turn up';
const LESS = 'lower|reduce|decrease|discount|cut|drop|bring down|turn down';
const LATER =
  'push back|push out|push|postpone|delay|defer|extend|snooze|put off|move back|move|shift|reschedule';
const EARLIER = 'bring forward|pull in|pull forward|advance|move forward|move up|bring up';
/** Whole sentences in one verb, in percent. */
const FACTORS: Readonly<Record<string, number>> = lookup({ double: 100, triple: 200, halve: -50 });

/** "a week earlier" is read as one time. */
const EARLIER_TIME = /^(\S+) (day|week|month|quarter|year)s? (?:earlier|sooner)$/;

/** How much, at the end of the clause, and where what is to be changed ends. */
interface Step {
  change: { percent: number } | { by: number } | { shift: string };
  end: number;
}

/** "raise the amount of the Acme deal by 10%", "push the close date by two weeks": what is there decides. */
export const adjust: Frame = async (request) => {
  const { clause, start } = request;
  if (request.isQuestion) return undefined;
  const added = await adding(request);
  if (added) return added;
  if (afterVerb(request, 'update', 'postpone', 'move', 'clear') === undefined) return undefined;
  const length = Math.max(
    ...[MORE, LESS, LATER, EARLIER, Object.keys(FACTORS).join('|')].map((verbs) =>
      phraseAt(clause.units, start, verbs),
    ),
  );
  const step = length > 0 ? stepOf(request, start + length) : undefined;
  if (!step) return undefined;
  const drafts = changeable().map((entity) => draftFor(request, entity, start + length, step));
  return bestOf(await Promise.all(drafts));
};

const ADDING: ReadonlyArray<[sign: 1 | -1, verbs: string, joints: string]> = [
  [1, 'add|put', 'to|on|onto|on top of'],
  [-1, 'take|take off|knock|knock off|subtract|deduct|cut|shave', 'off|from|off of'],
];

/** "add 5k to the Globex deal", "take 10% off the amount": how much comes first. */
async function adding(request: Request): Promise<Draft[] | undefined> {
  const { clause, start, to } = request;
  const { units } = clause;
  for (const [sign, verbs, joints] of ADDING) {
    const verb = phraseAt(units, start, verbs);
    const at = start + verb + phraseAt(units, start + verb, 'another|an extra|a further|extra');
    const unit = units[at];
    const after = at + 1 + phraseAt(units, at + 1, 'more|extra');
    const joint = phraseAt(units, after, joints);
    if (verb === 0 || joint === 0 || unit?.value === undefined || !/^(money|percent|number)$/.test(unit.kind))
      continue;
    const value = sign * unit.value;
    const change = unit.kind === 'percent' ? { percent: value } : { by: value };
    const from = after + joint;
    const drafts = changeable().map((entity) => draftFor(request, entity, from, { change, end: to }));
    return bestOf(await Promise.all(drafts));
  }
  return undefined;
}

function stepOf(request: Request, from: number): Step | undefined {
  const { clause, start, to } = request;
  const { units } = clause;
  const factor = FACTORS[normAt(units, start)];
  if (factor !== undefined) return { change: { percent: factor }, end: to };
  const half = ['in half', 'by half'].some((words) => phraseAt(units, to - 2, words) === 2);
  if (half && phraseAt(units, start, LESS) > 0) return { change: { percent: -50 }, end: to - 2 };
  // "a week earlier", "by two weeks"
  const side = sideOf(normAt(units, to - 1));
  const at = side ? to - 2 : to - 1;
  const unit = units[at];
  const joint = ['by another', 'by a further', 'by', 'out by', 'up by', 'down by', 'for', 'another'].find(
    (words) => {
      const { length } = words.split(' ');
      return phraseAt(units, at - length, words) === length;
    },
  );
  const isStated = joint !== undefined || unit?.time !== undefined;
  if (!unit || at <= from - 1 || !isStated) return undefined;
  const change = changeOf(request, unit, side);
  return change && { change, end: at - (joint?.split(' ').length ?? 0) };
}

const sideOf = (word: string) =>
  /^(earlier|sooner)$/.test(word) ? 'earlier' : /^(later|back|more|less)$/.test(word) ? word : undefined;

function changeOf(request: Request, unit: Unit, side: string | undefined): Step['change'] | undefined {
  const { units } = request.clause;
  const is = (verbs: string) => phraseAt(units, request.start, verbs) > 0;
  const [, count = '', period = ''] = EARLIER_TIME.exec(unit.norm) ?? [];
  const amount = Number(count) || (/^an?$/.test(count) ? 1 : (numberWords.get(count) ?? 0));
  if (amount > 0) return is(LATER) || is(EARLIER) ? { shift: `-${amount}${period.charAt(0)}` } : undefined;
  if (unit.time?.kind === 'length') {
    const isEarlier = side === 'earlier' || (side === undefined && is(EARLIER));
    if (!isEarlier && !is(LATER) && side !== 'later') return undefined;
    return { shift: `${isEarlier ? '-' : '+'}${unit.time.amount}${unit.time.unit}` };
  }
  const isLess = is(LESS);
  if ((!isLess && !is(MORE)) || unit.value === undefined) return undefined;
  const value = isLess ? -unit.value : unit.value;
  if (unit.kind === 'percent') return { percent: value };
  return /^(money|number)$/.test(unit.kind) ? { by: value } : undefined;
}

async function draftFor(
  request: Request,
  entity: EntityName,
  from: number,
  step: Step,
): Promise<Draft | undefined> {
  const { units } = request.clause;
  const end = step.end - phraseAt(units, step.end - 1, 'up|down|back|out|in|forward');
  const named = namedField(request, entity, from, end);
  const field = named?.field ?? (from < end ? impliedField(request, entity, step) : undefined);
  const change = field && fitting(field, step.change);
  if (!field || !change) return undefined;
  const chosen = await chooseAny(request, entity, ...(named?.records ?? ([from, end] as const)));
  if (!chosen || chosen.unread.length > 0) return undefined;
  return {
    tool: kindOf(entity).update,
    args: {
      ...(entity === 'task' && chosen.isMany ? stillOpen(chosen.args) : chosen.args),
      adjust: { field: field.name, ...change },
    },
    // without the name of a field it is a guess what is meant
    confidence: named ? chosen.confidence : chosen.confidence - 0.05,
    needsPrevious: chosen.needsPrevious,
    ...(chosen.title && { read: [chosen.title], introduces: [{ entity, name: chosen.title }] }),
  };
}

/** What is done is not put off. */
function stillOpen({ all: _, ...args }: Record<string, unknown>): Record<string, unknown> {
  const where = (args.where ?? []) as Array<{ field: string }>;
  if (where.some(({ field }) => field === 'status' || field === 'completed')) return args;
  return { ...args, where: [...where, { field: 'status', op: 'ne', value: 'completed' }] };
}

/** The field in "the FIELD of RECORDS", "RECORDS' FIELD" or "the FIELD", with where the records stand. */
function namedField(request: Request, entity: EntityName, from: number, to: number) {
  const { units } = request.clause;
  for (let at = from; at < to; at++) {
    const found = settableAt(request, entity, at);
    if (!found || found.field.customKey) continue;
    const after = at + found.length;
    const link = phraseAt(units, after, 'of|for|on');
    const isFirst =
      wordsOf(request, from, at).length === 0 && !units[at - 1]?.norm.match(/^(its|her|his|their)$/);
    if (isFirst && link > 0) return { field: found.field, records: [after + link, to] as const };
    if (after < to) continue;
    return { field: found.field, records: (isFirst ? [to, to] : [from, at]) as readonly [number, number] };
  }
  return undefined;
}

/** "reduce the Acme deal by 20%" is about its amount, "delay it by a week" about its date. */
function impliedField(request: Request, entity: EntityName, { change }: Step): FieldInfo | undefined {
  const { measures, period } = kindOf(entity);
  const isDated = entity === 'opportunity' || entity === 'task';
  const name =
    'shift' in change
      ? isDated
        ? period
        : undefined
      : entity === 'opportunity'
        ? measures.money
        : undefined;
  return request.clause.vocabulary.fields.find((field) => field.entity === entity && field.name === name);
}

/** Points of a percentage are added; a date takes a time only, a number none. */
function fitting(field: FieldInfo, change: Step['change']): Step['change'] | undefined {
  if (field.kind === 'date') return 'shift' in change ? change : undefined;
  if (field.kind !== 'number' || 'shift' in change) return undefined;
  return field.format === 'percent' && 'percent' in change ? { by: change.percent } : change;
}
