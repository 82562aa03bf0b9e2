import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { sequencePlan } from './sequence.schema.ts';

/** A sequence as it was when somebody was enrolled in it; it never changes. */
export const SequenceVersion = defineEntity({
  name: 'sequenceVersion',
  plural: 'sequence-versions',
  domain: 'marketing',
  label: { one: 'version of a sequence', many: 'versions of sequences' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    sequenceId: z.string().meta({ label: 'Sequence', ref: 'sequence', onDelete: 'cascade' }),
    number: z.number().int().min(1).meta({ label: 'Version' }),
    ...sequencePlan,
  }),
  titleOf: ({ number }) => `Version ${number}`,
  unique: [['sequenceId', 'number']],
});

export type SequenceVersionRecord = RecordOf<typeof SequenceVersion>;
