import { phraseAt } from '../../recognise/phrases.ts';
import { actPoint, iso, type TimeSpan } from '../../recognise/times/time-value.ts';
import { normAt, sensesAt, textOf } from '../../recognise/unit.ts';
import { actsAt } from '../grammar/clause-head.ts';
import { readTask } from '../grammar/task-details.ts';
import { isPluralPronoun, wordsOf } from './choose.ts';
import { type ChosenTask, hasKind, taskAt } from './choose-task.ts';
import { delegated } from './delegated.ts';
import { afterVerb, type Draft, type Frame, type Request } from './frame.ts';
import { notYet } from './task-times.ts';

/** "remind me to call Jane tomorrow at 10", "create a task to ...", "call Bob on Friday", "follow up with Mia next week". */
export const createTask: Frame = (request) =>
  newTasks(request)?.map((draft) => inFuture(saysWhat(draft), request));

/** "call with Contoso moved to" Friday: what is left stops in the middle, so something else was said than what is to be done. */
const isBroken = ({ args: { title } }: Draft) => typeof title === 'string' && BROKEN.test(title);
const BROKEN = /\b(to|from|into|onto|until|till|by|moved|postponed|rescheduled|shifted|pushed)$/i;

/** "add task": to do what? */
function saysWhat(draft: Draft): Draft {
  if (isBroken(draft)) return { ...draft, confidence: 0.2 };
  const isBare = draft.args.title === 'Follow up' && Object.keys(draft.args).length === 1;
  if (!isBare) return draft;
  return {
    ...draft,
    confidence: 0.5,
    refusal: 'What is to be done, and until when? Say it in one sentence.',
  };
}

/** A time that has been can be no reminder. */
function inFuture(draft: Draft, { context, clause }: Request): Draft {
  const { due } = draft.args;
  if (typeof due !== 'string' || Date.parse(due) >= context.now.getTime()) return draft;
  const said = clause.units.find(({ time }) => time?.kind === 'span')?.text ?? due;
  return {
    ...draft,
    confidence: 0.5,
    refusal: `“${said}” is already past, so I made no task. When shall it be instead?`,
  };
}

function newTasks(request: Request): Draft[] | undefined {
  const { clause, start, to } = request;
  if (request.isQuestion) return undefined;
  const refusal = notYet(request);
  if (refusal) return [{ tool: 'create_task', args: {}, confidence: 0.5, refusal }];
  const reminded = afterVerb(request, 'remind');
  const noForget = phraseAt(
    clause.units,
    start,
    `do not forget to|do not let me forget to|i need to remember to|i must|i have to|i should|we must|
    we have to|i must not forget to|do not let me forget`,
  );
  const toWhom = phraseAt(
    clause.units,
    start,
    'give him a task|give her a task|give them a task|set him a task|set her a task|put him a task|put her a task',
  );
  if (toWhom > 0)
    return [
      {
        tool: 'create_task',
        args: {},
        confidence: 0.5,
        refusal: `I do not know who “${normAt(clause.units, start + 1)}” is: a task is for somebody of the team. Say whose task it is, with the name.`,
      },
    ];
  const asked = delegated(request, reminded);
  if (asked.length > 0)
    return asked.map(({ assignee, from }) => {
      const read = readTask(request, from, to, reminded !== undefined);
      return { tool: 'create_task', ...read, args: { ...read.args, assignee }, confidence: 0.92 };
    });
  if (reminded !== undefined || noForget > 0)
    return [
      {
        tool: 'create_task',
        ...readTask(request, noForget > 0 ? start + noForget : (reminded ?? start), to, true),
        confidence: 0.92,
        ...(noForget > 0 && { read: [textOf(clause, start, start + noForget)] }),
      },
    ];
  const given = afterVerb(request, 'assign');
  const isNew =
    given !== undefined && phraseAt(clause.units, given, 'a|an|new|another|him a|her a|them a') > 0;
  const isSet =
    /^(set|put|make|give|leave)$/.test(normAt(clause.units, start)) &&
    phraseAt(clause.units, start + 1, 'a|an|me a|another|up a|in a|a new') > 0;
  // "make the quote task urgent" changes one that is there
  const isThere =
    /^(make|put|leave|take)$/.test(normAt(clause.units, start)) &&
    (/^(the|that|this|my)$/.test(normAt(clause.units, start + 1)) ||
      clause.units[start + 2]?.kind === 'possessive');
  const made =
    (isThere ? undefined : afterVerb(request, 'create', 'log')) ??
    (isNew ? given : isSet ? start + 1 : undefined);
  const bare = phraseAt(
    clause.units,
    start,
    'new|a new|todo|task|reminder|to do|new task|new todo|next step',
  );
  const from = made ?? (bare > 0 && !afterVerb(request, 'show') ? start : undefined);
  const noun = from === undefined ? undefined : taskNoun(request, from);
  if (noun !== undefined)
    return [
      {
        tool: 'create_task',
        ...readTask(request, noun, to, isReminder(request, from ?? start)),
        confidence: 0.92,
      },
    ];
  // what takes place with somebody at a time is the calendar's
  if (isMeeting(request, made)) return undefined;
  const todo =
    (request.acts.has('todo') || isTimeFirst(request)) &&
    clause.units.slice(start, to).some((unit) => unit.time?.kind === 'span');
  if (todo && !afterVerb(request, 'move', 'update', 'delete', 'show'))
    return [{ tool: 'create_task', ...readTask(request, start, to, false), confidence: 0.8 }];
  return undefined;
}

/** "in 3 weeks call Zoe", "tmrw 9 call maya": when, and then what. */
function isTimeFirst({ clause, start, context }: Request): boolean {
  const time = clause.units[start]?.time;
  const verb = start + 1 + phraseAt(clause.units, start + 1, ',|:|-');
  return (
    time?.kind === 'span' && time.from.toMillis() > context.now.getTime() && actsAt(clause, verb).has('todo')
  );
}

/** "set up a call with him on Friday", "schedule a meeting with X tomorrow". */
function isMeeting(request: Request, made: number | undefined): boolean {
  const { clause, start, to } = request;
  const verb = phraseAt(
    clause.units,
    start,
    'schedule|book|arrange|plan|organise|organize|set up|put in|plan in',
  );
  // "meeting with Stefan on Wednesday 9:30" is still to come
  const bare = start + phraseAt(clause.units, start, 'a|quick|short|a quick|a short|another|intro|follow up');
  const isNoun =
    PLANNED.test(normAt(clause.units, bare)) && /^(with|at)$/.test(normAt(clause.units, bare + 1));
  const isAhead = clause.units
    .slice(start, to)
    .some(({ time }) => time?.kind === 'span' && time.from.toMillis() > request.context.now.getTime());
  const from = verb > 0 ? start + verb : (made ?? (isNoun && isAhead ? start : undefined));
  if (from === undefined || !clause.units.slice(from, to).some((unit) => unit.time?.kind === 'span'))
    return false;
  const noun =
    from +
    phraseAt(clause.units, from, 'a|an|the|another|quick|short|intro|a quick|a short|a follow up|me a|us a');
  return PLANNED.test(normAt(clause.units, noun));
}

const PLANNED = /^(call|meeting|demo|chat|lunch|coffee|visit|workshop|review)$/;

const isReminder = (request: Request, from: number) =>
  request.clause.units.slice(from, request.to).some((unit) => /^reminders?$/.test(unit.norm));

/** Where the title begins after "create an urgent task for Mia to"; undefined when no task is named. */
function taskNoun(request: Request, from: number): number | undefined {
  const { clause, to } = request;
  for (let at = from; at < Math.min(to, from + 6); at++) {
    if (/^(at|from|,|:)$/.test(normAt(clause.units, at))) return undefined;
    const noun = sensesAt(clause, at, 'entity').find(
      (match) => match.sense.entity === 'task' && !match.sense.isPlural,
    );
    if (noun) return from;
    const other = sensesAt(clause, at, 'entity')[0];
    if (other && at > from) return undefined;
  }
  return undefined;
}

const DONE = `as done|as completed|as complete|as finished|done|completed|complete|finished|off|as closed|is done|
  is finished|is completed|are done|was done|to done|to completed|off my list|off the list`;

/** "mark the call with Jane as done", "complete all my overdue tasks", "I finished the Contoso quote task". */
export const completeTask: Frame = async (request) => {
  const { clause, start, to } = request;
  if (request.isQuestion) return undefined;
  const verbed = afterVerb(request, 'complete', 'update');
  const isPhrase = (request.acts.get('complete') ?? 0) > 1;
  const isMark =
    !isPhrase && /^(mark|set|check|tick|cross|move|flag|put|close|make)$/.test(normAt(clause.units, start));
  const said = phraseAt(
    clause.units,
    start,
    `i have done|i did|i finished|i completed|i am done with|done with|finished|completed|
    i have finished|i have completed|we finished|done|we did|just finished|i just finished|i just did`,
  );
  const from = said > 0 ? start + said : (verbed ?? start);
  // "completed tasks last week" describes a list
  const isList = sensesAt(clause, start + 1, 'entity').some(({ sense }) => sense.isPlural);
  if (isList && /^(completed|finished|done)$/.test(normAt(clause.units, start))) return undefined;
  let end = to;
  let isTold = said > 0 || (afterVerb(request, 'complete') !== undefined && !isMark);
  for (let at = from; at < to; at++) {
    const length = phraseAt(clause.units, at, DONE);
    if (length === 0 || wordsOf(request, at + length, to).length > 0) continue;
    if (at === from && length === 1 && normAt(clause.units, at) !== 'off') continue;
    end = at;
    isTold = isTold || verbed !== undefined || length > 1;
    break;
  }
  if (!isTold || (isMark && end === to && normAt(clause.units, start) !== 'close')) return undefined;
  const isListed = isPluralPronoun(request, from) && request.context.lastList?.entity === 'task';
  const hasTask = isListed || hasKind(request, from, end);
  const pronoun = wordsOf(request, from, end).every((word) => /^(it|that|this|one)$/i.test(word));
  if (!hasTask && !(pronoun && request.context.focus[0]?.entity === 'task') && said === 0) {
    const isTicked = /^(tick|check|cross|finish|complete)$/.test(normAt(clause.units, start));
    const found = end < to || isTicked ? await taskAt(request, from, end) : undefined;
    const isNamed = typeof found?.args.task === 'string' || clause.units[from]?.isPlaced;
    return found && isNamed ? draft(found) : undefined;
  }
  const found = await taskAt(request, from, end);
  return found && draft(found);

  function draft({ args, confidence, title }: ChosenTask): Draft[] {
    return [{ tool: 'complete_tasks', args, confidence, ...(title && { read: [title] }) }];
  }
};

/** "push the call with Jane to Friday", "snooze that task until tomorrow", "reschedule my overdue tasks to Monday". */
export const postponeTask: Frame = async (request) => {
  const { clause, to } = request;
  const from = afterVerb(request, 'postpone', 'move', 'update');
  // "set a reminder for Friday" makes one
  if (from === undefined || request.isQuestion || phraseAt(clause.units, from, 'a|an|me a|up a|another') > 0)
    return undefined;
  for (let at = from; at < to; at++) {
    const lead = phraseAt(
      clause.units,
      at,
      `to|until|till|by|for|back to|forward to|out to|on|back by|by another|due|due date to`,
    );
    const time = clause.units[at + lead]?.time;
    if (time?.kind !== 'span' || wordsOf(request, at + lead + 1, to).length > 0) continue;
    const found = await taskAt(request, from, at);
    const isTask =
      hasKind(request, from, at) ||
      request.context.focus[0]?.entity === 'task' ||
      found?.title !== undefined ||
      isDueThen(found) ||
      (typeof found?.args.task === 'string' &&
        /^(postpone|snooze|reschedule|delay|defer)$/.test(normAt(clause.units, request.start)));
    if (!found || !isTask) return undefined;
    const due = actPoint(nextAfter(time, request, at), 9);
    const read = [textOf(clause, at + lead, at + lead + 1), ...(found.title ? [found.title] : [])];
    return [
      {
        tool: 'update_tasks',
        args: { ...found.args, set: { due: iso(due) } },
        confidence: found.confidence,
        read,
      },
    ];
  }
  return undefined;
};

/** "everything due today": only tasks are due. */
function isDueThen(found: ChosenTask | undefined): boolean {
  const where = (found?.args.where ?? []) as Array<{ field: string }>;
  return where.some(({ field }) => field === 'due');
}

/** "from Monday to Wednesday": the Wednesday after that Monday. */
function nextAfter(time: TimeSpan, { clause }: Request, at: number): TimeSpan {
  const before = clause.units[at - 1]?.time;
  const isWeekday = /^(mon|tues|wednes|thurs|fri|satur|sun)day$/;
  const isBehind = before?.kind === 'span' && before.from > time.from;
  const areDays = [clause.units[at - 1], clause.units[at + 1]].every((unit) =>
    isWeekday.test(unit?.norm ?? ''),
  );
  if (!isBehind || !areDays) return time;
  return { ...time, from: time.from.plus({ weeks: 1 }), to: time.to.plus({ weeks: 1 }) };
}
