import { isDeepStrictEqual } from 'node:util';
import { DateTime } from 'luxon';
import { dayOf } from '../../entity/days.ts';
import type { PrepareContext } from '../../entity/define-entity.ts';
import { sameNumber } from '../../entity/money.ts';
import { InvalidError } from '../../errors.ts';
import type { ProposalLine } from './proposal-line.schema.ts';
import { DEFAULT_OFFER_RULES, type OfferRules } from './proposal-settings.schema.ts';
import { type Priced, proposalTotals } from './proposal-totals.ts';

/** What the customer has, once it is sent. */
const FROZEN = [
  'title',
  'lines',
  'discount',
  'discountMinor',
  'currency',
  'taxIncluded',
  'validUntil',
  'intro',
  'terms',
] as const;

/** The values of a proposal, as far as its own rule reads them. */
interface Values extends Priced {
  reference: string;
  revision: number;
  status: string;
  lines: ProposalLine[];
  title?: string | undefined;
  dealId: string;
  companyId?: string | undefined;
  contactId?: string | undefined;
  ownerId?: string | undefined;
  validUntil?: string | undefined;
  currency?: string | undefined;
  intro?: string | undefined;
  terms?: string | undefined;
}

/**
 * A proposal's own rule: it has lines, is of a deal and speaks of its customer, comes to what its lines say, is valid for a
 * time to come, and stays as it is once it was sent.
 */
export async function completeProposal<T extends Values>(
  next: T,
  { before, now, read, readWhere, nextNumber }: PrepareContext<T>,
): Promise<Partial<T>> {
  if (next.lines.length === 0)
    throw new InvalidError('A proposal needs at least one line: what, how many, and the price of one.', {
      lines: 'are missing',
    });
  if (next.discount && next.discountMinor)
    throw new InvalidError('Take a share or an amount off the whole, not both.', {
      discountMinor: 'is given beside a share',
    });
  if (before) requireOpen(next, before);
  const [deal, workspace, own] = await Promise.all([
    before ? undefined : read('opportunity', next.dealId),
    readWhere('workspace', {}),
    readWhere('proposalSettings', {}),
  ]);
  const rules = { ...DEFAULT_OFFER_RULES, ...(own as Partial<OfferRules> | undefined) };
  const today = dayOf(now, String(workspace?.timeZone ?? 'UTC'));
  const validUntil =
    next.validUntil ?? DateTime.fromISO(today).plus({ days: rules.validDays }).toFormat('yyyy-MM-dd');
  if (validUntil !== before?.validUntil && validUntil < today)
    throw new InvalidError('A proposal cannot be valid until a day that is past.', {
      validUntil: 'is past',
    });
  const currency = next.currency ?? textOf(deal?.currency) ?? String(workspace?.currency ?? 'USD');
  const lines = linesOf(next, before, currency, rules);
  const { totalMinor, netMinor, taxMinor } = proposalTotals({ ...next, lines });
  const ofDeal = (name: 'title' | 'companyId' | 'contactId' | 'ownerId') => {
    const value = next[name] ?? textOf(deal?.[name]);
    return before || value === undefined ? {} : { [name]: value };
  };
  return {
    reference: next.reference || `P${await nextNumber('proposal')}`,
    ...ofDeal('title'),
    ...ofDeal('companyId'),
    ...ofDeal('contactId'),
    ...ofDeal('ownerId'),
    ...(!before && rules.terms && !next.terms && { terms: rules.terms }),
    progress: progressOf(next.status),
    validUntil,
    currency,
    lines,
    totalMinor,
    netMinor,
    taxMinor,
  } as unknown as Partial<T>;
}

const progressOf = (status: string) =>
  status === 'draft' ? 'preparing' : status === 'sent' || status === 'viewed' ? 'open' : 'closed';

/** @throws InvalidError for a change of what the customer has */
function requireOpen(next: Values, before: Values): void {
  if (before.status === 'draft') return;
  const isSame = FROZEN.every((name) => isDeepStrictEqual(next[name] ?? null, before[name] ?? null));
  if (isSame) return;
  throw new InvalidError(
    `${before.reference} is ${before.status}, and stays as the customer has it. What changes is its next revision: ask me to change it in words.`,
    { status: `is ${before.status}` },
  );
}

/** With the usual tax where none is said; in another currency the number stays as it is read. */
function linesOf(
  next: Values,
  before: Values | undefined,
  currency: string,
  { taxRate }: OfferRules,
): ProposalLine[] {
  const isMoved =
    before?.currency !== undefined &&
    before.currency !== currency &&
    isDeepStrictEqual(next.lines, before.lines);
  return next.lines.map((line) => ({
    ...line,
    taxRate: line.taxRate ?? taxRate,
    ...(isMoved && { unitMinor: sameNumber(line.unitMinor, before.currency ?? currency, currency) }),
  }));
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
