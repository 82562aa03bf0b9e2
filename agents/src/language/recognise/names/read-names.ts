import type { NameMatch } from '../../language-context.ts';
import { normalise } from '../../text/normalise.ts';
import type { Token } from '../../text/token.ts';
import { isJobTitle } from '../lexicon/job-titles.ts';
import type { Vocabulary } from '../lexicon/vocabulary.ts';
import { commonWords, functionWords } from '../lexicon/words.ts';
import type { NameLookup } from './known-names.ts';
import { isParticle } from './name-parts.ts';

export interface NameMark {
  /** Token index. */
  at: number;
  length: number;
  matches: readonly NameMatch[];
  /** "mias deals": the last letter is a possessive without its apostrophe. */
  isPossessive?: boolean;
}

/** Longest name that is looked up, in tokens. */
const MAX_WORDS = 6;
/** Fewer letters are another word, not a slip. */
const MIN_SLIP = 5;
const JOINERS = new Set(['&', '-', '.']);

type Shape = 'name' | 'maybe' | 'no';

/** Whether a token can be part of a name: "maybe" only beside others that are. */
function shapeOf(tokens: readonly Token[], at: number, vocabulary: Vocabulary): Shape {
  const token = tokens[at];
  if (!token) return 'no';
  if (token.kind === 'number') return 'maybe';
  if (token.kind === 'punct')
    return JOINERS.has(token.norm) && tokens[at + 1]?.isCapital === true ? 'maybe' : 'no';
  if (token.kind !== 'word') return 'no';
  const isStart = isSentenceStart(tokens, at);
  if (!vocabulary.has(token.norm) && !commonWords.has(token.norm)) return 'name';
  if (token.isCapital && !isStart && token.text.length > 1)
    return vocabulary.has(token.norm) ? 'maybe' : 'name';
  return commonWords.has(token.norm) && !vocabulary.has(token.norm) ? 'maybe' : 'no';
}

function isSentenceStart(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return !before || before.kind === 'break' || /^[.!?;:]$/.test(before.norm);
}

/** Maximal stretches of tokens that may be names. */
function runs(
  tokens: readonly Token[],
  taken: ReadonlySet<number>,
  vocabulary: Vocabulary,
): Array<[number, number]> {
  const found: Array<[number, number]> = [];
  let at = 0;
  while (at < tokens.length) {
    const start = at;
    let hasName = false;
    let capitals = 0;
    while (at < tokens.length && !taken.has(at) && at - start < MAX_WORDS) {
      const shape = shapeOf(tokens, at, vocabulary);
      if (shape === 'no') break;
      hasName ||= shape === 'name';
      if (tokens[at]?.isCapital) capitals++;
      at++;
    }
    if (hasName || capitals > 1) found.push([start, at]);
    at = Math.max(at, start + 1);
  }
  return found;
}

/** The record has each word of the text, whole or as a beginning: no typo was needed. */
function isByWords(match: NameMatch, text: string): boolean {
  const words = normalise(match.title).split(/[^\p{L}\p{N}]+/u);
  return normalise(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .every((word) => words.some((one) => one.startsWith(word)));
}

/** "Jane Smith" is not the Jane Doe that the workspace knows: a strange surname makes another name. */
function continues(
  tokens: readonly Token[],
  at: number,
  end: number,
  to: number,
  vocabulary: Vocabulary,
): boolean {
  const next = tokens[end];
  return (
    end < to &&
    tokens[at]?.isCapital === true &&
    next?.isCapital === true &&
    shapeOf(tokens, end, vocabulary) === 'name'
  );
}

function continuesBefore(tokens: readonly Token[], at: number, vocabulary: Vocabulary): boolean {
  return (
    tokens[at - 1]?.isCapital === true &&
    tokens[at - 1]?.end === (tokens[at]?.start ?? 0) - 1 &&
    shapeOf(tokens, at - 1, vocabulary) === 'name'
  );
}

/** People rarely mistype the first letter: another one is another name. */
function sharesInitial(match: NameMatch, text: string): boolean {
  const first = normalise(text).charAt(0);
  return normalise(match.title)
    .split(/[^\p{L}\p{N}]+/u)
    .some((word) => word.startsWith(first));
}

/** Finds the workspace's names in a message: in each stretch the longest part that a record is called by. */
export async function readNames(
  tokens: readonly Token[],
  message: string,
  taken: ReadonlySet<number>,
  vocabulary: Vocabulary,
  lookup: NameLookup,
): Promise<NameMark[]> {
  const marks: NameMark[] = [];
  for (const [from, to] of runs(tokens, taken, vocabulary)) {
    let at = from;
    while (at < to) {
      const mark = await longestAt(tokens, message, at, to, vocabulary, lookup);
      if (mark) marks.push(mark);
      at += mark?.length ?? 1;
    }
  }
  return joinUnknown(marks, tokens, taken, vocabulary);
}

async function longestAt(
  tokens: readonly Token[],
  message: string,
  at: number,
  to: number,
  vocabulary: Vocabulary,
  lookup: NameLookup,
): Promise<NameMark | undefined> {
  for (let end = to; end > at; end--) {
    const part = tokens.slice(at, end);
    const isNamelike = part.some((_, index) => shapeOf(tokens, at + index, vocabulary) === 'name');
    const last = part.at(-1);
    if ((!isNamelike && part.filter((token) => token.isCapital).length < 2) || last?.kind === 'punct')
      continue;
    const text = message.slice(part[0]?.start, last?.end);
    if (text.length < 2) continue;
    const matches = await lookup.find(text);
    const exact = matches.filter((match) => isByWords(match, text));
    const isWhole = exact.some((match) => match.score === 1);
    const isPart = continues(tokens, at, end, to, vocabulary) || continuesBefore(tokens, at, vocabulary);
    if (exact.length > 0 && (isWhole || !isPart)) return { at, length: end - at, matches: exact };
    const owner = exact.length === 0 && last?.kind === 'word' ? await ownerNamed(text, lookup) : undefined;
    if (owner) return { at, length: end - at, matches: owner, isPossessive: true };
    const isSlip = part.length === 1 && !part[0]?.isCapital && vocabulary.corrected(part[0]?.norm ?? '');
    const near = matches.filter((match) => sharesInitial(match, text));
    // a short word in small letters is hardly a slip for a name: "cake" is no "Care"
    const isShort = text.length < MIN_SLIP && !part.some(({ isCapital }) => isCapital);
    if (near.length > 0 && isNamelike && !isSlip && !isPart && !isShort)
      return { at, length: end - at, matches: near };
  }
  return undefined;
}

/** Whom "mias" or "bob tanakas" belongs to: a name is there without its last letter, each word of it whole. */
async function ownerNamed(text: string, lookup: NameLookup): Promise<readonly NameMatch[] | undefined> {
  const stem = /^(.{3,})s$/i.exec(text)?.[1];
  const words = stem ? normalise(stem).split(/\s+/) : [];
  const matches = stem ? await lookup.find(stem, ['user', 'contact', 'company']) : [];
  const whole = matches.filter((match) => {
    const own = normalise(match.title).split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => own.includes(word));
  });
  return whole.length > 0 ? whole : undefined;
}

/** Capitalised words that no record is called by are names of something new: "Jane Doe", "Blue Harbor Ltd". */
function joinUnknown(
  known: NameMark[],
  tokens: readonly Token[],
  taken: ReadonlySet<number>,
  vocabulary: Vocabulary,
): NameMark[] {
  const marks = [...known];
  const covered = new Set(
    known.flatMap((mark) => Array.from({ length: mark.length }, (_, i) => mark.at + i)),
  );
  const isNew = (at: number) =>
    !covered.has(at) &&
    tokens[at]?.isCapital === true &&
    shapeOf(tokens, at, vocabulary) === 'name' &&
    !isSlip(at);
  // "Unsubscribe Kira": a capital at the beginning makes no name of what orders begin with
  const isSlip = (at: number) =>
    isSentenceStart(tokens, at) &&
    (vocabulary.corrected(tokens[at]?.norm ?? '') !== undefined || vocabulary.begins(tokens[at]?.norm ?? ''));
  // "Meridian Health": a word of the trade, but none that says what the name is or what to do with it
  const isMore = (at: number) => {
    const { norm = '', isCapital = false, kind } = tokens[at] ?? {};
    const isPlain =
      !functionWords.has(norm) && !isJobTitle(norm) && vocabulary.startingWith(norm).length === 0;
    return kind === 'word' && isCapital && isPlain && !covered.has(at) && !taken.has(at);
  };
  /** "&" and "van der" hold two parts of one name together. */
  const joins = (at: number): boolean => {
    const { norm = '', isCapital = false } = tokens[at] ?? {};
    const isLowPart = !isCapital && isParticle(norm) && !covered.has(at);
    return (JOINERS.has(norm) && isNew(at + 1)) || (isLowPart && (isNew(at + 1) || joins(at + 1)));
  };
  for (let at = 0; at < tokens.length; at++) {
    if (!isNew(at)) continue;
    let end = at + 1;
    while (isNew(end) || isMore(end) || joins(end)) end++;
    marks.push({ at, length: end - at, matches: [] });
    at = end - 1;
  }
  return marks.sort((a, b) => a.at - b.at);
}
