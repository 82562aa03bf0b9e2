import { msOf, NOBODY, type Said, SPEAKER_PATTERN, TIME_PATTERN } from './said.ts';

const ARROW = new RegExp(`^\\s*(${TIME_PATTERN})\\s*-->\\s*(${TIME_PATTERN})`);
/** `<v Lena>`, `<v.loud Lena>`: the voice, up to the next one; people leave `</v>` out. */
const VOICE = /<v(?:\.[\w.-]+)?\s+([^<>\n]{1,120})>/gi;
const NAMED = new RegExp(`^(?:-\\s*|>>\\s*)?(${SPEAKER_PATTERN})\\s*:\\s+`, 'u');
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lrm: '',
  rlm: '',
};

/**
 * The cues of WebVTT and SRT, as their writers bend them: without hours, with commas or points, without numbers, with an
 * end before its beginning. Undefined for what has none.
 */
export function readCues(text: string): Said[] | undefined {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, at) => (ARROW.test(line) ? [at] : []));
  if (starts.length === 0) return undefined;
  return starts.flatMap((at, index) => {
    const [, from = '', to = ''] = ARROW.exec(lines[at] ?? '') ?? [];
    const next = starts[index + 1] ?? lines.length;
    const body = cueLines(lines.slice(at + 1, next), index + 1 < starts.length);
    const startMs = msOf(from) ?? 0;
    return voicesOf(body, { startMs, endMs: Math.max(startMs, msOf(to) ?? 0) });
  });
}

/** Up to the blank line; what stands alone before the next cue is its name. */
function cueLines(lines: readonly string[], hasNext: boolean): string[] {
  const end = lines.findIndex((line) => line.trim() === '');
  if (end >= 0) return lines.slice(0, end);
  const isNumber = hasNext && /^\s*\d+\s*$/.test(lines.at(-1) ?? '');
  return isNumber ? lines.slice(0, -1) : [...lines];
}

function voicesOf(lines: readonly string[], times: { startMs: number; endMs: number }): Said[] {
  const whole = lines.join('\n');
  const voices = [...whole.matchAll(VOICE)];
  if (voices.length > 0) {
    const before = whole.slice(0, voices[0]?.index);
    const own = voices.map((voice, at) => ({
      ...times,
      speaker: plain(voice[1] ?? '').slice(0, 120),
      text: plain(whole.slice(voice.index + voice[0].length, voices[at + 1]?.index)),
    }));
    return before.trim() ? [{ ...times, text: plain(before) }, ...own] : own;
  }
  return turnsIn(lines.map(plain)).map((turn) => ({ ...times, ...turn }));
}

/** Lines that begin with a name, or with the dash of another speaker, are turns of their own. */
function turnsIn(lines: readonly string[]): Array<Pick<Said, 'speaker' | 'text'>> {
  const turns: Array<Pick<Said, 'speaker' | 'text'>> = [];
  for (const line of lines) {
    const named = NAMED.exec(line);
    const last = turns.at(-1);
    if (named?.[1] && !NOBODY.test(named[1]))
      turns.push({ speaker: named[1], text: line.slice(named[0].length) });
    else if (last && !/^-\s/.test(line)) last.text = `${last.text} ${line}`;
    else turns.push({ text: line.replace(/^-\s+/, '') });
  }
  return turns;
}

const plain = (text: string): string =>
  text
    .replace(/<\/?[a-z][^<>]{0,200}>|<\d[\d:.]*>|\{\\[^{}]{0,80}\}/gi, '')
    .replace(/&(?:#(\d{1,7})|([a-z]+));/gi, (whole, code, name) =>
      code ? String.fromCodePoint(Math.min(Number(code), 0x10ffff)) : (ENTITIES[name.toLowerCase()] ?? whole),
    )
    .trim();
