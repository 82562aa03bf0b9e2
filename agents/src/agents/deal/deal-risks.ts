import type { OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { SILENT_DAYS, silenceOf } from '@clianta/crm-core/crm/opportunity/silence';
import { dayOf, daysBetween } from '@clianta/crm-core/entity/days';

const DAY_MS = 86_400_000;

/** Silence after which a deal is at risk, and a stay in one stage that is too long. */
export const RISK_DAYS = { silent: SILENT_DAYS.risk, inStage: 45 } as const;

/** What speaks against an open deal, in words; empty when nothing does. */
export function dealRisks(
  deal: OpportunityRecord,
  { now, timeZone }: { now: Date; timeZone: string },
): string[] {
  if (deal.status !== 'open') return [];
  const daysSince = (at: Date) => Math.floor((now.getTime() - at.getTime()) / DAY_MS);
  const risks: string[] = [];
  const { expectedCloseAt } = deal;
  const overdue = expectedCloseAt ? daysBetween(expectedCloseAt, dayOf(now, timeZone)) : 0;
  if (overdue > 0) risks.push(`its close date passed ${overdue} ${overdue === 1 ? 'day' : 'days'} ago`);
  const silence = silenceOf(deal, now);
  if (silence.level === 'risk') risks.push(`nothing has happened for ${silence.days} days`);
  const inStage = daysSince(deal.stageChangedAt ?? deal.createdAt);
  if (inStage >= RISK_DAYS.inStage) risks.push(`it has been in its stage for ${inStage} days`);
  if (!expectedCloseAt) risks.push('it has no close date');
  return risks;
}
