import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** What two records have in common. */
const reasonSchema = z.object({
  kind: z.enum(['email', 'phone', 'domain', 'name']),
  /** What it alone would make of the pair, 0 to 1. */
  points: z.number().min(0).max(1),
  /** "Same phone number +49 30 123456". */
  text: z.string().max(300),
});
export type MatchReason = z.output<typeof reasonSchema>;

/**
 * Two records that may be one and the same. Clianta finds them; a person says that they are not, or merges them. What was
 * dismissed is never suggested again.
 */
export const DuplicatePair = defineEntity({
  name: 'duplicatePair',
  plural: 'duplicate-pairs',
  domain: 'intelligence',
  label: { one: 'suspected duplicate', many: 'suspected duplicates' },
  schema: z.object({
    entity: z.string().max(60).meta({ label: 'Kind', readOnly: true }),
    /** The two ids in order, so that a pair is stored once. */
    aId: z.string().meta({ label: 'One', readOnly: true }),
    bId: z.string().meta({ label: 'Other', readOnly: true }),
    /** How likely they are the same, 0 to 1. */
    score: z.number().min(0).max(1).meta({ label: 'Likeness', format: 'percent', readOnly: true }),
    reasons: z.array(reasonSchema).max(10).meta({ label: 'Reasons', readOnly: true }),
    status: z.enum(['open', 'dismissed', 'merged']).default('open').meta({ label: 'Status' }),
    /** The one that is left of a merged pair. */
    keptId: z.string().optional().meta({ label: 'Kept', readOnly: true }),
  }),
  personal: { aId: 'erase', bId: 'erase' },
  titleOf: ({ score }) => `a suspected duplicate, ${Math.round(score * 100)} % alike`,
  access: { create: 'system', delete: 'system' },
  unique: [['entity', 'aId', 'bId']],
  indexes: [
    ['entity', 'status', '-score'],
    ['entity', 'aId'],
    ['entity', 'bId'],
  ],
  derivedEvents: [
    {
      type: 'record.merged',
      field: 'status',
      when: (after, before) => after.status === 'merged' && before?.status !== 'merged',
    },
  ],
});

export type DuplicatePairRecord = RecordOf<typeof DuplicatePair>;
