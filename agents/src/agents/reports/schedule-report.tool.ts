import { parseInstant } from '@clianta/crm-core/entity/filter';
import { InvalidError } from '@clianta/crm-core/errors';
import { Report, type ReportRecord } from '@clianta/crm-core/intelligence/report/report.schema';
import { nextSlot, type Schedule } from '@clianta/crm-core/intelligence/report/schedule';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { keepReport, reportCard } from '../../reports/keep-report.ts';
import { lastReport } from '../../reports/last-report.ts';
import { questionOf, specOf } from '../../reports/report-question.ts';
import { recipientsInWords, scheduleInWords } from '../../reports/schedule-words.ts';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { formatDate } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { whoseOf } from '../../tools/whose.ts';

const input = z.strictObject({
  report: slot({ kind: 'text' }, z.string().max(120))
    .optional()
    .describe('Name of a saved report; left out: the one shown last'),
  every: z.enum(['day', 'week', 'month']).optional().describe('Default week'),
  at: slot({ kind: 'moment' }, z.string())
    .optional()
    .describe('The first time, ISO 8601: its weekday, or day of the month, and time of day are kept'),
  lastDay: z.boolean().optional().describe('On the last day of each month'),
  to: slot({ kind: 'whose' }, z.string())
    .optional()
    .describe('A teammate\'s name, "me" (the default) or "team"'),
  outside: slot({ kind: 'email' }, z.email())
    .optional()
    .describe('E-mail address of somebody who is not in the team'),
  stop: z.boolean().optional().describe('Sends it no more'),
});
type Args = z.output<typeof input>;

export const scheduleReport = defineTool({
  name: 'schedule_report',
  does: 'Scheduling a report',
  operation: 'other',
  entity: Report.name,
  description:
    'Sends a report by itself every day, week or month at a time of day, to teammates; to an address outside only after approval. Or stops it.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    if (args.stop || !args.outside) return undefined;
    const schedule = scheduleOf(context, args);
    const name = args.report
      ? (await resolveOne(context, Report, args.report, 'report')).name
      : 'the report shown last';
    return {
      title: `Send ${args.report ? `“${name}”` : name} ${scheduleInWords(schedule)} to ${args.outside}`,
      preview: {
        count: 1,
        sample: [],
        changes: [
          { label: 'Sent', to: scheduleInWords(schedule) },
          { label: 'Outside the team, to', to: args.outside },
        ],
      },
      recordIds: [],
    };
  },
  async run(args, context): Promise<ToolResult> {
    if (args.stop) return stopped(context, args.report);
    const { crm, scope } = context;
    const schedule = scheduleOf(context, args);
    const values = {
      schedule,
      recipientIds: args.outside && !args.to ? [] : await recipients(context, args.to),
      outsideRecipients: args.outside ? [args.outside] : [],
      isPaused: false,
    };
    const { record, isNew } = args.report
      ? await scheduled(context, args.report, values)
      : await ofLast(context, values);
    const { team } = await crm.facts(scope.workspaceId);
    return {
      text: `I will send **${record.name}** ${scheduleInWords(schedule)} to ${recipientsInWords(team, record)}, for the first time on ${formatDate(nextSlot(schedule, context.now), context)}.`,
      cards: [await reportCard(context, record, 'Scheduled')],
      changes: [{ entity: Report.name, id: record.id, change: isNew ? 'created' : 'updated' }],
      isAnswer: true,
    };
  },
});

type Values = Pick<ReportRecord, 'recipientIds' | 'outsideRecipients' | 'isPaused'> & { schedule: Schedule };
type Kept = { record: ReportRecord; isNew: boolean };

async function scheduled(context: ToolContext, name: string, values: Values): Promise<Kept> {
  const { id } = await resolveOne(context, Report, name, 'report');
  return { record: await context.crm.records(Report).update(context.scope, id, values), isNew: false };
}

async function ofLast(context: ToolContext, { isPaused: _, ...values }: Values): Promise<Kept> {
  const question = await questionOf(context, lastReport(context));
  return keepReport(context, question, specOf(context, question), values);
}

/** Monday at eight, where nothing else is said. */
function scheduleOf(context: ToolContext, { every = 'week', at, lastDay }: Args): Schedule {
  const zone = context.timeZone;
  const given = at === undefined ? undefined : parseInstant(at, context);
  if (at !== undefined && !given)
    throw new InvalidError(`“${at}” is not a time I understand. Try “every Monday at 8”.`);
  const first = given && DateTime.fromJSDate(given, { zone });
  const time = first?.toFormat('HH:mm') ?? '08:00';
  if (lastDay) return { every: 'month', day: 31, time, zone };
  const day = every === 'week' ? (first?.weekday ?? 1) : every === 'month' ? (first?.day ?? 1) : 1;
  return { every, day, time, zone };
}

async function recipients(context: ToolContext, to = 'me'): Promise<string[]> {
  const { userId } = await whoseOf(context, to, 'to');
  if (userId) return [userId];
  const { team } = await context.crm.facts(context.scope.workspaceId);
  return team.map(({ id }) => id);
}

async function stopped(context: ToolContext, name: string | undefined): Promise<ToolResult> {
  const reports = context.crm.records(Report);
  const { records } = await reports.find(context.scope, {
    where: [
      { field: 'ownerId', op: 'eq', value: context.scope.actor.id },
      { field: 'schedule', op: 'is_set' },
    ],
    limit: 2,
  });
  const [only, ...others] = records;
  if (!name && !only)
    return { text: 'None of your reports is sent by itself, so there is nothing to stop.', isAnswer: true };
  if (!name && others.length > 0)
    throw new InvalidError(
      'Several of your reports are sent by themselves. Say which: “stop sending the report Monthly sales”.',
    );
  const found = name || !only ? await resolveOne(context, Report, name ?? '', 'report') : only;
  const record = await reports.update(context.scope, found.id, {
    schedule: null,
    recipientIds: [],
    outsideRecipients: [],
  });
  return {
    text: `**${record.name}** is not sent any more. It is still saved.`,
    cards: [await reportCard(context, record, 'Stopped')],
    changes: [{ entity: Report.name, id: record.id, change: 'updated' }],
    isAnswer: true,
  };
}
