import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';

const text = (most: number) => z.string().trim().max(most);

/** What visitors of the website may be told; one in a workspace. Nothing else is said to them. */
export const BusinessProfile = defineEntity({
  name: 'businessProfile',
  plural: 'business-profiles',
  domain: 'workspace',
  label: { one: 'business profile', many: 'business profiles' },
  schema: z.object({
    /** Off: the page says that nobody is there. */
    isOn: z.boolean().default(false).meta({ label: 'The chat is open to visitors' }),
    greeting: text(300).default('Hello! How can we help?').meta({ label: 'Greeting' }),
    about: text(10_000).optional().meta({ label: 'About us', format: 'longtext' }),
    /** Where times are booked, for visitors who ask for one. */
    bookingUrl: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .optional()
      .meta({ label: 'Booking page' }),
    /** What visitors agree to by writing. */
    consent: text(600)
      .default('What you write is kept, so that we can answer you.')
      .meta({ label: 'What visitors agree to', format: 'longtext' }),
    faq: z
      .array(z.object({ question: text(300).min(1), answer: text(2_000).min(1) }))
      .max(200)
      .default([])
      .meta({ label: 'Questions and answers' }),
  }),
  titleOf: () => 'Business profile',
  access: { create: 'admin', update: 'admin', delete: 'admin' },
  async prepare(_next, { before, countWhere }) {
    if (!before && (await countWhere('businessProfile', {})) > 0)
      throw new InvalidError('There is a business profile already. Change that one.');
    return {};
  },
});

export type BusinessProfileRecord = RecordOf<typeof BusinessProfile>;
