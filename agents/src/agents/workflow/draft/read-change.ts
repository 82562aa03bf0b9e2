import {
  type ActionStep,
  allSteps,
  type Definition,
  definitionSchema,
  type Step,
} from '@clianta/crm-core/automation/definition.schema';
import type { Condition, Filter } from '@clianta/crm-core/entity/filter.schema';
import { validate } from '@clianta/crm-core/entity/validate';
import type { ToolContext } from '../../../tool.ts';
import { stepInWords } from '../../../workflows/definition-in-words.ts';
import { sayFor } from '../../../workflows/names.ts';
import { durationIn } from './read-duration.ts';
import { narrowingIn } from './read-filter.ts';
import { peopleIn } from './read-people.ts';
import { timeIn } from './read-schedule.ts';
import { stepsIn } from './read-steps.ts';
import { NotRead, type Reading } from './reading.ts';
import { stepsOf } from './split-rule.ts';

export interface DraftChange {
  draft?: Definition;
  name?: string;
}

type Change = (definition: Definition, said: string, reading: Reading) => Promise<DraftChange | undefined>;

const RENAME =
  /^(?:rename|call)\s+(?:it|the workflow|the automation|the flow)?\s*(?:to|in)?\s*["“]?(.+?)["”]?$/i;
const ONLY =
  /^(?:it should |the (?:rule|workflow|automation|flow) should |make it )?(?:only|just)(?:\s+(?:apply|run|start|be))?(?:\s+(?:to|for|on|if|when|with))?\s+(.+)$/i;
const SHOULD_ONLY = /^.*?\bshould(?: only)? (?:run|apply|start)(?: only)?\s+(?:for|to|on)\s+(.+)$/i;
const CONDITION =
  /^(?:add (?:a |the )?(?:condition|filter)[^:]*[:,]?\s*)(?:only\s+)?(?:if\s+|for\s+|that\s+)?(.+)$/i;
const EXCEPT =
  /^(?:it should |the \w+ should |make it |make the workflow )?(?:exclude|skip|leave out|except(?: for)?|not for|without)\s+(.+?)(?:\s+from (?:it|the \w+))?$/i;
const REMOVE = /^(?:remove|delete|drop|take (?:off|out)|leave out)\s+(?:the\s+)?(.+?)(?:\s+from .+)?$/i;
const ADD =
  /^(?:(?:and\s+)?also|add(?: a| another)? step(?: to it)?(?: that| which|:| to)?|add(?: an)? action[^:,]*[:,]?(?: also)?|then|and then|plus)\s*[:,]?\s*(.+)$/i;
const SWAP = [
  /^(?:replace|change|swap)\s+(?<old>.+?)\s+(?:by|with|to|for)\s+(?<fresh>.+)$/i,
  /^(?:.*?\bassign(?:s|ed)?\s+(?:it\s+)?)?to\s+(?<fresh>.+?)\s*,?\s*(?:and not(?: to)?|instead of|not(?: to)?)\s+(?<old>.+)$/i,
  /^(?<fresh>[\p{Lu}]\S*(?: [\p{Lu}]\S*)?)\s+(?:instead of|and not|not)\s+(?<old>[\p{Lu}].*)$/u,
];
const INSTEAD =
  /^(?:instead of\s+(?:the\s+|an?\s+)?(?<old>.+?)\s*,?\s+(?<fresh>(?:create|make|assign|tell|notify|add|set|move|wait|post)\b.+)|(?<fresh2>.+?)\s+instead of\s+(?:the\s+|an?\s+)?(?<old2>.+))$/i;
const GOAL =
  /^(?:stop|end)(?:\s+it)?\s+(?:when|once|as soon as|if)\s+(?:it|they|he|she|the \w+)?\s*(?:is|are|becomes?|has|have)?\s*(.+)$/i;
const PLACES: Readonly<Record<string, number>> = { first: 0, second: 1, third: 2, fourth: 3, fifth: 4 };

/**
 * What a draft is to be instead, from words.
 *
 * @throws NotRead for what is not understood, AskBack where somebody or something is to be chosen
 */
export async function changeIn(
  context: ToolContext,
  definition: Definition,
  said: string,
  answers: Pick<Reading, 'people' | 'channel' | 'address'>,
): Promise<DraftChange> {
  const entity = context.crm.store.entity(definition.trigger.entity);
  const reading: Reading = { context, entity, ...answers };
  const text = said
    .trim()
    .replace(/[.!\s]+$/, '')
    .replace(/^(?:no|ok|hm+|actually|sorry|please|and|but)[,;:]?\s+/i, '')
    .replace(/^in (?:the )?(?:automation|workflow|flow|rule)[,:]?\s+/i, '');
  for (const change of CHANGES) {
    const found = await change(definition, text, reading);
    if (!found) continue;
    return found.draft ? { ...found, draft: validate(definitionSchema, found.draft, 'workflow') } : found;
  }
  throw new NotRead(
    `I do not understand what is to be different: “${said}”. Say it such as “only German ones”, “wait two days”, “also tell Lena”, “remove step 2” or “Lena instead of Bob”.`,
  );
}

const rename: Change = async (_, said) => {
  const name = /^(?:rename|call)\b/i.test(said) ? RENAME.exec(said)?.[1]?.trim() : undefined;
  return name ? { name: name.slice(0, 120) } : undefined;
};

const goal: Change = async (definition, said, { context, entity }) => {
  const words = GOAL.exec(said)?.[1];
  return words ? { draft: { ...definition, goal: await narrowingIn(context, entity, words) } } : undefined;
};

/** "two days, not hours": of the one wait there is, else of the one time that a task has. */
const lasts: Change = async (definition, said) => {
  const wanted = said.split(/,?\s+(?:not|instead of|rather than|and not)\s+/i)[0] ?? said;
  const isOther =
    !/\b(?:wait|waits|waiting|delay|due|days?|hours?|minutes?|weeks?|months?|time)\b/i.test(wanted) ||
    ADD.test(said) ||
    REMOVE.test(said);
  const duration = isOther ? undefined : durationIn(wanted);
  if (!duration || /\b(?:task|tell|notify|assign|tag|if|only)\b/i.test(wanted.replace(/\bdue\b.*/i, '')))
    return undefined;
  const steps = allSteps(definition.steps);
  const waits = steps.filter((step) => step.kind === 'wait');
  const dues = steps.filter((step) => step.kind === 'action' && step.input.dueIn !== undefined);
  const [only, ...others] = waits.length > 0 && !/\bdue\b/i.test(wanted) ? waits : dues;
  if (!only)
    return {
      draft: {
        ...definition,
        steps: [{ id: freeId(steps), kind: 'wait', input: { for: duration } }, ...definition.steps],
      },
    };
  if (others.length > 0)
    throw new NotRead('It waits more than once. Say which: “step 3: wait two days” after “remove step 3”.');
  return {
    draft: changed(definition, only.id, (step) => [
      step.kind === 'action'
        ? { ...step, input: { ...step.input, dueIn: duration } }
        : ({ ...step, input: { for: duration } } as Step),
    ]),
  };
};

const runsAt: Change = async (definition, said) => {
  const { trigger } = definition;
  const time = trigger.on === 'schedule' ? timeIn(said.replace(/\s+instead of .*/i, '')) : undefined;
  return time && trigger.on === 'schedule'
    ? { draft: { ...definition, trigger: { ...trigger, schedule: { ...trigger.schedule, time } } } }
    : undefined;
};

const narrows: Change = async (definition, said, { context, entity }) => {
  const except = EXCEPT.exec(said)?.[1];
  if (except && !/\bstep\b|\bmail\b|\bmessage\b/i.test(except)) {
    const out = await narrowingIn(context, entity, except);
    return {
      draft: { ...definition, entry: withConditions(definition.entry, (out.where ?? []).map(negated)) },
    };
  }
  const words = ONLY.exec(said)?.[1] ?? CONDITION.exec(said)?.[1] ?? SHOULD_ONLY.exec(said)?.[1];
  if (!words) return undefined;
  const { where = [], anyOf } = await narrowingIn(context, entity, words);
  return {
    draft: { ...definition, entry: { ...withConditions(definition.entry, where), ...(anyOf && { anyOf }) } },
  };
};

const NEGATED: Readonly<Partial<Record<Condition['op'], Condition['op']>>> = {
  eq: 'ne',
  in: 'not_in',
  is_set: 'is_empty',
  is_empty: 'is_set',
  gt: 'lte',
  gte: 'lt',
  lt: 'gte',
  lte: 'gt',
};

function negated(condition: Condition): Condition {
  const op = NEGATED[condition.op];
  if (!op || condition.where)
    throw new NotRead('I cannot leave those out. Say which it is for instead: “only …”.');
  return { ...condition, op };
}

const withConditions = (entry: Filter, more: readonly Condition[]): Filter => ({
  ...entry,
  where: [
    ...(entry.where ?? []).filter(
      (one) => !more.some(({ field, op }) => field === one.field && op === one.op),
    ),
    ...more,
  ],
});

const replaces: Change = async (definition, said, reading) => {
  const groups = INSTEAD.exec(said)?.groups;
  const [old, fresh] = [groups?.old ?? groups?.old2, groups?.fresh ?? groups?.fresh2];
  if (!old || !fresh) return undefined;
  const step = await stepCalled(definition, old, reading);
  if (!step) return undefined;
  const steps = await stepsIn(
    reading,
    stepsOf(fresh.replace(/^(?:a|an)\s+/i, 'create a ')),
    definition.steps,
  );
  return { draft: changed(definition, step.id, () => steps) };
};

/** "Lena instead of Bob": wherever Bob gets something. */
const swaps: Change = async (definition, said, reading) => {
  const groups = SWAP.map((pattern) => pattern.exec(said)?.groups).find(Boolean);
  const { old, fresh } = groups ?? {};
  if (!old || !fresh) return undefined;
  const plain = (who: string) => who.replace(/\s+in the .*$/i, '').trim();
  const step = await stepCalled(definition, old, reading);
  if (step)
    return {
      draft: changed(
        definition,
        step.id,
        await stepsIn(reading, stepsOf(fresh), definition.steps).then((steps) => () => steps),
      ),
    };
  const [from] = await peopleIn({ ...reading, people: undefined }, plain(old));
  const to = await peopleIn(reading, plain(fresh));
  const put = (value: unknown): unknown => {
    if (Array.isArray(value)) return [...new Set(value.flatMap((one) => (one === from ? to : [one])))];
    return value === from ? to[0] : value;
  };
  const swapped = everywhere(definition.steps, (action) => ({
    ...action,
    input: Object.fromEntries(Object.entries(action.input).map(([name, value]) => [name, put(value)])),
  }));
  if (JSON.stringify(swapped) === JSON.stringify(definition.steps))
    throw new NotRead(`Nobody called “${plain(old)}” gets anything in it.`);
  return { draft: { ...definition, steps: swapped } };
};

const removes: Change = async (definition, said, reading) => {
  const what = REMOVE.exec(said)?.[1];
  if (!what) return undefined;
  const step = await stepCalled(definition, what, reading);
  if (!step) throw new NotRead(`There is no step “${what}”. Say its number: “remove step 2”.`);
  if (allSteps(definition.steps).length === 1)
    throw new NotRead('It is the only step. Say what it is to do instead.');
  return { draft: changed(definition, step.id, () => []) };
};

const adds: Change = async (definition, said, reading) => {
  const words = ADD.exec(said)?.[1] ?? said;
  const steps = await stepsIn(
    reading,
    stepsOf(words.replace(/\s+as (?:a |the )?last step.*$/i, '')),
    definition.steps,
  );
  return { draft: { ...definition, steps: [...definition.steps, ...steps] } };
};

const CHANGES: readonly Change[] = [rename, goal, runsAt, lasts, narrows, replaces, swaps, removes, adds];

/** "step 2", "the last step", "the mail", "the wait". */
async function stepCalled(
  definition: Definition,
  said: string,
  { context, entity }: Reading,
): Promise<Step | undefined> {
  const steps = definition.steps;
  const number = /\b(?:step|number)\s+(\d+)\b/i.exec(said)?.[1];
  if (number) return steps[Number(number) - 1];
  if (/\blast\b/i.test(said)) return steps.at(-1);
  const place = Object.keys(PLACES).find((word) => new RegExp(`\\b${word}\\b`, 'i').test(said));
  if (place) return steps[PLACES[place] ?? 0];
  const say = await sayFor(context, entity);
  const words = said
    .toLowerCase()
    .split(/\W+/)
    .filter((word) => word.length > 2 && !/^(?:the|step|action|message|with|from)$/.test(word));
  const fits = allSteps(steps).filter((step) => {
    const text = `${stepInWords(step, say)} ${step.kind === 'action' ? `${step.action}` : step.kind}`
      .toLowerCase()
      .replace(/e-mail/g, 'mail e-mail email');
    return words.length > 0 && words.every((word) => text.includes(word));
  });
  return fits.length === 1 ? fits[0] : undefined;
}

const freeId = (steps: readonly Step[]): string => {
  let at = steps.length + 1;
  while (steps.some(({ id }) => id === `s${at}`)) at++;
  return `s${at}`;
};

/** The definition with other steps in the place of one. */
function changed(definition: Definition, id: string, to: (step: Step) => Step[]): Definition {
  const walk = (steps: readonly Step[]): Step[] =>
    steps.flatMap((step): Step[] => {
      if (step.id === id) return to(step);
      if (step.kind === 'branch') return [{ ...step, yes: walk(step.yes), no: walk(step.no) }];
      return step.kind === 'loop' ? [{ ...step, steps: walk(step.steps) }] : [step];
    });
  return { ...definition, steps: walk(definition.steps) };
}

const everywhere = (steps: readonly Step[], to: (step: ActionStep) => ActionStep): Step[] =>
  steps.map((step): Step => {
    if (step.kind === 'action') return to(step);
    if (step.kind === 'branch')
      return { ...step, yes: everywhere(step.yes, to), no: everywhere(step.no, to) };
    return step.kind === 'loop' ? { ...step, steps: everywhere(step.steps, to) } : step;
  });
