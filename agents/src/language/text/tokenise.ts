import { readAmount, readSpoken } from './amounts.ts';
import { splitContraction } from './contractions.ts';
import { longQuoteEnd } from './long-quote.ts';
import { normalise, plainCharacters } from './normalise.ts';
import type { Token, TokenKind } from './token.ts';

/** More of a message than this is never read as grammar; a longer one is a paste. Bounds the work of every stage. */
const MAX_READ = 1500;

interface Scan {
  kind: TokenKind;
  pattern: RegExp;
  /** Refuses a match that only looks right. */
  accept?(match: string, before: string): boolean;
}

function isDayAndMonth(text: string): boolean {
  const [one = 0, two = 0] = text.split('/').map(Number);
  return one >= 1 && two >= 1 && Math.min(one, two) <= 12 && Math.max(one, two) <= 31;
}

const digitsIn = (text: string) => text.replace(/\D/g, '').length;

/** Tried in this order at each offset; the first that fits makes the token. */
const SCANS: readonly Scan[] = [
  { kind: 'quote', pattern: /"[^"\n]{1,600}"/y },
  {
    kind: 'quote',
    pattern: /'(?=\S)[^'\n]{1,300}'(?![\p{L}])/uy,
    accept: (_, before) => !/[\p{L}\p{N}]$/u.test(before),
  },
  { kind: 'email', pattern: /[\p{L}\p{N}_][\p{L}\p{N}._%+'-]*@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/uy },
  { kind: 'url', pattern: /(?:https?:\/\/|www\.)[^\s,;)]+[^\s,;).!?]/iy },
  {
    kind: 'url',
    pattern:
      /[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|co|ai|dev|app|example|test|de|fr|uk|us|eu|ch|at|nl|es|it|se|tech|cloud|info|biz)(?![\p{L}\p{N}])(?:\/[^\s,;]*)?/iuy,
  },
  { kind: 'date', pattern: /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)/y },
  { kind: 'date', pattern: /(?:[12]\d|3[01]|0?[1-9])\.(?:0[1-9]|1[0-2])\.(?!\d)/y },
  { kind: 'date', pattern: /\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)/y },
  {
    kind: 'date',
    pattern: /(?!24\/7)\d{1,2}\/\d{1,2}(?![\d/%])/y,
    accept: (text, before) => isDayAndMonth(text) && !/[\d/]/.test(before),
  },
  {
    kind: 'clock',
    pattern:
      /(?:[01]?\d|2[0-4])[:.][0-5]\d ?(?:[ap]\.?m\b\.?|h\b)|(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])|(?:1[0-2]|0?[1-9]) ?[ap]\.?m\b\.?|(?:[01]?\d|2[0-3]) ?o'?clock\b/iy,
  },
  {
    kind: 'phone',
    pattern:
      /(?:\+|00)\d[\d\s()./-]{5,26}\d(?: ?(?:x|ext\.?|extension) ?\d{1,6}(?![\p{L}\d]))?|0\d{1,4}[ /-]\d[\d -]{3,14}\d(?![\d/])|\(\d{2,5}\)[\d\s.-]{5,16}\d|\d{3}[-. ]\d{3,4}(?:[-. ]\d{3,4})?(?!\d)|\d{9,15}(?!\d)/iuy,
    accept: (text) => digitsIn(text) >= 7 && digitsIn(text) <= 17 && !/^\d{1,3}( \d{3})+$/.test(text),
  },
  { kind: 'percent', pattern: /\d+(?:\.\d+)? ?(?:%|percent\b|per cent\b|pct\b)/iy },
  { kind: 'ordinal', pattern: /\d{1,3}(?:st|nd|rd|th)\b/iy },
];
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*(?:'[\p{L}]+)*(?:\+\+|#(?![\p{L}\p{N}]))?/uy;
/** Shortened words with the dot that belongs to them and ends no sentence. */
const SHORTENED = /(?:mrs?|ms|dr|prof|st|ing|jr|sr)\.(?= ?\p{L}|,)|co\.(?= (?:kg|ltd|inc|llc)\b)/iuy;
/** "w/", "w/o". */
const WITH = /w\/(o\b)?/iy;
/** Telegram style for "becomes". */
const ARROW = /[-=–—]+>|→|⇒|➔|➡️?/uy;
const EMAIL_WORD = /e[- ]?mail(s|ed|ing)?\b/iy;
const TODO_WORD = /to-?do(s)?\b/iy;

/** Splits a message into tokens, what is too long to be read as one last of them. Hyphens between letters and spaces make no token. */
export function tokenise(message: string): Token[] {
  const readTo = message.length > MAX_READ ? lastBlank(message) : message.length;
  const text = plainCharacters(message.slice(0, readTo));
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = /[^\S\n]*/y;
    blank.lastIndex = at;
    at += blank.exec(text)?.[0].length ?? 0;
    if (at >= text.length) break;
    at = readOne(text, at, tokens);
  }
  const rest = message.slice(readTo).trim();
  if (rest) {
    const start = message.indexOf(rest, readTo);
    const end = start + rest.length;
    tokens.push({ kind: 'rest', text: rest, norm: '…rest', start, end, isCapital: false });
  }
  return tokens;
}

/** The last place before the limit where no word is cut. */
function lastBlank(message: string): number {
  const at = message.slice(0, MAX_READ).search(/\s\S*$/);
  return at > 0 ? at : MAX_READ;
}

function readOne(text: string, at: number, tokens: Token[]): number {
  const push = (kind: TokenKind, end: number, norm: string, more: Partial<Token> = {}) => {
    const raw = text.slice(at, end);
    tokens.push({ kind, text: raw, norm, start: at, end, isCapital: /^\p{Lu}/u.test(raw), ...more });
    return end;
  };
  if (text[at] === '\n') return push('break', at + 1, '\n');
  const quoted = text[at] === "'" ? longQuoteEnd(text, at) : undefined;
  if (quoted !== undefined) return push('quote', quoted, normalise(text.slice(at + 1, quoted - 1)));
  for (const { kind, pattern, accept } of SCANS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (!found || (accept && !accept(found, text.slice(Math.max(0, at - 1), at)))) continue;
    if (kind === 'quote') return push(kind, at + found.length, normalise(found.slice(1, -1)));
    return push(kind, at + found.length, normalise(found), valueIn(kind, found));
  }
  SHORTENED.lastIndex = at;
  const shortened = SHORTENED.exec(text)?.[0];
  if (shortened) return push('word', at + shortened.length, normalise(shortened.slice(0, -1)));
  WITH.lastIndex = at;
  const preposition = WITH.exec(text);
  if (preposition) return push('word', at + preposition[0].length, preposition[1] ? 'without' : 'with');
  for (const [pattern, stem] of [
    [EMAIL_WORD, 'email'],
    [TODO_WORD, 'todo'],
  ] as const) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return push('word', at + found[0].length, stem + (found[1] ?? '').toLowerCase());
  }
  const isWord = /\p{L}/u.test(text[at] ?? '') && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ');
  const amount =
    (mayBeAmount(text, at) ? readAmount(text, at) : undefined) ?? (isWord ? readSpoken(text, at) : undefined);
  if (amount && !/^[\p{L}\p{N}_]/u.test(text.slice(at + amount.length, at + amount.length + 1))) {
    const end = at + amount.length;
    return push(amount.isMoney ? 'money' : 'number', end, normalise(text.slice(at, end)), {
      value: amount.value,
      ...(amount.currency && { currency: amount.currency }),
    });
  }
  return readWord(text, at, tokens, push);
}

/** A look before the reading: digits, a currency before them, or a sign that is no hyphen. */
function mayBeAmount(text: string, at: number): boolean {
  const isFree = at === 0 || /[\s(]/.test(text[at - 1] ?? '');
  return (
    /[\d$€£¥₹]/.test(text[at] ?? '') ||
    /^(?:[a-z]{1,2}\$|[a-z]{2,3}\.? ?\d)/i.test(text.slice(at, at + 5)) ||
    (isFree && /^(?:[-−–]|minus )[\d$€£]/i.test(text.slice(at, at + 7)))
  );
}

function readWord(
  text: string,
  at: number,
  tokens: Token[],
  push: (kind: TokenKind, end: number, norm: string) => number,
): number {
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0];
  if (!word) {
    ARROW.lastIndex = at;
    const arrow = ARROW.exec(text)?.[0];
    if (arrow) return push('punct', at + arrow.length, '->');
    const size = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    if (text[at] === "'" && /[sxz]$/i.test(tokens.at(-1)?.text ?? '') && tokens.at(-1)?.end === at)
      return push('possessive', at + 1, "'s");
    if (text[at] === '-' && /\S/.test(text[at - 1] ?? ' ') && /[\p{L}\p{N}]/u.test(text[at + 1] ?? ''))
      return at + 1;
    // a currency without a figure is said, and means nothing yet
    const kind = /^[$€£¥₹]$/.test(text.slice(at, at + size)) ? 'word' : 'punct';
    return push(kind, at + size, text.slice(at, at + size));
  }
  const { words, isPossessive } = splitContraction(normalise(word));
  const end = at + word.length;
  if (isPossessive) {
    push('word', end - 2, words[0] ?? '');
    tokens.push({ kind: 'possessive', text: "'s", norm: "'s", start: end - 2, end, isCapital: false });
    return end;
  }
  for (const one of words) push('word', end, one);
  return end;
}

function valueIn(kind: TokenKind, text: string): Partial<Token> {
  if (kind === 'percent' || kind === 'ordinal') return { value: Number.parseFloat(text) };
  if (kind !== 'clock') return {};
  const [, hour = '0', minute = '0', half] = /(\d{1,2})(?:[:.](\d{2}))? ?([ap])?/i.exec(text) ?? [];
  let hours = Number(hour);
  if (half?.toLowerCase() === 'p' && hours < 12) hours += 12;
  if (half?.toLowerCase() === 'a' && hours === 12) hours = 0;
  if (!half && hours >= 1 && hours <= 6) hours += 12;
  return { value: hours * 60 + Number(minute) };
}
