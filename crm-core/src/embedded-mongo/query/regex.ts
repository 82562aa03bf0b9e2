import { BSONRegExp } from 'bson';
import { MongoError } from '../mongo-error.ts';
import { regexOf } from '../values/compare.ts';

export function isRegex(value: unknown): value is BSONRegExp | RegExp {
  return value instanceof BSONRegExp || value instanceof RegExp;
}

/**
 * A PCRE pattern as a JavaScript one. The two agree on what a CRM asks for; what JavaScript cannot express is refused.
 *
 * @throws MongoError 51091 when the pattern is not a regular expression, 2 for an option that is not known
 */
export function toRegExp(pattern: string, options: string): RegExp {
  for (const option of options) {
    if (!'imsux'.includes(option)) {
      throw new MongoError(51108, `invalid flag in regex options: ${option}`);
    }
    if (option === 'x') {
      throw new MongoError(
        'CommandNotSupported',
        'the x option of regular expressions is not supported by the embedded server',
      );
    }
  }
  let source = pattern;
  let flags = options.replace('u', '');
  const inline = /^\(\?([ims]+)\)/.exec(source);
  if (inline) {
    source = source.slice(inline[0].length);
    flags += inline[1];
  }
  const unique = [...new Set(flags)].join('');
  try {
    return new RegExp(source, `${unique}u`);
  } catch {
    try {
      return new RegExp(source, unique);
    } catch (error) {
      throw new MongoError(
        51091,
        `Regular expression is invalid: ${error instanceof Error ? error.message : ''}`,
      );
    }
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
  let text = '';
  let at = 1;
  while (at < pattern.length) {
    let char = pattern[at] as string;
    let next = at + 1;
    if (char === '\\') {
      char = pattern[next] ?? '';
      if (!SPECIAL.test(char) && !/[-/ "'&@#%~`,:;<>=!_]/.test(char)) break;
      next++;
    } else if (SPECIAL.test(char)) break;
    const follows = pattern[next];
    // a quantifier takes the character back: /^ab*/ only asks for "a"
    if (follows === '*' || follows === '?' || follows === '{') break;
    text += char;
    at = next;
    if (follows === '+') break;
  }
  if (pattern.includes('|')) return undefined;
  return text === '' ? undefined : { text, isWhole: at === pattern.length };
}
