import type { CrmCore } from '../../crm-core.ts';
import { CliantaError } from '../../errors.ts';
import { LIVE, WorkflowEnrollment } from '../workflow/workflow-enrollment.schema.ts';
import type { AtStep } from './run-step.ts';

/** Something may have been sent, or may not: nobody can tell, so it is not sent again by itself. */
export class UnsureError extends CliantaError {
  constructor(what: string) {
    super(
      'conflict',
      `It is not known whether this was done: ${what}. Look there, then retry it or let it be.`,
    );
  }
}

/**
 * Does what may happen at most once. That it is intended is stored first: a process that finds it stored was preceded by one
 * that ended before it could say how it went.
 *
 * @param what - in words, as "send a text message"
 * @throws UnsureError when it may have been done before
 */
export async function atMostOnce<T>(
  crm: CrmCore,
  { run, effectId }: Pick<AtStep, 'run' | 'effectId'>,
  what: string,
  effect: () => Promise<T>,
): Promise<T> {
  const runs = crm.store.model(WorkflowEnrollment).collection;
  const own = { _id: run.id as never, seq: run.seq, status: { $in: [...LIVE] } };
  const { modifiedCount } = await runs.updateOne(
    { ...own, intended: { $ne: effectId } },
    { $set: { intended: effectId } },
  );
  if (modifiedCount === 0) throw new UnsureError(what);
  try {
    return await effect();
  } catch (error) {
    // it says that it was not done: it may be tried again
    if (!(error instanceof UnsureError)) await runs.updateOne(own, { $unset: { intended: '' } });
    throw error;
  }
}
