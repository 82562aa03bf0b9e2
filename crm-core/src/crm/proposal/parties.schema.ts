import { z } from 'zod';

const party = z.object({ name: z.string().max(300), lines: z.array(z.string().max(600)).max(20) });

/** Who offers and to whom, as it is printed. */
export const partiesSchema = z.object({
  seller: party,
  customer: party,
  /** "VAT". */
  taxName: z.string().max(20),
  /** What stands at the foot: tax number, bank. */
  foot: z.array(z.string().max(600)).max(10),
  /** Who made it. */
  by: z.string().max(200).optional(),
  /** BCP 47; how its numbers are written. */
  locale: z.string().max(35),
});

export type Parties = z.output<typeof partiesSchema>;
