import type { SiteFigures } from '@clianta/crm-core/tracking/visit/site-figures.schema';
import { request } from '../../api/request.ts';
import type { Answer, ReportPeriod } from '../reports/reports-api.ts';

export interface WebsiteView {
  figures: SiteFigures;
  people: Answer;
  attribution: Answer;
}

export const MODEL_OPTIONS = [
  { value: 'linear', label: 'Linear' },
  { value: 'first', label: 'First touch' },
  { value: 'last', label: 'Last touch' },
  { value: 'u_shaped', label: 'U-shaped' },
  { value: 'time_decay', label: 'Time decay' },
];

export const CONVERSION_OPTIONS = [
  { value: 'deal', label: 'Deals made' },
  { value: 'won', label: 'Deals won' },
  { value: 'form', label: 'Forms sent' },
];

/** Visits of a period, and what conversions are credited to. */
export const viewWebsite = (
  workspaceId: string,
  asked: { period: ReportPeriod; model: string; of: string },
  signal: AbortSignal,
): Promise<WebsiteView> =>
  request(`/api/workspaces/${encodeURIComponent(workspaceId)}/website/view`, {
    method: 'POST',
    body: asked,
    signal,
  });
