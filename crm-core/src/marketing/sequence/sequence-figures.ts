import type { CrmCore } from '../../crm-core.ts';
import type { SequenceRecord } from './sequence.schema.ts';
import { SequenceEnrollment, type SequenceEnrollmentRecord } from './sequence-enrollment.schema.ts';
import type { SequenceFigures } from './sequence-figures.schema.ts';
import { stepText, stepTitle } from './step-in-words.ts';

const ANSWERED = 'they answered';

/** How a sequence does, over all its versions. */
export async function sequenceFigures(
  crm: CrmCore,
  { id: sequenceId, workspaceId, steps }: SequenceRecord,
): Promise<SequenceFigures> {
  const all = await crm.store
    .model(SequenceEnrollment)
    .find({ workspaceId, sequenceId, isDeleted: false })
    .select({ status: 1, exitReason: 1, 'done.stepId': 1 })
    .lean<Array<Pick<SequenceEnrollmentRecord, 'status' | 'exitReason' | 'done'>>>();
  const exited = all.filter(({ status }) => status === 'exited');
  const counts = new Map<string, number>();
  for (const { exitReason = '' } of exited) {
    const [kind = ''] = exitReason.split(':');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return {
    enrolled: all.length,
    active: all.filter(({ status }) => status === 'active' || status === 'paused').length,
    finished: all.filter(({ status }) => status === 'finished').length,
    exited: exited.length,
    answered: exited.filter(({ exitReason }) => exitReason === ANSWERED).length,
    reasons: [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    steps: steps.map((step, at) => {
      const text = stepText(step);
      const leftHere = exited.filter(({ done }) => done.at(-1)?.stepId === step.id);
      return {
        step,
        title: stepTitle(step, at),
        ...(text && { text }),
        done: all.filter(({ done }) => done.some(({ stepId }) => stepId === step.id)).length,
        left: leftHere.length,
        answered: leftHere.filter(({ exitReason }) => exitReason === ANSWERED).length,
      };
    }),
  };
}
