import { z } from 'zod';
import { clock } from '../entity/clock.ts';
import { type Filter, filterSchema } from '../entity/filter.schema.ts';
import { scheduleSchema } from '../intelligence/report/schedule.ts';

const MOST_STEPS = 50;
/** Branches and loops within each other. */
const STEP_DEPTH = 3;
const MOST_BYTES = 64 * 1024;

const entity = z.string().min(1).max(40);
const field = z.string().min(1).max(80);

/** What starts a workflow. `entity` is the kind of record that it then works on. */
const values = z
  .array(z.union([z.string(), z.number(), z.boolean()]))
  .min(1)
  .max(20);

const triggerSchema = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('created'), entity }),
  /** One of these fields; with `to` only when it gets one of these values. */
  z.strictObject({
    on: z.literal('changed'),
    entity,
    fields: z.array(field).min(1).max(10),
    to: values.optional(),
  }),
  /** A number passes a bound. */
  z.strictObject({
    on: z.literal('crossed'),
    entity,
    field,
    bound: z.number(),
    direction: z.enum(['up', 'down']),
  }),
  /** At these times, for every record that the entry filter matches. */
  z.strictObject({ on: z.literal('schedule'), entity, schedule: scheduleSchema }),
  /** An event of this inbound webhook, with the record that it became. */
  z.strictObject({ on: z.literal('hook'), entity, hookId: z.string().min(1).max(60) }),
  /** This form was filled in, or whichever, with the contact that it became. */
  z.strictObject({ on: z.literal('form'), entity, formId: z.string().min(1).max(60).optional() }),
  z.strictObject({ on: z.literal('manual'), entity }),
]);
export type Trigger = z.output<typeof triggerSchema>;

const WAIT_UNITS = ['minutes', 'hours', 'days', 'weeks'] as const;
const MOST_MINUTES = 365 * 24 * 60;
const MINUTES = { minutes: 1, hours: 60, days: 24 * 60, weeks: 7 * 24 * 60 } as const;

export const durationSchema = z
  .strictObject({ amount: z.number().int().min(1).max(MOST_MINUTES), unit: z.enum(WAIT_UNITS) })
  .refine(({ amount, unit }) => amount * MINUTES[unit] <= MOST_MINUTES, 'is longer than 365 days');
export type Duration = z.output<typeof durationSchema>;

const waitSchema = z.union([
  z.strictObject({ for: durationSchema }),
  /** The next time that it is so late where the record is, else in the workspace. */
  z.strictObject({ until: clock() }),
  /** So many days before or after the day in a field. */
  z.strictObject({ field, days: z.number().int().min(-365).max(365) }),
  /** Until one of these fields of the record changes, with `to` to one of these values, and no longer than this. */
  z.strictObject({
    event: z.strictObject({ fields: z.array(field).min(1).max(10), to: values.optional() }),
    within: durationSchema,
    /** When it has not happened by then. */
    otherwise: z.enum(['continue', 'end']).default('continue'),
  }),
]);
export type Wait = z.output<typeof waitSchema>;
export type EventWait = Extract<Wait, { event: unknown }>;

const id = z.string().regex(/^[a-z0-9]{1,12}$/);
const onError = z.enum(['stop', 'continue']).default('stop');

interface Identified {
  id: string;
}
export interface ActionStep extends Identified {
  kind: 'action';
  action: string;
  input: Record<string, unknown>;
  onError: 'stop' | 'continue';
}
interface WaitStep extends Identified {
  kind: 'wait';
  input: Wait;
}
interface BranchStep extends Identified {
  kind: 'branch';
  if: Filter;
  yes: Step[];
  no: Step[];
}
/** Records that refer by a field to the record that is worked on, or to what that refers to: the deals of a contact's company. */
export interface RelatedRecords {
  records: string;
  /** Their field that refers to it. */
  by: string;
  /** The field of the record that is worked on which they have in common with it; absent: they refer to it itself. */
  of?: string | undefined;
  where: Filter;
}
/** So often, once for each value of a field that holds a list, or for each record, which its steps then work on. */
export interface LoopStep extends Identified {
  kind: 'loop';
  over: { times: number } | { field: string } | RelatedRecords;
  steps: Step[];
}
interface EndStep extends Identified {
  kind: 'end';
}
export type Step = ActionStep | WaitStep | BranchStep | LoopStep | EndStep;

const plain = [
  z.strictObject({
    id,
    kind: z.literal('action'),
    action: z.string().max(40),
    input: z.record(z.string(), z.unknown()),
    onError,
  }),
  z.strictObject({ id, kind: z.literal('wait'), input: waitSchema }),
  z.strictObject({ id, kind: z.literal('end') }),
] as const;

/** Not recursive, so that it ends where it must. */
const stepSchema = Array.from({ length: STEP_DEPTH }).reduce<z.ZodType<Step>>(
  (inner) =>
    z.union([
      ...plain,
      z.strictObject({
        id,
        kind: z.literal('branch'),
        if: filterSchema,
        yes: z.array(inner).max(MOST_STEPS),
        no: z.array(inner).max(MOST_STEPS),
      }),
      z.strictObject({
        id,
        kind: z.literal('loop'),
        over: z.union([
          z.strictObject({ times: z.number().int().min(1).max(100) }),
          z.strictObject({ field }),
          z.strictObject({ records: entity, by: field, of: field.optional(), where: filterSchema }),
        ]),
        steps: z.array(inner).min(1).max(MOST_STEPS),
      }),
    ]) as z.ZodType<Step>,
  z.union(plain) as z.ZodType<Step>,
);

/** All steps, those within others too, in the order in which they stand. */
export const allSteps = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => {
    if (step.kind === 'branch') return [step, ...allSteps(step.yes), ...allSteps(step.no)];
    return step.kind === 'loop' ? [step, ...allSteps(step.steps)] : [step];
  });

/** What a workflow does, and when. */
export const definitionSchema = z
  .strictObject({
    trigger: triggerSchema,
    /** Of the records that start it, only these. */
    entry: filterSchema.default({}),
    /** It is over as soon as this holds: what it is for is reached. */
    goal: filterSchema.optional(),
    /** It is over as soon as this holds: the record does not belong in it any more. */
    exit: filterSchema.optional(),
    steps: z.array(stepSchema).min(1).max(MOST_STEPS),
  })
  .refine(({ steps }) => allSteps(steps).length <= MOST_STEPS, `has more than ${MOST_STEPS} steps`)
  .refine(({ steps }) => {
    const ids = allSteps(steps).map((step) => step.id);
    return new Set(ids).size === ids.length;
  }, 'has two steps of the same id')
  .refine((definition) => JSON.stringify(definition).length <= MOST_BYTES, 'is larger than 64 KB');
export type Definition = z.output<typeof definitionSchema>;
