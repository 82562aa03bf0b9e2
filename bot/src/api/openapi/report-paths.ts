import { reportChoicesSchema } from '@clianta/agents/reports/report-choice.schema';
import { Report } from '@clianta/crm-core/intelligence/report/report.schema';
import { forecastViewSchema, reportExportSchema, reportRunSchema } from '../report.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, listOf, object, path, text } from './parts.ts';

const tags = [Report.domain];
/** Words and cards, as an answer in the chat has them. */
const answer = object({ text, cards: listOf({ type: 'object' }) });
const post = (
  operationId: string,
  summary: string,
  body: Parameters<typeof schemaOf>[0],
  responses: Json,
): Json => ({
  post: {
    operationId,
    tags,
    summary,
    parameters: [path('workspaceId')],
    requestBody: { required: true, ...json(schemaOf(body, 'input')) },
    responses,
  },
});

/** What reports and forecasts have besides records: they are worked out. */
export function reportPaths(): Json {
  return {
    [`${base}/reports/choices`]: {
      get: {
        operationId: 'getReportChoices',
        tags,
        summary: 'The figures there are, and by what they can be grouped',
        parameters: [path('workspaceId')],
        responses: answers(schemaOf(reportChoicesSchema, 'output')),
      },
    },
    [`${base}/reports/run`]: post('runReport', 'Work a report out', reportRunSchema, answers(answer)),
    [`${base}/reports/export`]: post(
      'exportReport',
      'A report as a file, kept among the attachments',
      reportExportSchema,
      answers(object({ fileId: text, name: text, mediaType: text }), 'Made', '201'),
    ),
    [`${base}/forecasts/view`]: post(
      'viewForecast',
      'The forecast of a period, beside its targets and what was said earlier',
      forecastViewSchema,
      answers({
        type: 'object',
        required: ['period', 'forecast', 'targets'],
        properties: { period: object({ label: text }), forecast: answer, targets: answer, trend: answer },
      }),
    ),
  };
}
