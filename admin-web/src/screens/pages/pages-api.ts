import type { FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import type { FormSubmissionRecord } from '@clianta/crm-core/marketing/form-submission/form-submission.schema';
import type { LandingPageRecord } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import type { PageCheck, PageFigures } from '@clianta/crm-core/marketing/landing-page/page-facts.schema';
import type { WaitlistEntryRecord } from '@clianta/crm-core/marketing/waitlist/waitlist-entry.schema';
import { type Json, recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';

export type PageJson = Json<Omit<LandingPageRecord, 'blocks' | 'variants' | 'theme'>>;
export type FormJson = Json<Omit<FormRecord, 'fields'>> & {
  fields: Array<{ label: string; required: boolean }>;
};
export type SubmissionJson = Json<Omit<FormSubmissionRecord, 'values' | 'consent' | 'touch' | 'otherValues'>>;

export type WaitlistJson = Json<WaitlistEntryRecord>;

/** What of a page is more than its record. */
export interface PageFacts {
  address: string;
  /** Below this server. */
  preview: string;
  checks: PageCheck[];
  versions: Array<{ number: number; title: string; byId: string; at: string }>;
  figures: PageFigures;
}

export type PageChange = { to: 'published' } | { to: 'withdrawn' } | { to: 'version'; number: number };

export function pagesOf(workspaceId: string) {
  const base = `/api/workspaces/${encodeURIComponent(workspaceId)}`;
  return {
    pages: recordsOf<PageJson>(workspaceId, 'landing-pages'),
    forms: recordsOf<FormJson>(workspaceId, 'forms'),
    waitlist: recordsOf<WaitlistJson>(workspaceId, 'waitlist-entries'),
    submissions: recordsOf<SubmissionJson>(workspaceId, 'form-submissions'),
    facts: (id: string, signal: AbortSignal) =>
      request<PageFacts>(`${base}/landing-pages/${encodeURIComponent(id)}/facts`, { signal }),
    become: (id: string, body: PageChange) =>
      request<PageJson>(`${base}/landing-pages/${encodeURIComponent(id)}/status`, { method: 'POST', body }),
    embed: (id: string, signal: AbortSignal) =>
      request<{ code: string; address: string }>(`${base}/forms/${encodeURIComponent(id)}/embed`, { signal }),
  };
}
