import { freeSlug } from '@clianta/crm-core/calendar/booking-link/link-address';
import {
  MeetingScheduler,
  type MeetingSchedulerRecord,
} from '@clianta/crm-core/calendar/booking-link/meeting-scheduler.schema';
import { workingHours } from '@clianta/crm-core/calendar/working-hours';
import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import { setOwnPreferences } from '@clianta/crm-core/workspace/own-preferences';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { capitalize } from '../../tools/format.ts';
import { addressOf, hoursInWords, rulesInWords } from './link-words.ts';
import { peopleMeant } from './people-meant.ts';
import { type Rules, readRules } from './read-rules.ts';

const ACTIONS = ['show', 'create', 'change', 'off', 'on', 'hours'] as const;
const text = (what: string, most: number) =>
  slot({ kind: 'text' }, z.string().trim().min(1).max(most).describe(what)).optional();

const input = z.strictObject({
  action: z
    .enum(ACTIONS)
    .default('show')
    .describe('show (the default), create, change, off, on; hours: when the caller works'),
  link: text('Which link, by its name; left out: the only one', 120),
  name: text('Name of a new one: "intro call"', 120),
  minutes: z.number().int().min(5).max(480).optional(),
  rules: text(
    'In words: "four a day, not Mondays, 15 minutes buffer, one day notice, afternoons only, 30 or 60 minutes, round robin"',
    500,
  ),
  notOn: text('Days on which nothing is booked: "Mondays"', 120),
  bufferMin: z.number().int().min(0).max(120).optional().describe('Minutes that stay free around each'),
  hosts: text('Whom people meet; left out: the caller', 300),
});
type Args = z.output<typeof input>;

export const bookingLink = defineTool({
  name: 'booking_link',
  does: 'Looking after booking links',
  entity: MeetingScheduler.name,
  description:
    'Shows, makes, changes or switches off booking links: pages where people outside pick a time themselves. Also sets when the caller works (action hours).',
  input,
  effect: 'write',
  async run(given, context): Promise<ToolResult> {
    const args = splitName(given);
    switch (args.action) {
      case 'create':
        return created(context, args);
      case 'show':
        return shown(context);
      case 'hours':
        return ownHours(context, args);
      default:
        return changed(context, args);
    }
  },
});

/** "calls, four a day, not Mondays": what it is called ends at the first comma. */
function splitName(args: Args): Args {
  const [name = '', ...rules] = (args.name ?? '').split(/,\s*/);
  if (rules.length === 0) return args;
  return { ...args, name, rules: [rules.join(', '), args.rules].filter(Boolean).join(', ') };
}

async function rulesSaid(
  context: ToolContext,
  { rules: said, minutes, notOn, bufferMin }: Args,
  known?: MeetingSchedulerRecord['hours'],
): Promise<Rules> {
  const { crm, scope } = context;
  const own = (await workingHours(crm, scope.workspaceId, [scope.actor.id])).get(scope.actor.id);
  const { rules, left } = readRules(
    [said, notOn && `not on ${notOn}`].filter(Boolean).join(', '),
    known && known.length > 0 ? known : own && own.spans.length > 0 ? own.spans : undefined,
  );
  if (left)
    throw new InvalidError(
      `I do not know what “${left}” means for a booking link. Say it such as “four a day, not Mondays, 15 minutes buffer, one day notice”.`,
    );
  return {
    ...rules,
    ...(minutes !== undefined && { minutes: [minutes] }),
    ...(bufferMin !== undefined && { bufferBeforeMin: bufferMin, bufferAfterMin: bufferMin }),
  };
}

async function created(context: ToolContext, args: Args): Promise<ToolResult> {
  const { crm, scope } = context;
  const rules = await rulesSaid(context, args);
  const people = await peopleMeant(context, args.hosts, 'hosts');
  if (people.guests.length > 0)
    throw new InvalidError(
      `${people.guests[0]?.name} is not in the team: only teammates can be met by a link.`,
    );
  const others = people.team.flatMap(({ userId }) => userId ?? []);
  const isOfOthers = args.hosts !== undefined && !/\b(?:me|myself|us|i)\b/i.test(args.hosts);
  const hostIds = isOfOthers && others.length > 0 ? others : [scope.actor.id, ...others];
  const length = rules.minutes?.[0] ?? 30;
  const name = capitalize(args.name ?? `${length} minutes with ${scope.actor.name.split(' ')[0]}`);
  const link = await crm.records(MeetingScheduler).create(scope, {
    ...rules,
    name,
    slug: await freeSlug(crm, `${scope.actor.name} ${name}`),
    hostIds,
  });
  return answered(context, link, `Made the booking link **${link.name}**`, 'created');
}

async function changed(context: ToolContext, args: Args): Promise<ToolResult> {
  const link = await theLink(context, args.link);
  const isSwitch = args.action !== 'change';
  // what narrows its hours narrows those that it has
  const rules = await rulesSaid(context, args, link.hours);
  const patch = {
    ...rules,
    ...(isSwitch && { isOn: args.action === 'on' }),
    ...(args.name && { name: args.name }),
  };
  if (Object.keys(patch).length === 0)
    throw new InvalidError('What is to be changed? Say it such as “15 minutes buffer” or “not on Fridays”.');
  const after = await context.crm.records(MeetingScheduler).update(context.scope, link.id, patch);
  const what = isSwitch ? `Switched ${args.action} the booking link` : 'Changed the booking link';
  return answered(context, after, `${what} **${after.name}**`, 'updated');
}

async function answered(
  context: ToolContext,
  link: MeetingSchedulerRecord,
  what: string,
  change: 'created' | 'updated',
): Promise<ToolResult> {
  const { crm, scope } = context;
  const { team } = await crm.facts(scope.workspaceId);
  const hosts = link.hostIds.map((id) => team.find((one) => one.id === id)?.name ?? 'somebody who left');
  return {
    text: [
      `${what}: ${addressOf(crm, link)}`,
      '',
      ...rulesInWords(link, hosts).map((rule) => `- ${capitalize(rule)}`),
    ].join('\n'),
    changes: [{ entity: MeetingScheduler.name, id: link.id, change }],
    suggestions: ['Not on Mondays', '15 minutes buffer', 'Turn off my booking link'],
    isAnswer: true,
  };
}

async function shown(context: ToolContext): Promise<ToolResult> {
  const { crm, scope } = context;
  const links = await ownLinks(context);
  if (links.length === 0)
    return {
      text: 'You have no booking link yet.',
      suggestions: [
        'Make a booking link for 30 minute calls',
        'A link for 20 minute calls, four a day, not Mondays',
      ],
      isAnswer: true,
    };
  const { team } = await crm.facts(scope.workspaceId);
  const lines = links.map((link) => {
    const hosts = link.hostIds.map((id) => team.find((one) => one.id === id)?.name ?? 'somebody who left');
    return `- **${link.name}**: ${addressOf(crm, link)} (${rulesInWords(link, hosts).join('; ')})`;
  });
  return { text: lines.join('\n'), isAnswer: true };
}

async function ownLinks({ crm, scope }: ToolContext): Promise<MeetingSchedulerRecord[]> {
  const { records } = await crm.records(MeetingScheduler).find(scope, {
    where: [{ field: 'hostIds', op: 'eq', value: scope.actor.id }],
    sort: '-createdAt',
    limit: 50,
  });
  return records;
}

async function theLink(context: ToolContext, name: string | undefined): Promise<MeetingSchedulerRecord> {
  const links = await ownLinks(context);
  const wanted = fold(name ?? '')
    .replace(/\b(?:my|the|booking|scheduling|calendar|link|page)\b/g, '')
    .trim();
  const found = wanted ? links.filter((one) => one.id === name || fold(one.name).includes(wanted)) : links;
  const [only, ...others] = found;
  if (!only)
    throw new InvalidError(
      links.length === 0
        ? 'You have no booking link yet. Say “make a booking link for 30 minute calls”.'
        : `You have no booking link “${name}”. Yours: ${links.map((one) => one.name).join(', ')}.`,
    );
  if (others.length === 0) return only;
  throw new AskBack({
    text: 'Which booking link?',
    options: found.slice(0, 6).map((one) => ({ label: one.name, value: one.name })),
    argument: 'link',
  });
}

/** "I work from 7 to 3": of the caller, for all that looks for free time. */
async function ownHours(context: ToolContext, args: Args): Promise<ToolResult> {
  const { hours } = await rulesSaid(context, args);
  if (!hours || hours.length === 0)
    throw new InvalidError('When do you work? Say it such as “I work from 8 to 4, not on Fridays”.');
  const member = await setOwnPreferences(context.crm, context.scope, { hours });
  return {
    text: `You work ${hoursInWords(hours)} from now on. Free slots and your booking links go by that.`,
    changes: [{ entity: 'teamMember', id: member.id, change: 'updated' }],
    isAnswer: true,
  };
}
