import type { CrmCore } from '../../crm-core.ts';
import { inOwnCurrency } from '../../entity/money.ts';
import type { Scope } from '../../entity/scope.ts';
import type { Span } from '../visit/site-figures.ts';
import { Attribution, type AttributionRecord, type Conversion } from './attribution.schema.ts';
import { type AttributionModel, divide, WHOLE_SHARE } from './credits.ts';

/** What one way of coming is credited. */
interface CreditedSource {
  source: string;
  medium: string;
  campaign?: string;
  /** Millionths of conversions. */
  share: number;
  /** In the workspace's currency. */
  amountMinor: number;
}

export interface AttributionFigures {
  conversions: number;
  amountMinor: number;
  /** Whose amount has no rate to the workspace's currency: it is in no amount. */
  withoutRate: number;
  sources: CreditedSource[];
}

const MOST = 20_000;

/** What conversions of a time are credited to, by one model; the parts add up to the whole. */
export async function attributionFigures(
  crm: CrmCore,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  {
    model,
    conversion,
    span: { from, to },
    byCampaign = false,
  }: { model: AttributionModel; conversion: Conversion; span: Span; byCampaign?: boolean },
): Promise<AttributionFigures> {
  const records = await crm.store
    .model(Attribution)
    .find({ workspaceId, isDeleted: false, model, conversion, at: { $gte: from, $lt: to } })
    .select('credits amountMinor currency')
    .limit(MOST)
    .lean<Array<Pick<AttributionRecord, 'credits' | 'amountMinor' | 'currency'>>>();
  const money = await crm.moneyOf(workspaceId);
  const sources = new Map<string, CreditedSource & { exact: number }>();
  let withoutRate = 0;
  for (const { credits, amountMinor, currency } of records) {
    if (amountMinor && inOwnCurrency(money, amountMinor, currency) === undefined) withoutRate++;
    for (const { source, medium, campaign, share, amountMinor: part = 0 } of credits) {
      const own = byCampaign && campaign ? { source, medium, campaign } : { source, medium };
      const key = JSON.stringify(own);
      const known = sources.get(key) ?? { ...own, share: 0, amountMinor: 0, exact: 0 };
      known.share += share;
      known.exact += inOwnCurrency(money, part, currency) ?? 0;
      sources.set(key, known);
    }
  }
  const rows = [...sources.values()];
  const amountMinor = Math.round(rows.reduce((sum, { exact }) => sum + exact, 0));
  const amounts =
    amountMinor > 0
      ? divide(
          amountMinor,
          rows.map(({ exact }) => exact),
        )
      : [];
  return {
    conversions: records.length,
    amountMinor,
    withoutRate,
    sources: rows
      .map(({ exact: _exact, ...row }, at) => ({ ...row, amountMinor: amounts[at] ?? 0 }))
      .filter(({ share }) => share > 0)
      .toSorted((a, b) => b.share - a.share || a.source.localeCompare(b.source)),
  };
}

/** Conversions as people read them: 4.5, 12. */
export const conversionsOf = (share: number): string =>
  (share / WHOLE_SHARE).toLocaleString('en-US', { maximumFractionDigits: 1 });
