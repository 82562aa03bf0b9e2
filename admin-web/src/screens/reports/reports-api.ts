import type { Card, FileCard } from '@clianta/agents/reply.schema';
import type { ReportChoice } from '@clianta/agents/reports/report-choice.schema';
import type { TargetRecord } from '@clianta/crm-core/intelligence/forecast/target.schema';
import type { ReportRecord } from '@clianta/crm-core/intelligence/report/report.schema';
import { type Json, recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';

export type ReportJson = Json<ReportRecord>;
export type ReportSpec = ReportJson['spec'];
export type ReportPeriod = NonNullable<ReportSpec['period']>;
export type TargetJson = Json<TargetRecord>;

/** Words and cards, as the chat answers. */
export interface Answer {
  text: string;
  cards: Card[];
}

export interface ForecastView {
  /** Without a key it is a period that has no targets, and is not kept. */
  period: { key?: string; label: string };
  forecast: Answer;
  targets: Answer;
  trend?: Answer;
}

export const EXPORTS = [
  { format: 'csv', label: 'As CSV' },
  { format: 'xlsx', label: 'As an Excel sheet' },
  { format: 'pdf', label: 'As a PDF page' },
  { format: 'png', label: 'As a picture' },
] as const;

/** The calls about reports and forecasts of one workspace. */
export function reportsOf(workspaceId: string) {
  const base = `/api/workspaces/${encodeURIComponent(workspaceId)}`;
  const post = <T>(path: string, body: object, signal?: AbortSignal): Promise<T> =>
    request(`${base}${path}`, { method: 'POST', body, ...(signal && { signal }) });
  return {
    kept: recordsOf<ReportJson>(workspaceId, 'reports'),
    targets: recordsOf<TargetJson>(workspaceId, 'targets'),
    choices: async (signal?: AbortSignal): Promise<ReportChoice[]> =>
      (await request<{ choices: ReportChoice[] }>(`${base}/reports/choices`, signal ? { signal } : {}))
        .choices,
    run: (spec: ReportSpec, signal?: AbortSignal) => post<Answer>('/reports/run', { spec }, signal),
    forecast: (period: ReportPeriod, groupBy: string, signal?: AbortSignal) =>
      post<ForecastView>('/forecasts/view', { period, ...(groupBy && { groupBy }) }, signal),
    /** Makes the file and lets the browser keep it. */
    async download(spec: ReportSpec, format: string): Promise<void> {
      const file = await post<FileCard>('/reports/export', { spec, format });
      const link = document.createElement('a');
      link.href = `${base}/attachments/${encodeURIComponent(file.fileId)}/content`;
      link.download = file.name;
      link.click();
    },
  };
}
