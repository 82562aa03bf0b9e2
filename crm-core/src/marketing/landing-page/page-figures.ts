import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { FormSubmission } from '../form-submission/form-submission.schema.ts';
import { type LandingPageRecord, ORIGINAL } from './landing-page.schema.ts';
import type { PageFigures, VariantFigures, Verdict } from './page-facts.schema.ts';
import { PageVisit } from './page-visit.schema.ts';

/** Of each variant so many, before one may be called better. */
export const LEAST_VISITORS = 100;
/** What may be chance one time in twenty is no difference. */
const MOST_CHANCE = 0.05;

/** How a page does, by variant; `since` leaves out what was before. */
export async function figuresOf(
  crm: CrmCore,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  { id: pageId, variants }: Pick<LandingPageRecord, 'id' | 'variants'>,
  span: { from?: Date | undefined; to?: Date | undefined } = {},
): Promise<PageFigures> {
  const at = {
    ...(span.from && { $gte: span.from }),
    ...(span.to && { $lt: span.to }),
  };
  const within = Object.keys(at).length > 0 ? { at } : {};
  const shown = variants.length > 0 ? variants : [{ id: ORIGINAL, name: 'Original' }];
  const figures = await Promise.all(
    shown.map(async ({ id, name }) => {
      const own = { workspaceId, isDeleted: false, ...within };
      const [visitors, senders] = await Promise.all([
        crm.store.model(PageVisit).countDocuments({ ...own, pageId, variant: id }),
        crm.store.model(FormSubmission).distinct('email', {
          ...own,
          'touch.pageId': pageId,
          'touch.variant': id,
          status: { $ne: 'spam' },
        }),
      ]);
      return { id, name, visitors, conversions: senders.length };
    }),
  );
  return { variants: figures, verdict: verdictOn(figures) };
}

/** Whether one variant is better than all others: by the best two, a two-sided test of their rates. */
export function verdictOn(figures: readonly VariantFigures[]): Verdict {
  if (figures.length < 2) return { kind: 'single' };
  const least = Math.min(...figures.map(({ visitors }) => visitors));
  if (least < LEAST_VISITORS) return { kind: 'early', least };
  const [best, second] = [...figures].sort((a, b) => rateOf(b) - rateOf(a));
  if (!best || !second) return { kind: 'single' };
  const chance = chanceOf(best, second);
  return chance < MOST_CHANCE ? { kind: 'winner', id: best.id, chance } : { kind: 'even', chance };
}

export const rateOf = ({
  visitors,
  conversions,
}: Pick<VariantFigures, 'visitors' | 'conversions'>): number =>
  visitors === 0 ? 0 : Math.min(1, conversions / visitors);

/** How likely such a difference is where there is none (two proportions, pooled, normal approximation). */
function chanceOf(a: VariantFigures, b: VariantFigures): number {
  const pooled = Math.min(1, (a.conversions + b.conversions) / (a.visitors + b.visitors));
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / a.visitors + 1 / b.visitors));
  if (spread === 0) return 1;
  return 2 * (1 - normalShare(Math.abs(rateOf(a) - rateOf(b)) / spread));
}

/** The share of a normal distribution below z (Abramowitz and Stegun 26.2.17, to 7.5e-8). */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const tail = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429].reduceRight(
    (sum, factor) => (sum + factor) * t,
    0,
  );
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}
