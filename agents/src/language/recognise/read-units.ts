import { DateTime } from 'luxon';
import type { LanguageContext } from '../language-context.ts';
import { currencyIn } from '../text/amounts.ts';
import type { Token } from '../text/token.ts';
import { withHalfHours } from './half-hours.ts';
import { withKnownValues } from './known-values.ts';
import type { Vocabulary } from './lexicon/vocabulary.ts';
import { commonWords } from './lexicon/words.ts';
import { withPlaces } from './list-places.ts';
import type { NameLookup } from './names/known-names.ts';
import { longerTitles } from './names/longer-titles.ts';
import { type NameMark, readNames } from './names/read-names.ts';
import { withNumbered } from './numbered.ts';
import { readTimes, type TimeMark } from './times/read-times.ts';
import type { Unit } from './unit.ts';
import { plainVerbs } from './verb-forms.ts';

function unitOf(tokens: readonly Token[], message: string, more: Partial<Unit>): Unit {
  const first = tokens[0] as Token;
  const last = tokens.at(-1) as Token;
  return {
    kind: first.kind,
    text: message.slice(first.start, last.end),
    norm: tokens.map((token) => token.norm).join(' '),
    start: first.start,
    end: last.end,
    isCapital: first.isCapital,
    ...(first.value !== undefined && tokens.length === 1 && { value: first.value }),
    ...(first.currency && { currency: first.currency }),
    tokens,
    ...more,
  };
}

/** Recognises times and names in the tokens and corrects typos of known words in the rest. */
export async function readUnits(
  tokens: readonly Token[],
  message: string,
  context: LanguageContext,
  vocabulary: Vocabulary,
  lookup: NameLookup,
): Promise<Unit[]> {
  const now = DateTime.fromJSDate(context.now, { zone: context.timeZone }).setLocale(context.locale);
  const times = readTimes(tokens, now, context.calendar);
  const taken = new Set(times.flatMap((mark) => Array.from({ length: mark.length }, (_, i) => mark.at + i)));
  const names = await readNames(tokens, message, taken, vocabulary, lookup);
  const units: Unit[] = [];
  for (let at = 0; at < tokens.length; ) {
    const time = times.find((mark) => mark.at === at);
    const name = names.find((mark) => mark.at === at);
    if (time) units.push(unitOf(tokens.slice(at, at + time.length), message, timeUnit(time)));
    else if (name) units.push(...nameUnits(tokens.slice(at, at + name.length), message, name));
    else units.push(plainUnit(tokens[at] as Token, message, context, vocabulary));
    at += time?.length ?? name?.length ?? 1;
  }
  await readCompaniesLikeTimes(units, lookup);
  await readPlaces(units, context, vocabulary);
  const named = await withNamesLikeTimes(units, message, lookup);
  const whole = withNumbered({
    units: await longerTitles(withHalfHours(named), message, vocabulary, lookup),
    vocabulary,
  });
  const plain = plainVerbs(whole, vocabulary);
  return withPlaces({ units: await withKnownValues(plain, context, vocabulary), vocabulary }, context);
}

function plainUnit(
  token: Token,
  message: string,
  { currency }: LanguageContext,
  vocabulary: Vocabulary,
): Unit {
  const own = token.currency && { currency: currencyIn(token.text, token.currency, currency) };
  return unitOf([token], message, { ...corrected(token, vocabulary), ...own });
}

const timeUnit = ({ value }: TimeMark): Partial<Unit> =>
  value.kind === 'impossible' ? { kind: 'time', impossible: value.why } : { kind: 'time', time: value };

function nameUnits(tokens: readonly Token[], message: string, { matches, isPossessive }: NameMark): Unit[] {
  const unit = unitOf(tokens, message, { kind: 'name', matches });
  if (!isPossessive) return [unit];
  const end = unit.end - 1;
  const owner = { ...unit, text: unit.text.slice(0, -1), norm: unit.norm.slice(0, -1), end };
  return [
    owner,
    { ...unit, kind: 'possessive', text: 's', norm: "'s", start: end, isCapital: false, tokens: [] },
  ];
}

/** A better match than a part of a name: then it is the record. */
const SURE = 0.9;

/** "from Monday", "at March": a company may be called so; nothing else is "at" a day. */
async function readCompaniesLikeTimes(units: Unit[], lookup: NameLookup): Promise<void> {
  for (const [at, unit] of units.entries()) {
    const before = units[at - 1]?.norm ?? '';
    if (unit.kind !== 'time' || !/^\p{L}+$/u.test(unit.text) || !/^(at|from|of|for|with|under)$/.test(before))
      continue;
    const matches = (await lookup.find(unit.text, ['company'])).filter(({ score }) => score === 1);
    if (matches.length === 0) continue;
    const { time, ...name } = { ...unit, matches };
    units[at] = before === 'at' ? { ...name, kind: 'name' } : { ...name, ...(time && { time }) };
  }
}

/** "Monday Okoro", "April Jones": a day or a month with a capital behind it, when a record is called exactly so. */
async function withNamesLikeTimes(
  units: readonly Unit[],
  message: string,
  lookup: NameLookup,
): Promise<Unit[]> {
  const whole: Unit[] = [];
  for (let at = 0; at < units.length; at++) {
    const [unit, next] = units.slice(at, at + 2) as [Unit, Unit | undefined];
    const text = next && message.slice(unit.start, next.end);
    const mayBe =
      unit.kind === 'time' &&
      /^\p{Lu}\p{L}+$/u.test(unit.text) &&
      next?.isCapital &&
      next.start === unit.end + 1;
    const matches = mayBe && text ? (await lookup.find(text)).filter(({ score }) => score === 1) : [];
    if (!next || !text || matches.length === 0) {
      whole.push(unit);
      continue;
    }
    const { time: _, ...first } = unit;
    const tokens = [...unit.tokens, ...next.tokens];
    whole.push({ ...first, kind: 'name', text, norm: text.toLowerCase(), end: next.end, tokens, matches });
    at++;
  }
  return whole;
}

/** Orders after which a list may name places. */
const ADDS = /^(add|create|new|insert|register|enter|onboard|save|put)$/;

/** "from Berlin", "in Oslo": asks the workspace whether that is a place, unless a record is called so. */
async function readPlaces(units: Unit[], context: LanguageContext, vocabulary: Vocabulary): Promise<void> {
  const isAdding = units.slice(0, 6).some(({ norm }) => ADDS.test(norm));
  for (const [at, unit] of units.entries()) {
    const before = units[at - 1]?.norm ?? '';
    const isListed = isAdding && unit.isCapital && /^[,(|/•-]$/.test(before) && !unit.matches?.length;
    if (!isListed && !/^(from|in|near|around)$/.test(before)) continue;
    const isStrange =
      unit.kind === 'word' &&
      !vocabulary.has(unit.norm) &&
      !commonWords.has(unit.norm) &&
      unit.norm.length > 2;
    const isDoubtful = unit.kind === 'name' && !unit.matches?.some(({ score }) => score >= SURE);
    const place = isStrange || isDoubtful ? await context.findPlace(unit.text) : undefined;
    if (place) units[at] = { ...unit, place };
  }
}

/** "crate a conatct": unknown words that are not names are read as the known word one typo away. */
function corrected(token: Token, vocabulary: Vocabulary): Partial<Unit> {
  if (token.kind !== 'word' || vocabulary.has(token.norm) || commonWords.has(token.norm)) return {};
  const word = vocabulary.corrected(token.norm);
  return word ? { norm: word } : {};
}
