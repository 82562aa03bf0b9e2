import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Listener } from '@clianta/agents/models/listener';
import { listenWindow } from '@clianta/crm-core/crm/call-recording/call-jobs';
import { type CallRecord, CallRecording } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { soundSeconds } from '@clianta/crm-core/files/sound-seconds';
import type { JobRunContext } from '../job.ts';

/** What is asked about at once: a model that is asked about an hour leaves its end out. */
const WINDOW_MS = 10 * 60_000;
/** Specification of recorded calls: three hours. */
const MOST_SECONDS = 3 * 60 * 60;

/**
 * Hands the sound of a call over to who listens, once, and has each ten minutes of it listened to.
 *
 * @throws InvalidError for what cannot be listened to, said for people
 */
export async function handOver(
  { crm, workspaceId, scope, signal }: JobRunContext,
  listener: Listener,
  call: CallRecord,
): Promise<void> {
  if (!call.fileId) throw new InvalidError('its file is gone');
  const { file, stream } = await crm.files.open(scope, call.fileId);
  const folder = await mkdtemp(join(tmpdir(), 'clianta-sound-'));
  try {
    const path = join(folder, 'sound');
    await pipeline(stream, createWriteStream(path), { signal });
    const seconds = await soundSeconds(path);
    if (seconds === undefined)
      throw new InvalidError('I cannot tell how long it is; it may be damaged. Save it anew as mp3 or m4a');
    if (seconds > MOST_SECONDS)
      throw new InvalidError('it is longer than three hours, which is the most I can listen to');
    const remoteName = await listener.upload(path, file.mime, signal);
    const lastMs = Math.max(1, Math.round(seconds * 1_000));
    const windows = Array.from({ length: Math.ceil(lastMs / WINDOW_MS) }, (_, at) => ({
      fromMs: at * WINDOW_MS,
      toMs: Math.min(lastMs, (at + 1) * WINDOW_MS),
    }));
    await crm
      .records(CallRecording)
      .update(scope, call.id, { status: 'working', seconds: Math.round(seconds), remoteName, windows });
    for (const at of windows.keys())
      await crm.enqueue(
        listenWindow,
        { callId: call.id, window: at },
        { workspaceId, key: `listen ${call.id} ${remoteName} ${at}` },
      );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
