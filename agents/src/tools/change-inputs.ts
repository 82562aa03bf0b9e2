import { type Entity, talkOf } from '@clianta/crm-core/entity/define-entity';
import { z } from 'zod';
import { filterShape, oneOf, setShape } from './fields.ts';

/** One record by name, many by filter, or all; exactly one of these. */
export function oneOrMany(entity: Entity) {
  const all = z.boolean().optional().describe('Every one there is, instead of a filter; only when asked for');
  return { [talkOf(entity).key]: oneOf(entity).optional(), ...filterShape(), all };
}

const tagList = z.array(z.string().trim().min(1).max(60)).min(1).max(20).optional();
/** Changes of tags that leave the other tags alone. */
const tagChanges = {
  addTags: tagList.describe('Tags to add to those there are'),
  removeTags: tagList.describe('Tags to take off; the others stay'),
};
/** A change that depends on what each record has. */
const adjust = z
  .strictObject({
    field: z.string(),
    percent: z.number().optional().describe('10: a tenth more; -10: a tenth less'),
    by: z.number().optional().describe('Added to the number; negative: taken off'),
    shift: z
      .string()
      .regex(/^[+-]\d+[hdwmqy]$/, 'is not a time such as +2w')
      .optional()
      .describe('For dates: "+2w", "-3d"'),
  })
  .optional()
  .describe('Changes a number or date relative to what each record has');

/** Derived from the entity: which records, and what is set, tagged or adjusted on them. */
export function updateShape(entity: Entity) {
  const hasTags = entity.fields.some((field) => field.name === 'tags');
  return {
    ...oneOrMany(entity),
    set: setShape(entity).optional(),
    ...(hasTags && tagChanges),
    adjust,
  };
}
