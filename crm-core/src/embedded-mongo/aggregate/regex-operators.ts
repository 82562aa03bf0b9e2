import type { Options } from 'mingo/types';
import { MongoError } from '../mongo-error.ts';
import { execWithin } from '../query/bounded-regex.ts';
import { isRegex, toRegExp } from '../query/regex.ts';
import { isDoc } from '../values/doc.ts';

type Expression = (doc: unknown, expression: unknown, options: Options) => unknown;

interface Found {
  match: string;
  /** In code points. */
  idx: number;
  captures: Array<string | null>;
}

/** Searches by pattern in expressions, none of which takes for ever. */
export function regexOperators(evaluate: Expression): Record<string, Expression> {
  const search =
    (name: string, result: (found: Iterator<Found> & Iterable<Found>) => unknown): Expression =>
    (doc, expression, options) => {
      const operand = evaluate(doc, expression, options);
      if (!isDoc(operand)) throw new MongoError(51103, `${name} expects an object of named arguments`);
      const { input, regex, options: flags } = operand;
      if (isMissing(input) || isMissing(regex)) return result([].values());
      if (typeof input !== 'string')
        throw new MongoError(51104, `${name} needs 'input' to be of type string`);
      return result(matches(patternOf(name, regex, flags), input));
    };
  return {
    $regexMatch: search('$regexMatch', (found) => !found.next().done),
    $regexFind: search('$regexFind', (found) => found.next().value ?? null),
    $regexFindAll: search('$regexFindAll', (found) => [...found]),
  };
}

const isMissing = (value: unknown) => value === null || value === undefined;

function patternOf(name: string, regex: unknown, flags: unknown): RegExp {
  if (!isMissing(flags) && typeof flags !== 'string') {
    throw new MongoError(51106, `${name} needs 'options' to be of type string`);
  }
  if (typeof regex === 'string') return toRegExp(regex, (flags as string) ?? '');
  if (!isRegex(regex) || !(regex instanceof RegExp)) {
    throw new MongoError(51105, `${name} needs 'regex' to be of type string or regex`);
  }
  if (!flags) return regex;
  if (regex.flags.includes('i')) {
    throw new MongoError(
      51107,
      `${name}: found regex option(s) specified in both 'regex' and 'option' fields`,
    );
  }
  return new RegExp(regex.source, `${String(flags).replace(/[^ims]/g, '')}u`);
}

function* matches(regex: RegExp, input: string): Generator<Found> {
  let from = 0;
  while (from <= input.length) {
    const found = execWithin(regex, input.slice(from));
    if (!found) return;
    const at = from + found.index;
    const [match, ...captures] = found;
    yield { match, idx: [...input.slice(0, at)].length, captures: captures.map((one) => one ?? null) };
    const next = (input.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    from = at + (match.length || next);
  }
}
