import { metricCalled } from '@clianta/crm-core/intelligence/metrics/metrics';
import { Report, type ReportRecord } from '@clianta/crm-core/intelligence/report/report.schema';
import { recipientsInWords, scheduleInWords } from '../../reports/schedule-words.ts';
import type { ToolContext, ToolResult } from '../../tool.ts';
import { counted } from '../../tools/format.ts';

const MOST = 100;

/** Which reports are saved, what each asks, when it is sent and to whom. */
export async function savedReports(context: ToolContext): Promise<ToolResult> {
  const { crm, scope } = context;
  const { team } = await crm.facts(scope.workspaceId);
  const { records } = await crm.records(Report).find(scope, { sort: 'name', limit: MOST });
  if (records.length === 0)
    return {
      text: 'No report is saved yet. Ask for a figure, such as “sales by rep this month”, and then say “save this report as Monthly sales”.',
      suggestions: ['Sales by rep this month', 'Win rate by month this year'],
      isAnswer: true,
    };
  return {
    text: `There ${records.length === 1 ? 'is' : 'are'} ${counted(records.length, Report.label)}.`,
    cards: [
      {
        type: 'table',
        title: 'Reports',
        columns: [
          { key: 'name', label: 'Name' },
          { key: 'what', label: 'What it asks' },
          { key: 'sent', label: 'Sent' },
          { key: 'owner', label: 'Owner' },
        ],
        rows: records.map((report) => ({
          cells: {
            name: report.name,
            what: questionInWords(report),
            sent: sentInWords(team, report),
            owner: team.find(({ id }) => id === report.ownerId)?.name ?? 'Somebody who has left',
          },
        })),
        count: records.length,
      },
    ],
    suggestions: records.slice(0, 3).map(({ name }) => `Run the report ${name}`),
    isAnswer: true,
  };
}

function questionInWords({ spec }: ReportRecord): string {
  const label = metricCalled(spec.metric)?.label ?? spec.metric;
  return spec.groupBy.length > 0 ? `${label} by ${spec.groupBy.map(plain).join(' and ')}` : label;
}

const plain = (group: string) => group.replace(/^.* per /, '').replace('.', ' ');

function sentInWords(team: ReadonlyArray<{ id: string; name: string }>, report: ReportRecord): string {
  if (!report.schedule) return '';
  const said = `${scheduleInWords(report.schedule)} to ${recipientsInWords(team, report)}`;
  return report.isPaused ? `paused: ${said}` : said;
}
