import type { CrmCore } from '../../crm-core.ts';
import { exitEnrollment } from './move-enrollment.ts';
import type { ExitOn } from './sequence.schema.ts';
import { SequenceEnrollment, type SequenceEnrollmentRecord } from './sequence-enrollment.schema.ts';
import { SequenceVersion } from './sequence-version.schema.ts';

/**
 * Something happened with people that ends what they are in: in each sequence that ends on it.
 *
 * @returns how many it ended for
 */
export async function leaveSequences(
  crm: CrmCore,
  workspaceId: string,
  contactIds: readonly string[],
  on: ExitOn,
  reason: string,
): Promise<number> {
  if (contactIds.length === 0) return 0;
  const live = await crm.store
    .model(SequenceEnrollment)
    .find({ workspaceId, contactId: { $in: [...contactIds] }, status: { $in: ['active', 'paused'] } })
    .lean<Array<Omit<SequenceEnrollmentRecord, 'id'> & { _id: string }>>();
  let left = 0;
  for (const { _id: id, ...enrollment } of live) {
    const plan = await crm.store
      .model(SequenceVersion)
      .findOne({ workspaceId, sequenceId: enrollment.sequenceId, number: enrollment.number })
      .lean<{ exitOn?: ExitOn[] }>();
    if (!plan?.exitOn?.includes(on)) continue;
    if (await exitEnrollment(crm, { id, workspaceId, version: enrollment.version }, reason)) left++;
  }
  return left;
}
