import { z } from 'zod';
import { filterShape } from './fields.ts';

/** One record by name, many by filter, or all; exactly one of these. */
export function oneOrMany<K extends string>(key: K, one: z.ZodString) {
  const all = z.boolean().optional().describe('Every one there is, instead of a filter; only when asked for');
  return { [key]: one.optional(), ...filterShape(), all } as Record<K, z.ZodOptional<z.ZodString>> &
    ReturnType<typeof filterShape> & { all: typeof all };
}

const tagList = z.array(z.string().trim().min(1).max(60)).min(1).max(20).optional();
/** Changes of tags that leave the other tags alone. */
export const tagChanges = {
  addTags: tagList.describe('Tags to add to those there are'),
  removeTags: tagList.describe('Tags to take off; the others stay'),
};
/** A change that depends on what each record has. */
export const adjust = z
  .strictObject({
    field: z.string(),
    percent: z.number().optional().describe('10: a tenth more; -10: a tenth less'),
    by: z.number().optional().describe('Added to the number; negative: taken off'),
    shift: z
      .string()
      .regex(/^[+-]\d+[hdwmqy]$/)
      .optional()
      .describe('For dates: "+2w", "-3d"'),
  })
  .optional()
  .describe('Changes a number or date relative to what each record has');
