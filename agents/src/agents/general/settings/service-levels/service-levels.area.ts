import {
  DEFAULT_SLA,
  PRIORITIES,
  type Priority,
  SlaPolicy,
  type SlaPolicyRecord,
  type SlaRules,
} from '@clianta/crm-core/crm/sla-policy/sla-policy.schema';
import { Ticket } from '@clianta/crm-core/crm/ticket/ticket.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { filterInWords } from '../../../../language/filter-in-words.ts';
import type { ToolContext } from '../../../../tool.ts';
import { undoable } from '../../../../tools/focus.ts';
import { capitalize, counted } from '../../../../tools/format.ts';
import { type AreaArgs, defineArea, wordsOf } from '../setting-area.ts';

const input = z.strictObject({
  tickets: wordsOf(200).describe('Of a service level: which tickets, "of premium customers"; left out: all'),
  priority: z.enum(PRIORITIES).optional().describe('Of a service level: only those of this priority'),
  target: z
    .enum(['first', 'solve'])
    .optional()
    .describe('Of a service level: a first answer, or the solution'),
  within: wordsOf(40).describe('Of a service level: how long there is in working time, "2 hours"'),
});
type Args = AreaArgs<typeof input>;

const EXAMPLE = 'set the SLA of urgent tickets to 2 hours';
const MOST_POLICIES = 200;
/** Working hours of a unit, by its first letter. */
const HOURS: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 8, w: 40 };
const NUMBERS: Readonly<Record<string, number>> = {
  half: 0.5,
  an: 1,
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
};
const LENGTH =
  /(\d+(?:\.\d+)?|half|an?|one|two|three|four)\s*(?:an?\s+)?(?:working\s+|business\s+)?(min(?:ute)?s?|m|h(?:ou)?rs?|h|days?|d|weeks?|w)\s*[.!]?$/i;

/** A policy as it is and as it would be. */
interface Level {
  name: string;
  before: SlaPolicyRecord | undefined;
  values: Partial<SlaRules>;
  changes: Array<{ label: string; from?: string; to: string }>;
}

/** @throws InvalidError for what is not said well enough */
async function levelFrom(context: ToolContext, args: Args): Promise<Level> {
  const { crm, scope } = context;
  const when = await ticketsMeant(context, args.tickets);
  const { records } = await crm.records(SlaPolicy).find(scope, { limit: MOST_POLICIES });
  const before = records.find((one) =>
    when.length > 0
      ? one.teams.length === 0 && JSON.stringify(one.when) === JSON.stringify(when)
      : one.isDefault,
  );
  const name = before?.name ?? (when.length > 0 ? `Tickets ${args.tickets}`.slice(0, 120) : DEFAULT_SLA.name);
  if (args.action === 'remove') {
    if (!before || when.length === 0)
      throw new InvalidError(`There is no service level for tickets ${args.tickets ?? 'of their own'}.`);
    const to = 'as for other tickets';
    return { name, before, values: {}, changes: [{ label: 'Service level', from: name, to }] };
  }
  if (args.within === undefined) throw new InvalidError(`Say how long there is: “${EXAMPLE}”.`);
  const hours = hoursSaid(args.within);
  // when the team works is what it is for all others, unless this policy has hours already
  const {
    name: _name,
    isDefault: _isDefault,
    ...usual
  } = records.find(({ isDefault }) => isDefault) ?? DEFAULT_SLA;
  const { hours: working, holidayCountry, holidayRegion, extraHolidays, timeZone } = usual;
  const fields = (args.priority ? [args.priority] : PRIORITIES).map((priority) =>
    fieldOf(args.target ?? 'first', priority),
  );
  return {
    name,
    before,
    values: {
      ...(!before && { name, isDefault: when.length === 0, when, hours: working, extraHolidays }),
      ...(!before && holidayCountry && { holidayCountry }),
      ...(!before && holidayRegion && { holidayRegion }),
      ...(!before && timeZone && { timeZone }),
      ...Object.fromEntries(fields.map((field) => [field, hours])),
    },
    changes: fields.map((field) => ({
      label: SlaPolicy.fields.find((one) => one.name === field)?.label ?? field,
      from: inHours((before ?? DEFAULT_SLA)[field]),
      to: inHours(hours),
    })),
  };
}

type Target = `${'first' | 'solve'}${Capitalize<Priority>}`;

const fieldOf = (target: 'first' | 'solve', priority: Priority): Target =>
  `${target}${capitalize(priority) as Capitalize<Priority>}`;

const inHours = (hours: number): string =>
  hours < 1
    ? counted(Math.round(hours * 60), { one: 'working minute', many: 'working minutes' })
    : counted(hours, { one: 'working hour', many: 'working hours' });

function hoursSaid(within: string): number {
  const [, amount = '', unit = ''] = LENGTH.exec(within) ?? [];
  const hours =
    (NUMBERS[amount.toLowerCase()] ?? Number(amount)) * (HOURS[unit.charAt(0).toLowerCase()] ?? 0);
  if (hours >= 0.25) return hours;
  throw new InvalidError(`A service level is a quarter of an hour or more: “${EXAMPLE}”.`);
}

/** @throws InvalidError naming the words that no filter could be made of */
async function ticketsMeant(
  { crm, catalogue, scope }: ToolContext,
  said: string | undefined,
): Promise<Condition[]> {
  if (said === undefined) return [];
  const { filter, unread } = await filterInWords(crm, catalogue, scope, Ticket, `tickets ${said}`);
  const { where = [], anyOf = [], search } = filter;
  if (unread.length > 0 || search || anyOf.length > 0 || where.length === 0)
    throw new InvalidError(
      `I do not know which tickets are “${search ?? (unread.join(' ') || said)}”. Say it by a field, such as “of companies with the tag premium” or “of mining companies”.`,
    );
  return where;
}

export const serviceLevelsArea = defineArea({
  name: 'sla',
  does: 'Changing service levels',
  about: 'how soon tickets are answered and solved',
  input,
  actions: ['set', 'remove'],
  call: { entity: SlaPolicy.name, operation: 'update' },
  example: EXAMPLE,
  async propose(args, context) {
    const { name, before, changes } = await levelFrom(context, args);
    const title = args.action === 'remove' ? `Remove the service level “${name}”` : `Service level “${name}”`;
    return {
      title,
      preview: { count: 1, sample: [], changes },
      recordIds: [before?.id ?? context.scope.workspaceId],
      isDestructive: args.action === 'remove',
    };
  },
  async run(args, context) {
    const { crm, scope, approvedIds } = context;
    if (!approvedIds?.length) throw new InvalidError('That has to be approved first.');
    const { name, before, values, changes } = await levelFrom(context, args);
    const policies = crm.records(SlaPolicy);
    const isRemoval = args.action === 'remove' && before !== undefined;
    const after = isRemoval
      ? await policies.delete(scope, before.id)
      : before
        ? await policies.update(scope, before.id, values, { version: before.version })
        : await policies.create(scope, values as never);
    const isSame = !isRemoval && before?.version === after.version;
    const said = changes.map(({ label, to }) => `${label.toLowerCase().replace(' (hours)', '')}: ${to}`);
    return {
      text: isRemoval
        ? `Removed the service level “${name}”. Those tickets are measured as others are.`
        : `${isSame ? 'It is like that already. ' : ''}**${name}**: ${said.join('; ')}. Their clocks are counted anew with it.`,
      changes: isSame
        ? []
        : [
            {
              entity: SlaPolicy.name,
              id: after.id,
              change: isRemoval ? 'deleted' : before ? 'updated' : 'created',
            },
          ],
      ...(undoable(context).undoGroupId && !isSame && { suggestions: ['Undo that'] }),
      isAnswer: true,
    };
  },
});
