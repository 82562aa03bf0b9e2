import { orderMailSync } from '@clianta/crm-core/marketing/mail-sync/mail-sync-orders';
import { Sequence } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import { TAKE_SEQUENCE_STEP } from '@clianta/crm-core/marketing/sequence/sequence-orders';
import { takeSequenceStep } from '@clianta/crm-core/marketing/sequence/take-sequence-step';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

/** Takes one step of somebody in a sequence. */
export const takeSequenceStepJob = defineJob({
  ...TAKE_SEQUENCE_STEP,
  async run(context: JobRunContext, data) {
    const { crm, workspaceId } = context;
    await takeSequenceStep(
      {
        crm,
        sync: async ({ id: accountId }) => void (await orderMailSync(crm, { workspaceId, accountId })),
        tell: (note) =>
          tell(context, {
            ...note,
            kind: 'outcome',
            because: 'You enrolled them.',
            entity: Sequence.name,
            at: crm.now(),
          }),
      },
      workspaceId,
      data,
    );
  },
});
