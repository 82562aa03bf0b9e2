import {
  Report,
  type ReportRecord,
  type ReportSpec,
} from '@clianta/crm-core/intelligence/report/report.schema';
import type { RecordCard } from '../reply.schema.ts';
import type { ToolContext } from '../tool.ts';
import { undoable } from '../tools/focus.ts';
import type { ReportQuestion } from './report-question.ts';
import { titleOfQuestion } from './run-report.ts';
import { recipientsInWords, scheduleInWords } from './schedule-words.ts';

type Values = Partial<
  Pick<ReportRecord, 'name' | 'isShared' | 'schedule' | 'recipientIds' | 'outsideRecipients'>
>;

/** Keeps a question as a report of whoever asks; under a name that they have used, in place of what it asked. */
export async function keepReport(
  context: ToolContext,
  question: ReportQuestion,
  spec: ReportSpec,
  values: Values,
): Promise<{ record: ReportRecord; isNew: boolean; card: RecordCard }> {
  const { crm, scope } = context;
  const reports = crm.records(Report);
  const name = values.name ?? (await titleOfQuestion(context, { ...question, span: undefined }));
  const known = await reports.findOne(scope, { ownerId: scope.actor.id, name });
  const record = known
    ? await reports.update(scope, known.id, { ...values, spec, isPaused: false })
    : await reports.create(scope, { ...values, name, spec, ownerId: scope.actor.id });
  return { record, isNew: !known, card: await reportCard(context, record, known ? 'Updated' : 'Saved') };
}

/** A report with who sees it, when it is sent and to whom. */
export async function reportCard(
  context: ToolContext,
  record: ReportRecord,
  badge: string,
): Promise<RecordCard> {
  const { team } = await context.crm.facts(context.scope.workspaceId);
  const { schedule, isShared, isPaused } = record;
  return {
    type: 'record',
    entity: Report.name,
    id: record.id,
    title: record.name,
    badge,
    fields: [
      { label: 'Seen by', value: isShared ? 'The team' : 'You' },
      ...(schedule
        ? [
            {
              label: 'Sent',
              value: `${scheduleInWords(schedule)} (${schedule.zone})${isPaused ? ', paused' : ''}`,
            },
            { label: 'To', value: recipientsInWords(team, record) },
          ]
        : []),
    ],
    ...undoable(context),
  };
}
