import { transcribeCall } from '@clianta/crm-core/crm/call-recording/call-jobs';
import { CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { CliantaError, isRetryable } from '@clianta/crm-core/errors';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';
import { handOver } from '../listening/hand-over.ts';
import { failCall } from '../listening/settle-call.ts';

const TRIES = 3;

/** Has a recording listened to; without anybody who can it goes on to wait. */
export const transcribeCallJob = defineJob({
  ...transcribeCall,
  limit: { concurrent: 1 },
  limitMs: 30 * 60_000,
  retry: { delaysMs: [5_000, 30_000] },
  async run(context: JobRunContext, { callId }) {
    const { crm, scope, listener, attempt } = context;
    if (!listener) return;
    const call = (await crm.records(CallRecording).getMany(scope, [callId])).get(callId);
    if (!call || call.isDeleted || call.status !== 'waiting') return;
    try {
      await handOver(context, listener, call);
    } catch (error) {
      if (isRetryable(error) && attempt < TRIES) throw error;
      await failCall(context, call, error instanceof CliantaError ? error.message : 'something went wrong');
    }
  },
});
