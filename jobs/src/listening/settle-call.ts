import { heardValues } from '@clianta/agents/agents/transcription/reading/heard-values';
import {
  type CallRecord,
  CallRecording,
  type Segment,
} from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { clockOf } from '@clianta/crm-core/crm/call-recording/transcript/transcript-text';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { logger } from '@clianta/crm-core/logger';
import type { JobRunContext } from '../job.ts';

/** A recording while it is listened to, as it is stored. */
export interface Listening {
  remoteName?: string;
  windows: Array<{ fromMs: number; toMs: number; segments?: Segment[]; problem?: string }>;
}

export async function listeningOf(crm: CrmCore, workspaceId: string, id: string): Promise<Listening> {
  const found = await crm.store
    .model(CallRecording)
    .findOne({ workspaceId, _id: id })
    .select({ remoteName: 1, windows: 1 })
    .lean<Partial<Listening>>();
  return { ...found, windows: found?.windows ?? [] };
}

/** Keeps what became of a window, whatever becomes of the others at the same time. */
export async function keepWindow(
  crm: CrmCore,
  workspaceId: string,
  id: string,
  at: number,
  heard: { segments: Segment[] } | { problem: string },
): Promise<void> {
  const values = Object.fromEntries(
    Object.entries(heard).map(([key, value]) => [`windows.${at}.${key}`, value]),
  );
  await crm.store.model(CallRecording).updateOne({ workspaceId, _id: id }, { $set: values });
}

/** When every window has an end: the call is ready; partial where one was not heard; failed where none was. */
export async function settleCall(context: JobRunContext, call: CallRecord): Promise<void> {
  const { crm, workspaceId, scope } = context;
  const { windows, remoteName } = await listeningOf(crm, workspaceId, call.id);
  const isOver = windows.every(({ segments, problem }) => segments !== undefined || problem !== undefined);
  if (windows.length === 0 || !isOver) return;
  const segments = windows.flatMap((window) => window.segments ?? []);
  const missing = windows.filter(({ problem }) => problem !== undefined);
  const problem = missing
    .map(({ fromMs, toMs, problem: why }) => `${clockOf(fromMs)} to ${clockOf(toMs)} is missing: ${why}`)
    .join(' ')
    .slice(0, 500);
  if (segments.length === 0) {
    await failCall(context, call, problem || 'nobody speaks in it');
    return;
  }
  const values = await heardValues(crm, workspaceId, segments, call.at);
  await crm.records(CallRecording).update(scope, call.id, {
    ...values,
    seconds: call.seconds ?? null,
    status: missing.length > 0 ? 'partial' : 'ready',
    problem: problem || null,
    remoteName: null,
    windows: [],
  });
  await forget(context, remoteName);
}

/** @param why - for people, without its last point */
export async function failCall(context: JobRunContext, call: CallRecord, why: string): Promise<void> {
  const { crm, workspaceId, scope } = context;
  const { remoteName } = await listeningOf(crm, workspaceId, call.id);
  await crm.records(CallRecording).update(scope, call.id, {
    status: 'failed',
    problem: why.slice(0, 500),
    remoteName: null,
    windows: [],
  });
  await forget(context, remoteName);
}

/** Nothing stays with the service; what cannot be deleted now it deletes itself after two days. */
async function forget({ listener, signal }: JobRunContext, remoteName: string | undefined): Promise<void> {
  if (!remoteName) return;
  await listener?.forget(remoteName, signal).catch((err: unknown) => {
    logger.warn({ err }, 'a recording could not be deleted at the service that listened to it');
  });
}
