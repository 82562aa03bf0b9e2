import {
  type AgentTrigger,
  MOST_TRIGGERS,
} from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import { InvalidError } from '@clianta/crm-core/errors';
import type { Schedule } from '@clianta/crm-core/intelligence/report/schedule';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { slot } from '../slot.ts';
import type { ToolContext } from '../tool.ts';

/** How it is said when an agent runs by itself. */
export const whenShape = {
  starts: slot({ kind: 'text' }, z.string().trim().min(3).max(120))
    .optional()
    .describe('What sets it off, as "new contact", "changed deal", "deleted task"; several with "or"'),
  every: z.enum(['day', 'week', 'month']).optional().describe('It runs by itself that often'),
  at: slot({ kind: 'moment' }, z.string())
    .optional()
    .describe('The first time of that, ISO 8601: its weekday, or day of the month, and time of day are kept'),
};

const ON: ReadonlyArray<readonly [RegExp, AgentTrigger['on']]> = [
  [/\b(delet|remov)/i, 'deleted'],
  [/\b(chang|updat|edit|mov)/i, 'updated'],
  [/\b(new|add|creat|com(es|ing) in|open)/i, 'created'],
];

/** "a new lead or a changed deal" as triggers. @throws InvalidError for a kind of record, or an event, that there is none of */
export function triggersOf({ catalogue }: Pick<ToolContext, 'catalogue'>, said: string): AgentTrigger[] {
  const triggers = said.split(/\s+or\s+|,\s*/i).map((part): AgentTrigger => {
    const entity = part
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .flatMap((word) => catalogue.entityCalled(word) ?? nounOf({ catalogue }, word) ?? [])[0];
    const on = ON.find(([verb]) => verb.test(part))?.[1];
    if (!entity?.talk || !on)
      throw new InvalidError(
        `“${part}” is nothing that sets an agent off. Say, for example, “a new contact”, “a changed deal” or “a deleted task”.`,
      );
    return { entity: entity.name, on, filter: nounFilter({ catalogue }, part) };
  });
  if (triggers.length > MOST_TRIGGERS)
    throw new InvalidError(`An agent has at most ${MOST_TRIGGERS} triggers.`);
  return triggers;
}

const singular = (word: string) => word.replace(/s$/, '');

/** "lead" is a contact of that lifecycle stage. */
function nounOf({ catalogue }: Pick<ToolContext, 'catalogue'>, word: string) {
  return catalogue.spoken.find(
    ({ aliases = [], talk }) =>
      aliases.includes(word) || Object.keys(talk.nouns ?? {}).some((noun) => noun === singular(word)),
  );
}

function nounFilter({ catalogue }: Pick<ToolContext, 'catalogue'>, part: string): AgentTrigger['filter'] {
  for (const word of part.toLowerCase().split(/[^\p{L}]+/u)) {
    const noun = nounOf({ catalogue }, word)?.talk.nouns?.[singular(word)];
    if (noun) return { where: [{ field: noun.field, op: noun.op ?? 'eq', value: noun.value }] };
  }
  return {};
}

/** Eight in the morning, and Monday or the first, where nothing else is said. */
export function scheduleOf(
  context: ToolContext,
  { every, at }: { every?: Schedule['every'] | undefined; at?: string | undefined },
): Schedule | undefined {
  if (every === undefined && at === undefined) return undefined;
  const zone = context.timeZone;
  const given = at === undefined ? undefined : parseInstant(at, context);
  if (at !== undefined && !given)
    throw new InvalidError(`“${at}” is not a time I understand. Try “every day at 8”.`);
  const first = given && DateTime.fromJSDate(given, { zone });
  const often = every ?? 'day';
  const day = often === 'week' ? (first?.weekday ?? 1) : often === 'month' ? (first?.day ?? 1) : 1;
  return { every: often, day, time: first?.toFormat('HH:mm') ?? '08:00', zone };
}
