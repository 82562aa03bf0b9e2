import { ModelFailure } from '@clianta/agents/models/model-failure';
import { MissingSoundError } from '@clianta/agents/models/window-answer';
import { listenWindow, transcribeCall } from '@clianta/crm-core/crm/call-recording/call-jobs';
import { type CallRecord, CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { CliantaError, isRetryable } from '@clianta/crm-core/errors';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';
import { keepWindow, listeningOf, settleCall } from '../listening/settle-call.ts';

const TRIES = 3;
/** Ten minutes of sound (32 tokens a second, https://ai.google.dev/gemini-api/docs/audio) and what is said in them. */
const TOKENS = 30_000;

/** Has ten minutes of a recording written down. Three tries; then the call is ready without them. */
export const listenWindowJob = defineJob({
  ...listenWindow,
  limit: { concurrent: 2 },
  limitMs: 10 * 60_000,
  retry: { delaysMs: [2_000, 10_000] },
  async run(context: JobRunContext, { callId, window: at }) {
    const { crm, workspaceId, scope, listener, attempt, signal } = context;
    const call = (await crm.records(CallRecording).getMany(scope, [callId])).get(callId);
    if (!listener || !call || call.isDeleted || call.status !== 'working') return;
    const { remoteName, windows } = await listeningOf(crm, workspaceId, callId);
    const window = windows[at];
    if (!window || !remoteName) return;
    if (!window.segments && !window.problem) {
      try {
        const { segments } = await listened(context, call, () => listener.listen(remoteName, window, signal));
        await keepWindow(crm, workspaceId, callId, at, { segments });
      } catch (error) {
        if (error instanceof MissingSoundError) return startAgain(context, call);
        const why = error instanceof CliantaError ? error.message : 'something went wrong.';
        if (mayPass(error) && attempt < TRIES) throw error;
        await keepWindow(crm, workspaceId, callId, at, { problem: why });
      }
    }
    await settleCall(context, call);
  },
});

/** What is over budget, or not allowed, is no better in ten seconds. */
const mayPass = (error: unknown): boolean =>
  isRetryable(error) &&
  !(error instanceof ModelFailure && /^(?:over_budget|credentials|blocked)$/.test(error.kind));

/** Within what the workspace, and whoever keeps the recording, may spend. @throws ModelFailure */
async function listened<T extends { tokens: number }>(
  { crm, scope }: JobRunContext,
  { ownerId }: CallRecord,
  listen: () => Promise<T>,
): Promise<T> {
  const spender = ownerId ? { ...scope, actor: { ...scope.actor, id: ownerId } } : scope;
  const reserved = await crm.tokens.reserve(spender, TOKENS);
  if (!reserved) throw new ModelFailure('over_budget');
  try {
    const heard = await listen();
    await reserved.settle(heard.tokens);
    return heard;
  } catch (error) {
    // an answer that is of no use was paid for; of what never came nothing was spent
    if (!(error instanceof ModelFailure && (error.isOfAnswer || error.kind === 'unreadable')))
      await reserved.settle(0);
    throw error;
  }
}

async function startAgain({ crm, workspaceId, scope }: JobRunContext, call: CallRecord): Promise<void> {
  await crm
    .records(CallRecording)
    .update(scope, call.id, { status: 'waiting', remoteName: null, windows: [] });
  await crm.enqueue(transcribeCall, { callId: call.id }, { workspaceId, key: `transcribe ${call.id}` });
}
