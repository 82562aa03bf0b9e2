import { z } from 'zod';

const row = z.object({
  text: z.string(),
  quantity: z.string(),
  price: z.string(),
  discount: z.string(),
  tax: z.string(),
  amount: z.string(),
});

/** A proposal as it is printed, and the address of its page. */
export const shownOfferSchema = z.object({
  rows: z.array(row),
  options: z.array(row),
  totals: z.array(z.object({ label: z.string(), amount: z.string(), isTotal: z.boolean().optional() })),
  taxName: z.string(),
  hasDiscounts: z.boolean(),
  hasTax: z.boolean(),
  note: z.string().optional(),
  link: z.string().optional().meta({ description: 'Absent while there is no page of it' }),
});
