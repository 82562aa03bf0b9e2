import { Company } from '../../crm/company/company.schema.ts';
import { Opportunity } from '../../crm/opportunity/opportunity.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';

/** Older ones tell less of what is to come, and cost as much to read. */
const MOST = 5_000;
const DAY_MS = 86_400_000;

/** A deal that was won or lost, as far as it is compared with others. */
export interface ClosedDeal {
  isWon: boolean;
  ownerId: string | undefined;
  source: string | undefined;
  industry: string | undefined;
  amountMinor: number | undefined;
  currency: string | undefined;
  /** The stage that it was in before it was closed. */
  lastStageId: string | undefined;
  /** How long it was open. */
  days: number | undefined;
}

interface Stored extends Partial<Omit<ClosedDeal, 'isWon' | 'days' | 'industry'>> {
  status: 'won' | 'lost';
  companyId?: string;
  createdAt: Date;
  closedAt?: Date;
}

const READ = [
  'status',
  'ownerId',
  'source',
  'companyId',
  'amountMinor',
  'currency',
  'lastStageId',
  'createdAt',
  'closedAt',
];

/** The deals that were closed last, as the reader may see them: as they are now, so one that is open again is not among them. */
export async function closedDeals(crm: CrmCore, scope: Scope): Promise<ClosedDeal[]> {
  const query = await crm
    .records(Opportunity)
    .query(scope, { where: [{ field: 'status', op: 'in', value: ['won', 'lost'] }] });
  const deals = await crm.store
    .model(Opportunity)
    .find(query(false))
    .select(READ)
    .sort({ closedAt: -1 })
    .limit(MOST)
    .lean<Stored[]>();
  const industries = await industriesOf(crm, scope, deals);
  return deals.map(({ status, companyId, createdAt, closedAt, ...deal }) => ({
    isWon: status === 'won',
    ownerId: deal.ownerId,
    source: deal.source,
    industry: industries.get(companyId ?? ''),
    amountMinor: deal.amountMinor,
    currency: deal.currency,
    lastStageId: deal.lastStageId,
    days: daysOpen(createdAt, closedAt),
  }));
}

/** Of a deal that was brought in when it was closed already, it is not known. */
function daysOpen(createdAt: Date, closedAt: Date | undefined): number | undefined {
  const days = closedAt ? (closedAt.getTime() - createdAt.getTime()) / DAY_MS : -1;
  return days < 0 ? undefined : days;
}

async function industriesOf(
  crm: CrmCore,
  scope: Scope,
  deals: readonly Stored[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(deals.flatMap(({ companyId }) => companyId ?? []))];
  const query = await crm.records(Company).query(scope, { where: [{ field: 'id', op: 'in', value: ids }] });
  const companies = await crm.store
    .model(Company)
    .find(query(false))
    .select(['industry'])
    .lean<Array<{ _id: string; industry?: string }>>();
  return new Map(companies.flatMap(({ _id, industry }) => (industry ? [[_id, industry] as const] : [])));
}
