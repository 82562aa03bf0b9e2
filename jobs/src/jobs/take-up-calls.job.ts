import { transcribeCall } from '@clianta/crm-core/crm/call-recording/call-jobs';
import { CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import type { ScheduledJob } from '../job.ts';

/** As many are taken up at once. */
const MOST = 50;

/** Recordings that came while nobody could listen are listened to when somebody can. */
export const takeUpCalls: ScheduledJob = {
  name: 'take-up-calls',
  everyMs: 5 * 60_000,
  async run({ crm, listener }) {
    if (!listener) return;
    const waiting = await crm.store
      .model(CallRecording)
      .find({ status: 'waiting', isDeleted: false, fileId: { $exists: true } })
      .sort({ createdAt: 1 })
      .limit(MOST)
      .select('workspaceId')
      .lean<Array<{ _id: string; workspaceId: string }>>();
    for (const { _id: callId, workspaceId } of waiting)
      await crm.enqueue(transcribeCall, { callId }, { workspaceId, key: `transcribe ${callId}` });
  },
};
