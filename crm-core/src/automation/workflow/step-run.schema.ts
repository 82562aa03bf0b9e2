import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** One step that was taken, and what came of it. */
export const StepRun = defineEntity({
  name: 'stepRun',
  plural: 'step-runs',
  domain: 'automation',
  label: { one: 'step of a run', many: 'steps of runs' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    enrollmentId: z.string().meta({ label: 'Run', ref: 'workflowEnrollment', onDelete: 'cascade' }),
    workflowId: z.string().meta({ label: 'Workflow', ref: 'workflow', onDelete: 'cascade' }),
    stepId: z.string().meta({ label: 'Step' }),
    /** In which round of the loops around it: `0.2`. */
    path: z.string().meta({ label: 'Round' }),
    seq: z.number().int().meta({ label: 'Place' }),
    status: z.enum(['done', 'failed', 'unsure', 'skipped']).meta({ label: 'Status' }),
    /** What was done, in words. */
    told: z.string().max(1_000).meta({ label: 'What' }),
    /** The record that it wrote. */
    wroteEntity: z.string().optional().meta({ label: 'Kind' }),
    wroteId: z.string().optional().meta({ label: 'Record', refBy: 'wroteEntity' }),
    error: z.string().max(1_000).optional().meta({ label: 'Error' }),
    ms: z.number().int().optional().meta({ label: 'Took' }),
    at: z.date().meta({ label: 'At' }),
    /** Its writes are undone together. */
    groupId: z.string().meta({ label: 'Group' }),
  }),
  personal: { wroteId: 'redact' },
  titleOf: ({ told }) => told,
  unique: [['enrollmentId', 'seq']],
  indexes: [['enrollmentId', 'seq'], ['wroteId'], ['at']],
});

export type StepRunRecord = RecordOf<typeof StepRun>;
