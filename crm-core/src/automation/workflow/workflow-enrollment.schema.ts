import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

export const LIVE = ['waiting', 'running'] as const;
export const ENDED = ['done', 'goal', 'exited', 'failed', 'unsure', 'cancelled'] as const;
/** Ended where they were not to end; a person may have them go on. */
export const STUCK = ['failed', 'unsure'] as const;

/** A record on its way through a version of a workflow: the truth of where it is. */
export const WorkflowEnrollment = defineEntity({
  name: 'workflowEnrollment',
  plural: 'workflow-enrollments',
  domain: 'automation',
  label: { one: 'run of a workflow', many: 'runs of workflows' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    workflowId: z.string().meta({ label: 'Workflow', ref: 'workflow', onDelete: 'cascade' }),
    number: z.number().int().meta({ label: 'Version' }),
    entity: z.string().meta({ label: 'Kind' }),
    recordId: z.string().meta({ label: 'Record', refBy: 'entity' }),
    recordTitle: z.string().max(500).meta({ label: 'Record' }),
    /** What started it. */
    cause: z.object({
      eventId: z.string(),
      chain: z.array(z.string()),
      depth: z.number().int(),
      /** "contact.grade_changed", or who has put it in. */
      what: z.string().max(300),
      by: z.string().max(200),
      at: z.date(),
    }),
    status: z
      .enum([...LIVE, ...ENDED])
      .default('waiting')
      .meta({ label: 'Status' }),
    /** The step that comes next. */
    stepId: z.string().meta({ label: 'Step' }),
    /** How often each loop around it has been gone through, the outer one first. */
    loopPath: z.array(z.number().int()).default([]),
    /** Counts the steps that were taken: what a run of a step is keyed by. */
    seq: z.number().int().min(0).default(0),
    dueAt: z.date().meta({ label: 'Goes on' }),
    /** What steps have found, by name. */
    outputs: z.record(z.string(), z.unknown()).default({}),
    /** While it waits for something to happen to the record: at which step, since when, and whether it did. */
    awaits: z
      .object({ stepId: z.string(), since: z.date(), hasHappened: z.boolean() })
      .optional()
      .meta({ label: 'Waits for' }),
    /** The effect of the step that it is at which is to happen at most once, from before it is done. */
    intended: z.string().optional().meta({ hidden: true }),
    error: z.string().max(1_000).optional().meta({ label: 'Error' }),
    endedAt: z.date().optional().meta({ label: 'Ended' }),
    /** While it is live: no record is twice in one workflow. */
    liveKey: z.string().optional().meta({ hidden: true }),
    /** Where a record goes through it once. */
    onceKey: z.string().optional().meta({ hidden: true }),
  }),
  personal: { recordId: 'erase' },
  titleOf: ({ recordTitle }) => recordTitle,
  unique: [['liveKey'], ['onceKey']],
  indexes: [['status', 'dueAt'], ['workflowId', 'status'], ['workflowId', 'recordId'], ['recordId']],
});

export type WorkflowEnrollmentRecord = RecordOf<typeof WorkflowEnrollment>;
