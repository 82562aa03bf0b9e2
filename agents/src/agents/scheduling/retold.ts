import type { Named } from './name-shape.ts';

/** What a meeting is said to be, as far as its words may have come into the wrong place. */
interface Said extends Named {
  title?: string | undefined;
  repeat?: string | undefined;
  called?: string | undefined;
  minutes?: number | undefined;
}

/** "Jane called 'Budget'": the name of the meeting, as it was written. */
const CALLED =
  /,?\s*\b(?:called|named|titled|entitled|and call it|with the title)\s+(?:'([^'\n]+)'|"([^"\n]+)")/i;
/** "30-minute meeting": how long stands in front of what it is. */
const LENGTH_OF_TITLE = /^(\d{1,3})[\s-]*(min(?:ute)?s?|h(?:our)?s?)[\s-]+(?=\p{L})/iu;

const NAMES_IN_TITLE = /^(.*?)\s*\bwith\s+(.+)$/is;
const DAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const REPEATED: ReadonlyArray<[words: RegExp, repeat: string]> = [
  [
    new RegExp(`\\bevery (?:other|second) ${DAY}s?\\b|\\bevery (?:other|second|two) weeks?\\b`, 'i'),
    'every_two_weeks',
  ],
  [/\b(?:every|each) (?:week|work|working )day\b/i, 'workdays'],
  [new RegExp(`\\b(?:every|each) (?:${DAY}s?|week)\\b|\\b${DAY}s\\b`, 'i'), 'weekly'],
  [/\b(?:every|each) (?:day|morning)\b/i, 'daily'],
  [/\b(?:every|each) month\b/i, 'monthly'],
];
const EVERY =
  /\b(?:every|each)\s+(?:(?:other|second|two)\s+)?(?:weeks?|day|month|weekday|workday|working day)?\s*/gi;
const LENGTH = /,?\s*\bfor\s+(\d{1,3})\s*(min(?:ute)?s?|h(?:our)?s?)\b/i;
/** "half an hour with Jane": how long stands before whom it is with. */
const LENGTH_FIRST =
  /^(?:(\d{1,3})\s*(min(?:ute)?s?|h(?:our)?s?)|(half an hour|a half hour)|(an hour))\s+with\s+/i;

/**
 * Puts in its place what stands among the names or in the title: "meeting with Omar every Tuesday for 30 minutes" is with
 * Omar, weekly, and half an hour long. So nothing of it is dropped or becomes part of a name.
 */
export function retold<A extends Said>(args: A): A {
  const told = { ...args };
  for (const part of ['title', 'with'] as const) {
    const [naming, plainly, doubly] = CALLED.exec(told[part] ?? '') ?? [];
    if (!naming || told.called !== undefined) continue;
    told.called = plainly ?? doubly;
    const rest = told[part]?.replace(naming, ' ').replace(/ {2,}/g, ' ').trim();
    if (rest) told[part] = rest;
    else delete told[part];
  }
  const names = !told.who && !told.with ? NAMES_IN_TITLE.exec(told.title ?? '') : null;
  if (names) {
    told.with = names[2];
    if (names[1]) told.title = names[1];
    else delete told.title;
  }
  const [ahead, many, per = ''] = LENGTH_OF_TITLE.exec(told.title ?? '') ?? [];
  if (ahead && told.title !== undefined && told.minutes === undefined) {
    told.minutes = Number(many) * (/^h/i.test(per) ? 60 : 1);
    told.title = told.title.slice(ahead.length);
  }
  if (told.with === undefined) return told;
  const repeat = REPEATED.find(([words]) => words.test(told.with ?? ''))?.[1];
  if (repeat) told.repeat ??= repeat;
  const [length, count, unit = ''] = LENGTH.exec(told.with) ?? [];
  const [first, n, of = '', isHalf, isHour] = LENGTH_FIRST.exec(told.with) ?? [];
  if (first) told.minutes ??= isHalf ? 30 : isHour ? 60 : Number(n) * (/^h/i.test(of) ? 60 : 1);
  if (length) told.minutes ??= Number(count) * (/^h/i.test(unit) ? 60 : 1);
  const plain = told.with
    .replace(LENGTH_FIRST, '')
    .replace(LENGTH, '')
    .replace(EVERY, '')
    .replace(new RegExp(`\\b(${DAY})s\\b`, 'gi'), '$1')
    .trim();
  if (plain) told.with = plain;
  return told;
}
