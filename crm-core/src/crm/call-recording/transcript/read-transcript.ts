import type { Segment } from '../call-recording.schema.ts';
import { readCues } from './read-cues.ts';
import { readTurns } from './read-turns.ts';
import type { Said } from './said.ts';

/** A gap this long begins a new segment, though the same person goes on. */
const PAUSE_MS = 3_000;
/** And so does what is this long. */
const LONGEST = 600;
const UNNAMED = 'Speaker 1';

/**
 * A transcript as subtitles (WebVTT, SRT) or as text with who speaks before each turn. Undefined for a text that is none:
 * a letter, a list.
 *
 * @returns what was said, in its order; without times in the text all of them are 0
 */
export function readTranscript(text: string): Segment[] | undefined {
  const plain = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const said = readCues(plain) ?? readTurns(plain);
  return said && joined(said.filter((one) => /[\p{L}\p{N}]/u.test(one.text)));
}

/** Sentences that are cut into several cues are put together again; what is said twice over (rolling captions) is once. */
function joined(said: readonly Said[]): Segment[] {
  const segments: Segment[] = [];
  for (const { speaker = UNNAMED, startMs, endMs, text } of said) {
    const last = segments.at(-1);
    const clean = text.replace(/\s+/g, ' ').trim();
    if (last && last.speaker === speaker && last.text.endsWith(clean) && startMs <= last.endMs) continue;
    const goesOn =
      last?.speaker === speaker &&
      !/[.!?…]["”’)]*$/.test(last.text) &&
      startMs - last.endMs <= PAUSE_MS &&
      last.text.length + clean.length < LONGEST;
    if (last && goesOn) {
      last.text = `${last.text} ${clean}`;
      last.endMs = Math.max(last.endMs, endMs);
    } else segments.push({ speaker, startMs, endMs: Math.max(startMs, endMs), text: clean });
  }
  return segments;
}
