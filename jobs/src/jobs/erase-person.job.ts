import { systemScope } from '@clianta/crm-core/entity/scope';
import { carryOutErasure, erasePerson as order } from '@clianta/crm-core/erasure/carry-out-erasure';
import { Erasure } from '@clianta/crm-core/erasure/erasure/erasure.schema';
import { giveUpErasure, isOverdue } from '@clianta/crm-core/erasure/give-up-erasure';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Soon at first, then once a day until after the day that it is due. */
const DELAYS_MS = [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, ...Array.from({ length: 31 }, () => 24 * HOUR)];

/** Erases a person. What does not answer is asked again until the erasure is due; then the admins are told. */
export const erasePerson = defineJob({
  ...order,
  limitMs: 30 * MINUTE,
  retry: { delaysMs: DELAYS_MS },
  async run(context: JobRunContext, { erasureId }) {
    const { crm, workspaceId, signal } = context;
    try {
      await carryOutErasure(crm, workspaceId, erasureId, signal);
    } catch (error) {
      if (!(await isOverdue(crm, workspaceId, erasureId))) throw error;
      await giveUpErasure(crm, workspaceId, erasureId, error);
      await tellAdmins(context, erasureId);
    }
  },
});

async function tellAdmins(context: JobRunContext, erasureId: string): Promise<void> {
  const { crm, workspaceId } = context;
  const { records } = await crm.records(TeamMember).find(systemScope(workspaceId), {
    where: [{ field: 'role', op: 'in', value: ['admin', 'owner'] }],
    limit: 100,
  });
  for (const { userId } of records)
    await tell(context, {
      workspaceId,
      userId,
      kind: 'outcome',
      urgency: 'high',
      key: `erasure:${erasureId}:stuck`,
      title: 'An erasure is due and has not ended',
      body: 'Its page under Settings says what is left and why.',
      because: 'You look after the workspace.',
      entity: Erasure.name,
      recordId: erasureId,
      at: crm.now(),
    });
}
