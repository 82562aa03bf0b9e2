import { BSONRegExp } from 'bson';
import { MongoError } from '../mongo-error.ts';
import { regexOf } from '../values/compare.ts';
import { fromPcre } from './pcre.ts';

export function isRegex(value: unknown): value is BSONRegExp | RegExp {
  return value instanceof BSONRegExp || value instanceof RegExp;
}

/** MongoDB's own limit. */
const MAX_PATTERN = 32_764;

/**
 * A PCRE pattern as a JavaScript one.
 *
 * @throws MongoError 51091 when the pattern is not a regular expression, 51108 for an option that is not known
 */
export function toRegExp(pattern: string, options: string): RegExp {
  if (pattern.length > MAX_PATTERN) {
    throw new MongoError(51091, 'Regular expression is invalid: regular expression is too large');
  }
  for (const option of options) {
    if (!'imsux'.includes(option)) {
      throw new MongoError(51108, `invalid flag in regex options: ${option}`);
    }
  }
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  const source = fromPcre(inline ? pattern.slice(inline[0].length) : pattern, options + (inline?.[1] ?? ''));
  const isCaseless = options.includes('i') || inline?.[1]?.includes('i');
  try {
    return new RegExp(source, isCaseless ? 'iu' : 'u');
  } catch (error) {
    throw new MongoError(
      51091,
      `Regular expression is invalid: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

export function compileRegex(value: BSONRegExp | RegExp): RegExp {
  const { pattern, options } = regexOf(value);
  return toRegExp(pattern, options);
}

const SPECIAL = /[.*+?^${}()|[\]\\]/;

/**
 * What a string must begin with to match, for index bounds.
 *
 * @returns `isWhole` when beginning with the text is all that the pattern asks; undefined when it asks no beginning
 */
export function literalPrefix(value: BSONRegExp | RegExp): { text: string; isWhole: boolean } | undefined {
  const { pattern, options } = regexOf(value);
  if (!pattern.startsWith('^') || /[imx]/.test(options)) return undefined;
  const chars = [...pattern];
  let text = '';
  let at = 1;
  while (at < chars.length) {
    let char = chars[at] as string;
    let next = at + 1;
    if (char === '\\') {
      char = chars[next] ?? '';
      if (!SPECIAL.test(char) && !/[-/ "'&@#%~`,:;<>=!_]/.test(char)) break;
      next++;
    } else if (SPECIAL.test(char)) break;
    const follows = chars[next];
    // a quantifier takes the character back: /^ab*/ only asks for "a"
    if (follows === '*' || follows === '?' || follows === '{') break;
    text += char;
    at = next;
    if (follows === '+') break;
  }
  if (pattern.includes('|')) return undefined;
  return text === '' ? undefined : { text, isWhole: at === chars.length };
}
