import { z } from 'zod';
import { conditionSchema } from '../../entity/filter.schema.ts';
import { mailBlocks } from '../templates/mail-block.schema.ts';

/** Counted from when the step before was done; that day is 0. Days are those on which mail goes out. */
const delaySchema = z.object({
  n: z.number().int().min(0).max(365),
  unit: z.enum(['businessDays', 'hours']).default('businessDays'),
});
export type Delay = z.output<typeof delaySchema>;

const common = { id: z.string().min(1).max(40), delay: delaySchema.default({ n: 0, unit: 'businessDays' }) };

/** One step of a sequence. */
const sequenceStep = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('email'),
    /** Empty from the second mail on: it answers the one before. */
    subject: z.string().trim().max(300).default(''),
    blocks: mailBlocks.min(1, 'needs a text'),
  }),
  z.object({
    ...common,
    kind: z.literal('task'),
    title: z.string().trim().min(1).max(300),
    type: z.enum(['todo', 'call', 'email', 'meeting']).default('todo'),
  }),
  z.object({ ...common, kind: z.literal('wait') }),
  /** Who is such goes on there, who is not with the next step. */
  z.object({
    ...common,
    kind: z.literal('branch'),
    where: z.array(conditionSchema).min(1).max(10),
    goTo: z.string().max(40),
  }),
  z.object({ ...common, kind: z.literal('sms'), text: z.string().trim().min(1).max(1_000) }),
  z.object({ ...common, kind: z.literal('voice'), text: z.string().trim().min(1).max(1_000) }),
]);
export type SequenceStep = z.output<typeof sequenceStep>;

export const sequenceSteps = z
  .array(sequenceStep)
  .max(20)
  .refine((steps) => new Set(steps.map(({ id }) => id)).size === steps.length, 'has two steps of one id');
