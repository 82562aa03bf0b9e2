import type { OpportunityRecord } from '../../crm/opportunity/opportunity.schema.ts';
import type { PipelineRecord } from '../../crm/pipeline/pipeline.schema.ts';
import { inOwnCurrency, type Money, wholeUnits } from '../../entity/money.ts';
import type { ClosedDeal } from './closed-deals.ts';
import type { Trait } from './win-odds.ts';

/** A deal has been open for as long as this, or not: which deals last is told by those that have lasted. */
const AGES = [30, 60, 90, 180, 365] as const;
const DAY_MS = 86_400_000;

/** What is known of an open deal beside its own fields. */
export interface KnownOfDeal {
  now: Date;
  money: Money;
  pipeline: PipelineRecord | undefined;
  industry: string | undefined;
  ownerName: string | undefined;
}

/** What an open deal has that may speak for or against it: stage, owner, source, industry, size and age. */
export function traitsOf(deal: OpportunityRecord, known: KnownOfDeal): Array<Trait<ClosedDeal>> {
  const { industry, ownerName } = known;
  return [
    ...stageTrait(deal, known.pipeline),
    ...same('Owner', ownerName, deal.ownerId, (one) => one.ownerId),
    ...same('Source', deal.source, deal.source, (one) => one.source),
    ...same('Industry', industry, industry, (one) => one.industry),
    ...sizeTrait(deal, known.money),
    ...ageTrait(deal, known.now),
  ];
}

function same(
  feature: string,
  name: string | undefined,
  value: string | null | undefined,
  of: (closed: ClosedDeal) => string | undefined,
): Array<Trait<ClosedDeal>> {
  if (!value || !name) return [];
  return [
    { feature, value: name, isOf: (closed) => (of(closed) === undefined ? undefined : of(closed) === value) },
  ];
}

/** Deals that have come as far: all that were won, and of the lost ones those that were lost there or later. */
function stageTrait(
  { stageId }: OpportunityRecord,
  pipeline: PipelineRecord | undefined,
): Array<Trait<ClosedDeal>> {
  const places = new Map(pipeline?.stages.map(({ id }, at) => [id, at]));
  const [here, stage] = [places.get(stageId ?? ''), pipeline?.stages.find(({ id }) => id === stageId)];
  if (here === undefined || !stage) return [];
  return [
    {
      feature: 'Stage',
      value: `has come to ${stage.name}`,
      isOf({ isWon, lastStageId = '' }) {
        const place = places.get(lastStageId);
        return place === undefined ? undefined : isWon || place >= here;
      },
    },
  ];
}

/** Amounts between 1, 3, 10, 30 ... whole units are alike. */
function sizeTrait(deal: OpportunityRecord, money: Money): Array<Trait<ClosedDeal>> {
  const whole = (minor: number | null | undefined, currency: string | null | undefined) => {
    const own = minor ? inOwnCurrency(money, minor, currency ?? undefined) : undefined;
    return own === undefined ? undefined : wholeUnits(money, own);
  };
  const amount = whole(deal.amountMinor, deal.currency);
  if (amount === undefined) return [];
  const [from, to] = bandOf(amount);
  const said = (value: number) =>
    new Intl.NumberFormat('en', { style: 'currency', currency: money.currency, notation: 'compact' }).format(
      value,
    );
  return [
    {
      feature: 'Size',
      value: `${said(from)} to ${said(to)}`,
      isOf(closed) {
        const other = whole(closed.amountMinor, closed.currency);
        return other === undefined ? undefined : other >= from && other < to;
      },
    },
  ];
}

function bandOf(amount: number): [number, number] {
  const size = 10 ** Math.floor(Math.log10(Math.max(1, amount)));
  return amount < 3 * size ? [size, 3 * size] : [3 * size, 10 * size];
}

function ageTrait({ createdAt }: OpportunityRecord, now: Date): Array<Trait<ClosedDeal>> {
  const days = (now.getTime() - createdAt.getTime()) / DAY_MS;
  const least = AGES.findLast((age) => age <= days);
  if (least === undefined) return [];
  return [
    {
      feature: 'Age',
      value: `open for over ${least} days`,
      isOf: (closed) => (closed.days === undefined ? undefined : closed.days >= least),
    },
  ];
}
