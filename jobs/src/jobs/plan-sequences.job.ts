import { resumeDueSequences } from '@clianta/crm-core/marketing/sequence/pause-sequence';
import { Sequence } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import { SequenceEnrollment } from '@clianta/crm-core/marketing/sequence/sequence-enrollment.schema';
import { TAKE_SEQUENCE_STEP } from '@clianta/crm-core/marketing/sequence/sequence-orders';
import type { ScheduledJob } from '../job.ts';

const MOST_AT_ONCE = 2_000;

/** Finds who is due in a sequence. What an outage has left comes in the order that it was due. */
export const planSequences: ScheduledJob = {
  name: 'plan-sequences',
  everyMs: 5 * 60_000,
  async run({ crm }) {
    const now = crm.now();
    await resumeDueSequences(crm);
    const on = await crm.store
      .model(Sequence)
      .find({ status: 'active', isDeleted: false })
      .select({ workspaceId: 1 })
      .lean<Array<{ _id: string; workspaceId: string }>>();
    for (const { _id: sequenceId, workspaceId } of on) {
      const due = await crm.store
        .model(SequenceEnrollment)
        .find({ workspaceId, sequenceId, status: 'active', dueAt: { $lte: now }, isDeleted: false })
        .select({ version: 1 })
        .sort({ dueAt: 1 })
        .limit(MOST_AT_ONCE)
        .lean<Array<{ _id: string; version: number }>>();
      for (const { _id: enrollmentId, version } of due)
        await crm.enqueue(
          TAKE_SEQUENCE_STEP,
          { enrollmentId, version },
          { workspaceId, key: enrollmentId, at: now },
        );
    }
  },
};
