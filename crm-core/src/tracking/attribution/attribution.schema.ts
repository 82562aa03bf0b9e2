import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { currency } from '../../entity/platform-values.ts';
import { cameFromSchema } from '../visit/tracking-event.schema.ts';
import { MODELS } from './credits.ts';

/** What people are brought to: a form that they send, a deal that is made, a deal that is won. */
export const CONVERSIONS = ['form', 'deal', 'won'] as const;
export type Conversion = (typeof CONVERSIONS)[number];

const touchSchema = cameFromSchema.extend({ at: z.date() });
export type Touch = z.output<typeof touchSchema>;

/** How a conversion is credited to what led to it, by one model. Once it is made it stays, whatever becomes known later. */
export const Attribution = defineEntity({
  name: 'attribution',
  plural: 'attributions',
  domain: 'tracking',
  label: { one: 'attribution', many: 'attributions' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    conversion: z.enum(CONVERSIONS).meta({ label: 'What' }),
    /** Of the form submission, or the deal. */
    recordId: z.string().max(40).meta({ hidden: true }),
    model: z.enum(MODELS).meta({ label: 'Model' }),
    at: z.date().meta({ label: 'When', hasTime: true }),
    /** One a visit, the oldest first; none where no visit is known. */
    touches: z.array(touchSchema).max(200).meta({ label: 'Touches' }),
    /** Millionths of the conversion, and of the amount; each adds up to the whole. */
    credits: z
      .array(
        cameFromSchema.extend({
          share: z.number().int().min(0),
          amountMinor: z.number().int().min(0).optional(),
        }),
      )
      .max(201)
      .meta({ label: 'Credits' }),
    amountMinor: z.number().int().min(0).optional().meta({ label: 'Amount', format: 'money' }),
    currency: currency().optional().meta({ label: 'Currency', isAside: true }),
  }),
  titleOf: ({ conversion, model }) => `${conversion} by ${model}`,
  unique: [['conversion', 'recordId', 'model']],
  indexes: [['model', 'conversion', '-at']],
  access: { read: 'member', create: 'system', update: 'system', delete: 'system' },
});

export type AttributionRecord = RecordOf<typeof Attribution>;
