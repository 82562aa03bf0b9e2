import { BSONRegExp } from 'bson';
import type { Context } from 'mingo/core';
import type { Options } from 'mingo/types';
import { MongoError } from '../mongo-error.ts';
import { compileRegex } from '../query/regex.ts';
import { type Doc, isDoc, setField } from '../values/doc.ts';
import { isLong } from '../values/exact-number.ts';
import { showValue } from '../values/show-value.ts';
import { contextWith, mingo } from './mingo.ts';
import { checkArguments } from './operator-arguments.ts';
import { checkVariable, variablesWithin } from './variable-scope.ts';

let known: Set<string> | undefined;

function isKnown(operator: string): boolean {
  // counting sums ones; that alone is no reason to load mingo
  if (operator === '$sum') return true;
  known ??= new Set([...Object.keys(mingo().expressions), ...Object.keys(mingo().accumulators)]);
  return known.has(operator);
}

/** The settings under which mingo evaluates: strict, no scripts. */
export function mingoOptions(variables: Doc, context: Context = contextWith({})): Options {
  return {
    idKey: '_id',
    processingMode: 0,
    useStrictMode: true,
    scriptEnabled: false,
    failOnError: true,
    variables,
    context,
  };
}

/**
 * Mingo itself would only notice these on the first document.
 *
 * @param variables - those that may be named, by name
 * @throws MongoError 168 for an operator that is not known, 17276 for a variable that is not
 */
export function checkExpression(expression: unknown, variables: Doc = {}): void {
  if (typeof expression === 'string') checkVariable(expression, variables);
  if (Array.isArray(expression)) {
    for (const item of expression) checkExpression(item, variables);
    return;
  }
  if (!isDoc(expression)) return;
  const entries = Object.entries(expression);
  if (entries.length > 1 && entries[0]?.[0].startsWith('$')) {
    throw new MongoError(
      15983,
      `Object ${showValue(expression)} is invalid: an expression specification must contain exactly one field`,
    );
  }
  for (const [key, value] of entries) {
    if (key === '$literal') continue;
    if (!key.startsWith('$')) checkExpression(value, variables);
    else checkOperator(key, value, variables);
  }
}

function checkOperator(operator: string, operand: unknown, variables: Doc): void {
  if (!isKnown(operator)) {
    throw new MongoError('InvalidPipelineOperator', `Unrecognized expression '${operator}'`);
  }
  checkArguments(operator, operand);
  const first = isDoc(operand) ? Object.keys(operand)[0] : undefined;
  if (!isDoc(operand) || first?.startsWith('$')) {
    checkExpression(operand, variables);
    return;
  }
  for (const [name, argument] of Object.entries(operand)) {
    checkExpression(argument, variablesWithin(operator, name, operand, variables));
  }
}

/** Longs become numbers, as mingo knows no others; regular expressions become JavaScript's. */
export function toExpressionValue(value: unknown): unknown {
  if (isLong(value)) {
    const number = value.toNumber();
    return Number.isSafeInteger(number) ? number : value;
  }
  if (value instanceof BSONRegExp) return compileRegex(value);
  if (Array.isArray(value)) return value.map(toExpressionValue);
  if (!isDoc(value)) return value;
  const plain: Doc = {};
  for (const key of Object.keys(value)) setField(plain, key, toExpressionValue(value[key]));
  return plain;
}

/** What mingo throws says what is wrong with the expression or its input; MongoDB calls that a bad value. */
export function withMongoErrors<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof MongoError) throw error;
    throw new MongoError('BadValue', error instanceof Error ? error.message : String(error));
  }
}

/** An aggregation expression as a function of a document. */
export function compileExpression(expression: unknown, variables: Doc = {}): (doc: Doc) => unknown {
  checkExpression(expression, variables);
  const plain = toExpressionValue(expression);
  const options = mingoOptions(toExpressionValue(variables) as Doc);
  return (doc) => withMongoErrors(() => mingo().evalExpr(toExpressionValue(doc), plain, options));
}
