import { z } from 'zod';

/** A share of the whole: 0.19 is 19 %. */
export const share = () => z.number().min(0).max(1);

const MOST_MINOR = 1e12;

/** Something that is offered: so many of it, at so much each. */
export const proposalLineSchema = z.strictObject({
  text: z.string().trim().min(1).max(500).meta({ label: 'What' }),
  /** Up to three decimals. */
  quantity: z
    .number()
    .positive()
    .max(1e9)
    .refine((one) => Math.abs(one * 1e3 - Math.round(one * 1e3)) < 1e-4, 'has more than three decimals')
    .default(1),
  /** Of one, in minor units of the proposal's currency; negative for what is credited. */
  unitMinor: z
    .number()
    .int()
    .min(-MOST_MINOR)
    .max(MOST_MINOR)
    .meta({ label: 'Price of one', format: 'money' }),
  /** Taken off this line. */
  discount: share().optional().meta({ label: 'Discount', format: 'percent' }),
  /** Left out: the workspace's usual one. */
  taxRate: share().optional().meta({ label: 'Tax', format: 'percent' }),
  /** Offered as well, and not part of the total. */
  isOptional: z.boolean().optional().meta({ label: 'Optional' }),
});

export type ProposalLine = z.output<typeof proposalLineSchema>;
