import type { CrmCore } from '../../crm-core.ts';
import { writeDerived } from '../../entity/derived-values.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { SequenceEnrollment, type SequenceEnrollmentRecord } from './sequence-enrollment.schema.ts';

/**
 * Moves somebody on in a sequence, unless they were moved meanwhile: by a step, an answer, a person.
 *
 * @returns whether this call did it
 */
export async function moveEnrollment(
  crm: CrmCore,
  { id, workspaceId, version }: Pick<SequenceEnrollmentRecord, 'id' | 'workspaceId' | 'version'>,
  set: Partial<Omit<SequenceEnrollmentRecord, 'heldSince' | 'wall'>> & {
    heldSince?: Date | null;
    wall?: SequenceEnrollmentRecord['wall'] | null;
  },
): Promise<boolean> {
  const document = await crm.store
    .model(SequenceEnrollment)
    .findOne({ _id: id, workspaceId, version })
    .lean<StoredDocument>();
  if (!document) return false;
  const now = crm.now();
  const isOver = set.status === 'finished' || set.status === 'exited';
  const { count } = await writeDerived(
    crm.store,
    SequenceEnrollment as never,
    workspaceId,
    [
      {
        document,
        set: {
          ...set,
          // it may be enrolled again
          ...(isOver && { liveKey: `over:${id}` }),
          version: version + 1,
          updatedAt: now,
        },
        isOfVersion: true,
      },
    ],
    { at: now, isBulk: true },
  );
  return count > 0;
}

/** Ends it for somebody, whatever step they are at. */
export async function exitEnrollment(
  crm: CrmCore,
  enrollment: Pick<SequenceEnrollmentRecord, 'id' | 'workspaceId' | 'version'>,
  exitReason: string,
): Promise<boolean> {
  return moveEnrollment(crm, enrollment, { status: 'exited', exitReason: exitReason.slice(0, 300) });
}
