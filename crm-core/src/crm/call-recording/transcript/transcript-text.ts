import type { Segment } from '../call-recording.schema.ts';

/** A call to read: a paragraph for each turn, with who speaks and, where the transcript has times, when. */
export function transcriptText(segments: readonly Segment[]): string {
  const isTimed = segments.some(({ endMs }) => endMs > 0);
  return segments
    .map(({ startMs, speaker, text }) => `${isTimed ? `[${clockOf(startMs)}] ` : ''}${speaker}: ${text}\n`)
    .join('\n');
}

/** "1:02:03", "0:48". */
export function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
