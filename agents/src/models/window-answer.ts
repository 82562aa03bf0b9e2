import type { Segment } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { msOf } from '@clianta/crm-core/crm/call-recording/transcript/said';
import { UpstreamError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import type { SoundWindow } from './listener.ts';
import { ModelFailure } from './model-failure.ts';

/** The recording is not where it was handed over to: services delete it after days. */
export class MissingSoundError extends UpstreamError {
  constructor() {
    super('The recording is not with the language model any more.');
  }
}

const answerSchema = z.object({
  segments: z.array(z.object({ start: z.string(), end: z.string(), speaker: z.string(), text: z.string() })),
  silentFrom: z.string().optional(),
});

/** Models round times; what is further off was not heard there. */
const ROUGHLY_MS = 5_000;
/** Between the last word and the end of a window may be a breath. */
const BREATH_MS = 20_000;

/**
 * What a model has written down of a window, if it can be: its times ascend, lie in the window, and reach its end or say
 * from when on nobody speaks.
 *
 * @throws ModelFailure: `unreadable`, or `cut` when the end is missing
 */
export function windowIn(text: string, window: SoundWindow): { segments: Segment[]; silentFromMs?: number } {
  const { segments: given, silentFrom } = parsed(text);
  const read = given
    .filter((one) => /[\p{L}\p{N}]/u.test(one.text))
    .map(({ start, end, speaker, text: said }): Segment => {
      const [startMs, endMs] = [timeOf(start), timeOf(end)];
      return {
        startMs,
        endMs: Math.max(startMs, endMs),
        speaker: speaker.trim().slice(0, 120) || 'Speaker 1',
        text: said.trim().slice(0, 20_000),
      };
    });
  const silent = silentFrom ? timeOf(silentFrom) : undefined;
  const shiftMs = isRelative(read, silent, window) ? window.fromMs : 0;
  const segments = read.map((one) => ({
    ...one,
    startMs: one.startMs + shiftMs,
    endMs: one.endMs + shiftMs,
  }));
  const silentFromMs = silent === undefined ? undefined : silent + shiftMs;
  let before = window.fromMs - ROUGHLY_MS;
  for (const { startMs, endMs } of segments) {
    if (startMs < before || endMs > window.toMs + ROUGHLY_MS) throw new ModelFailure('unreadable');
    before = startMs;
  }
  const lastMs = Math.max(window.fromMs, ...segments.map(({ endMs }) => endMs));
  const isSilent =
    silentFromMs !== undefined && silentFromMs <= window.toMs && silentFromMs - lastMs <= BREATH_MS;
  if (window.toMs - lastMs > BREATH_MS && !isSilent) throw new ModelFailure('cut');
  return { segments, ...(silentFromMs !== undefined && { silentFromMs }) };
}

/** Some count from the beginning of the window, whatever they are asked for. */
function isRelative(
  segments: readonly Segment[],
  silent: number | undefined,
  { fromMs, toMs }: SoundWindow,
): boolean {
  const first = segments[0]?.startMs ?? silent;
  const last = segments.at(-1)?.endMs ?? silent ?? 0;
  return (
    fromMs > 0 && first !== undefined && first < fromMs - ROUGHLY_MS && last <= toMs - fromMs + ROUGHLY_MS
  );
}

function parsed(text: string): z.output<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ModelFailure('unreadable', { cause });
  }
}

function timeOf(text: string): number {
  const ms = msOf(text);
  if (ms === undefined) throw new ModelFailure('unreadable');
  return ms;
}
