import { createContext, Script } from 'node:vm';
import { MongoError } from '../mongo-error.ts';

/** Steps of a search that need no watch: some milliseconds at most. */
const FREE_STEPS = 10_000_000;
/** How long one search may go back and try again. */
const SEARCH_MS = 100;
/** The same for all searches between two looks at what else is to be done. */
const TURN_MS = 1_000;

const sandbox = createContext({ regex: undefined, text: '' });
const search = new Script('regex.exec(text)');
let spentMs = 0;

/**
 * `regex.exec(text)`, which can take exponential time, given up after a tenth of a second; MongoDB's PCRE gives up after
 * a number of steps instead.
 *
 * @throws MongoError 51156 when it was given up, 51091 when the pattern is too large to be compiled
 */
export function execWithin(regex: RegExp, text: string): RegExpExecArray | null {
  if (stepsOf(regex, text.length) <= FREE_STEPS) return regex.exec(text);
  if (spentMs === 0) setImmediate(() => (spentMs = 0));
  if (spentMs >= TURN_MS) throw givenUp();
  const startedAt = performance.now();
  Object.assign(sandbox, { regex, text });
  try {
    return search.runInContext(sandbox, { timeout: SEARCH_MS });
  } catch (error) {
    throw isTimeout(error) ? givenUp() : tooLarge(error);
  } finally {
    Object.assign(sandbox, { regex: undefined, text: '' });
    spentMs += performance.now() - startedAt;
  }
}

/** The error may be one of the sandbox's own kind of Error. */
const isTimeout = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/** The engine compiles a pattern at its first use. */
const tooLarge = (error: unknown) => new MongoError(51091, `Regular expression is invalid: ${String(error)}`);

const givenUp = () =>
  new MongoError(51156, 'Error occurred while executing the regular expression: match limit exceeded');

const quantifiersOf = new WeakMap<RegExp, number>();

/** At most so many: one quantifier more goes over the text once more; groups may double with every character. */
function stepsOf(regex: RegExp, length: number): number {
  let quantifiers = quantifiersOf.get(regex);
  if (quantifiers === undefined) {
    const bare = regex.source
      .replace(/\\(?:[pPu]\{[^}]*\}|.)/gsu, 'x')
      .replace(/\[[^\]]*\]/gu, 'x')
      // the ends of lines as a translated pattern has them
      .replace(/\(\?=(?:x\?|x\|)\$\)|\(\?<!x\)/gu, '');
    quantifiers = bare.includes('(') ? Number.POSITIVE_INFINITY : (bare.match(/[*+?{]/gu) ?? []).length;
    quantifiersOf.set(regex, quantifiers);
  }
  return (length + 1) ** (quantifiers + 1) * regex.source.length;
}
