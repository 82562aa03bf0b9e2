import { msOf, NOBODY, type Said, SPEAKER_PATTERN, TIME_PATTERN } from './said.ts';

const STAMP = `[[(]?(${TIME_PATTERN})[\\])]?`;
const WHO = `(${SPEAKER_PATTERN})`;
/** How programs write that somebody begins to speak; what follows on the line is said. */
const HEADS: ReadonlyArray<{ pattern: RegExp; who: number; when?: number }> = [
  // [00:01:02] Lena: ...
  { pattern: new RegExp(`^${STAMP}\\s*[-–]?\\s*${WHO}\\s*:(?:\\s+|$)`, 'u'), when: 1, who: 2 },
  // Lena (00:01:02): ...
  { pattern: new RegExp(`^${WHO}\\s*${STAMP}\\s*:(?:\\s+|$)`, 'u'), who: 1, when: 2 },
  // Lena Brandt   1:02        (the words follow on the next lines)
  { pattern: new RegExp(`^${WHO}\\s+[-–|]?\\s*${STAMP}$`, 'u'), who: 1, when: 2 },
  // 1:02 Lena Brandt
  { pattern: new RegExp(`^${STAMP}\\s+[-–|]?\\s*${WHO}$`, 'u'), when: 1, who: 2 },
  // Lena: ...
  { pattern: new RegExp(`^(?:\\*\\*)?${WHO}(?:\\*\\*)?\\s*:(?:\\*\\*)?(?:\\s+|$)`, 'u'), who: 1 },
];
/** Fewer turns are a note, not a talk. */
const FEWEST_TURNS = 3;

/** A text with who speaks before each turn. Undefined for what is no talk: nobody comes twice, or too little is said. */
export function readTurns(text: string): Said[] | undefined {
  const turns: Array<Said & { speaker: string }> = [];
  let lead = 0;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '') continue;
    const head = headOf(line);
    const last = turns.at(-1);
    if (head) turns.push(head);
    else if (last) last.text = `${last.text} ${line}`.trim();
    else lead++;
  }
  const spoken = turns.filter((turn) => turn.text !== '');
  const speakers = new Set(spoken.map(({ speaker }) => speaker));
  const isTimed = spoken.some(({ startMs }) => startMs > 0);
  const isTalk =
    spoken.length >= FEWEST_TURNS && lead <= spoken.length && (speakers.size < spoken.length || isTimed);
  if (!isTalk || (speakers.size < 2 && !isTimed)) return undefined;
  // whoever speaks next ends what was said before
  return spoken.map((turn, at) => ({
    ...turn,
    endMs: isTimed
      ? Math.max(turn.startMs, spoken[at + 1]?.startMs ?? turn.startMs + spokenMs(turn.text))
      : 0,
  }));
}

/** How long it takes to say: about 150 words a minute. */
const spokenMs = (text: string): number => text.split(/\s+/).length * 400;

function headOf(line: string): (Said & { speaker: string }) | undefined {
  for (const { pattern, who, when } of HEADS) {
    const match = pattern.exec(line);
    const speaker = match?.[who];
    if (!match || !speaker || NOBODY.test(speaker)) continue;
    const startMs = (when && msOf(match[when] ?? '')) || 0;
    return { speaker, startMs, endMs: startMs, text: line.slice(match[0].length).trim() };
  }
  return undefined;
}
