import type { ProposalLine } from '../crm/proposal/proposal-line.schema.ts';
import { proposalTotals } from '../crm/proposal/proposal-totals.ts';
import { dayOf } from '../entity/days.ts';
import { idFrom } from '../entity/ids.ts';
import type { Story } from './demo-companies.ts';
import type { DemoRecord } from './insert-records.ts';
import { officeTime } from './office-time.ts';

const DAY_MS = 86_400_000;
const VALID_DAYS = 30;

interface Offer {
  status: 'draft' | 'viewed' | 'accepted';
  /** Ago it was made. */
  days: number;
  lines: ProposalLine[];
  discount?: number;
}

const seats = (quantity: number, unitMinor: number): ProposalLine => ({
  text: 'Seats, first year',
  quantity,
  unitMinor,
  taxRate: 0.2,
});
const day = (text: string, quantity: number): ProposalLine => ({
  text,
  quantity,
  unitMinor: 120_000,
  taxRate: 0.2,
});

/** The newest last, as the numbers go. */
const OFFERS: readonly Offer[] = [
  { status: 'accepted', days: 24, lines: [seats(25, 36_000), day('Set-up, days', 2)], discount: 0.05 },
  {
    status: 'viewed',
    days: 6,
    lines: [
      seats(40, 34_800),
      day('Training on site, days', 3),
      { ...day('Premium support', 1), isOptional: true },
    ],
    discount: 0.1,
  },
  { status: 'draft', days: 1, lines: [seats(12, 39_000), day('Set-up, days', 1)] },
];

/** Who offers, as the paper has it. */
export const DEMO_SELLER = {
  sellerName: 'Rivera & Co',
  address: '48 Harbour Street\nPortland, OR 97209',
  email: 'sales@rivera.example',
  website: 'rivera.example',
  terms: 'Payable within 30 days. Seats are billed a year in advance.',
};

/** Proposals of the demo company for deals that are in the stage for it. */
export function demoProposals(
  { now, timeZone }: Pick<Story, 'now' | 'timeZone'>,
  deals: readonly DemoRecord[],
  stageId: string,
  hashOf: (id: string) => string,
): DemoRecord[] {
  const open = deals.filter((deal) => deal.stageId === stageId && deal.status === 'open');
  return OFFERS.flatMap(({ status, days, lines, discount }, at): DemoRecord[] => {
    const deal = open[at];
    if (!deal) return [];
    const later = (share: number) => new Date(Math.min(now.getTime(), madeAt.getTime() + share * DAY_MS));
    const madeAt = officeTime(new Date(now.getTime() - days * DAY_MS), timeZone, `offer ${at}`);
    const { totalMinor, netMinor, taxMinor } = proposalTotals({ lines, discount });
    const isSent = status !== 'draft';
    const id = idFrom(`demo proposal ${at}`);
    const answeredAt = status === 'accepted' ? later(4) : undefined;
    return [
      {
        id,
        reference: `P${at + 1}`,
        revision: 1,
        title: deal.title,
        status,
        progress: status === 'draft' ? 'preparing' : status === 'viewed' ? 'open' : 'closed',
        dealId: deal.id,
        companyId: deal.companyId,
        contactId: deal.contactId,
        ownerId: deal.ownerId,
        lines,
        discount,
        currency: 'USD',
        taxIncluded: false,
        totalMinor,
        netMinor,
        taxMinor,
        validUntil: dayOf(new Date(madeAt.getTime() + VALID_DAYS * DAY_MS), timeZone),
        terms: DEMO_SELLER.terms,
        ...(isSent && {
          sentAt: later(0.1),
          viewedAt: later(1),
          lastViewedAt: later(2),
          views: 3,
          tokenHash: hashOf(id),
        }),
        ...(!isSent && { views: 0 }),
        ...(answeredAt && { answeredAt, signer: { name: 'The customer', at: answeredAt } }),
        createdAt: madeAt,
      },
    ];
  });
}
