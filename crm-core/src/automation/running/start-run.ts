import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import type { JobType } from '../../work/define-job.ts';

/** A record on its way into a workflow. Its key is the workflow, the write that led to it, and the record. */
export const START_RUN = {
  name: 'start_enrollment',
  data: z.object({
    workflowId: z.string(),
    recordId: z.string(),
    cause: z.object({ eventId: z.string(), chain: z.array(z.string()), depth: z.number().int() }),
    /** What started it, for people: "contact.grade_changed". */
    what: z.string().max(300),
    by: z.string().max(200),
    /** Left out: now. */
    at: z.iso.datetime().optional(),
  }),
} as const satisfies JobType;
export type StartRun = z.output<typeof START_RUN.data>;

/** The next step of a run. Its key is the run and the place. */
export const RUN_STEP = {
  name: 'run_step',
  data: z.object({ enrollmentId: z.string(), seq: z.number().int() }),
} as const satisfies JobType;

export const enqueueStart = (crm: CrmCore, workspaceId: string, run: StartRun) =>
  crm.enqueue(START_RUN, run, {
    workspaceId,
    key: `${run.workflowId}:${run.cause.eventId}:${run.recordId}`,
  });

const AT_ONCE = 500;

/** Of many records at once. */
export async function enqueueStarts(
  crm: CrmCore,
  workspaceId: string,
  recordIds: readonly string[],
  run: Omit<StartRun, 'recordId'>,
): Promise<void> {
  for (let from = 0; from < recordIds.length; from += AT_ONCE)
    await Promise.all(
      recordIds
        .slice(from, from + AT_ONCE)
        .map((recordId) => enqueueStart(crm, workspaceId, { ...run, recordId })),
    );
}

export const enqueueStep = (
  crm: CrmCore,
  workspaceId: string,
  { id, seq, dueAt }: { id: string; seq: number; dueAt: Date },
) => crm.enqueue(RUN_STEP, { enrollmentId: id, seq }, { workspaceId, key: `${id}:${seq}`, at: dueAt });
