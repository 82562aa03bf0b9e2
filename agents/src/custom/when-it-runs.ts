import {
  type AgentTrigger,
  MOST_TRIGGERS,
} from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import { InvalidError } from '@clianta/crm-core/errors';
import type { Schedule } from '@clianta/crm-core/intelligence/report/schedule';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { filterInWords } from '../language/filter-in-words.ts';
import { slot } from '../slot.ts';
import type { ToolContext } from '../tool.ts';

/** How it is said when an agent runs by itself. */
export const whenShape = {
  starts: slot({ kind: 'text' }, z.string().trim().min(3).max(120))
    .optional()
    .describe('What sets it off, as "new contact", "changed deal", "deleted task"; several with "or"'),
  every: z.enum(['day', 'night', 'week', 'month']).optional().describe('It runs by itself that often'),
  at: slot({ kind: 'moment' }, z.string())
    .optional()
    .describe('The first time of that, ISO 8601: its weekday, or day of the month, and time of day are kept'),
};

const ON: ReadonlyArray<readonly [RegExp, AgentTrigger['on']]> = [
  [/\b(delet|remov)/i, 'deleted'],
  [/\b(chang|updat|edit|mov)/i, 'updated'],
  [/\b(new|add|creat|com(es|ing) in|open)/i, 'created'],
];

/** What says that something happens, and not to which records. */
const HAPPENS =
  /\b(?:is|are|was|were|gets?|that|which|has been|newly|new|add(?:ed|s)?|created?s?|chang(?:ed|es?)|updat(?:ed|es?)|edit(?:ed|s)?|mov(?:ed|es)|delet(?:ed|es?)|remov(?:ed|es?)|open(?:ed|s)|com(?:es?|ing) in)\b/gi;
/** A capital A is a grade. */
const ARTICLES = /\b(?:an?|any|every|each|one|all|the)\b/g;

/**
 * "a new lead from Spain or a changed deal over 20k" as triggers.
 *
 * @throws InvalidError for a kind of record, or an event, that there is none of, and for words that no filter is made of
 */
export async function triggersOf(context: ToolContext, said: string): Promise<AgentTrigger[]> {
  const triggers: AgentTrigger[] = [];
  for (const part of said.split(/\s+or\s+|,\s*/i)) triggers.push(await triggerOf(context, part));
  if (triggers.length > MOST_TRIGGERS)
    throw new InvalidError(`An agent has at most ${MOST_TRIGGERS} triggers.`);
  return triggers;
}

async function triggerOf({ crm, scope, catalogue }: ToolContext, part: string): Promise<AgentTrigger> {
  const entity = part
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .flatMap((word) => catalogue.entityCalled(word) ?? nounOf({ catalogue }, word) ?? [])[0];
  const on = ON.find(([verb]) => verb.test(part))?.[1];
  if (!entity?.talk || !on)
    throw new InvalidError(
      `“${part}” is nothing that sets an agent off. Say, for example, “a new contact”, “a changed deal” or “a deleted task”.`,
    );
  const words = part.replace(HAPPENS, ' ').replace(ARTICLES, ' ').replace(/\s+/g, ' ').trim();
  // most say no more than the kind
  if (catalogue.entityCalled(words.toLowerCase()) === entity) return { entity: entity.name, on, filter: {} };
  const { filter, unread } = await filterInWords(crm, catalogue, scope, entity, words);
  if (unread.length > 0 || filter.search)
    throw new InvalidError(
      `I do not know what “${filter.search ?? unread.join(' ')}” means for ${entity.label.many}. Say it by a field, such as “from Spain” or “over 20k”.`,
    );
  return { entity: entity.name, on, filter };
}

const singular = (word: string) => word.replace(/s$/, '');

/** "lead" is a contact of that lifecycle stage. */
function nounOf({ catalogue }: Pick<ToolContext, 'catalogue'>, word: string) {
  return catalogue.spoken.find(
    ({ aliases = [], talk }) =>
      aliases.includes(word) || Object.keys(talk.nouns ?? {}).some((noun) => noun === singular(word)),
  );
}

/** From here on a day is a night again: “every night at 2” is after midnight. */
const EVENING = 18;

/** Eight in the morning, two at night, and Monday or the first, where nothing else is said. */
export function scheduleOf(
  context: ToolContext,
  { every, at }: { every?: z.output<(typeof whenShape)['every']>; at?: string | undefined },
): Schedule | undefined {
  if (every === undefined && at === undefined) return undefined;
  const zone = context.timeZone;
  const given = at === undefined ? undefined : parseInstant(at, context);
  if (at !== undefined && !given)
    throw new InvalidError(`“${at}” is not a time I understand. Try “every day at 8”.`);
  const said = given && DateTime.fromJSDate(given, { zone });
  const isAfternoon = every === 'night' && said && said.hour >= 12 && said.hour < EVENING;
  const first = isAfternoon ? said.minus({ hours: 12 }) : said;
  const often = every === undefined || every === 'night' ? 'day' : every;
  const day = often === 'week' ? (first?.weekday ?? 1) : often === 'month' ? (first?.day ?? 1) : 1;
  return {
    every: often,
    day,
    time: first?.toFormat('HH:mm') ?? (every === 'night' ? '02:00' : '08:00'),
    zone,
  };
}
