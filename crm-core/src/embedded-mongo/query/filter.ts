import { compileExpression } from '../aggregate/expression.ts';
import { MongoError } from '../mongo-error.ts';
import { type Doc, isDoc, isOperatorDoc } from '../values/doc.ts';
import { typeName } from '../values/show-value.ts';
import { compileOperator, type FieldTest } from './filter-operators.ts';
import { type MatchDetails, someAt } from './path-match.ts';
import { isRegex } from './regex.ts';
import { equalityTest, regexTest } from './value-tests.ts';

export type Predicate = (doc: Doc, details?: MatchDetails) => boolean;

/**
 * Compiles a filter. An unknown operator is refused, never passed over.
 *
 * @param variables - what `$$name` means within `$expr`
 * @throws MongoError 2 (BadValue) as MongoDB does
 */
export function compileFilter(filter: Doc, variables: Doc = {}): Predicate {
  const parts = Object.entries(filter).map(([key, value]) =>
    key.startsWith('$') ? compileTopLevel(key, value, variables) : compileField(key, value),
  );
  return allOf(parts);
}

function allOf(parts: Predicate[]): Predicate {
  if (parts.length === 1) return parts[0] as Predicate;
  return (doc, details) => parts.every((part) => part(doc, details));
}

function compileTopLevel(operator: string, value: unknown, variables: Doc): Predicate {
  switch (operator) {
    case '$and':
      return allOf(branches(operator, value, variables));
    case '$or': {
      const parts = branches(operator, value, variables);
      return (doc, details) => parts.some((part) => part(doc, details));
    }
    case '$nor': {
      const parts = branches(operator, value, variables);
      return (doc) => !parts.some((part) => part(doc));
    }
    case '$expr': {
      const evaluate = compileExpression(value, variables);
      return (doc) => isTruthy(evaluate(doc));
    }
    case '$comment':
      return () => true;
    case '$where':
    case '$text':
    case '$jsonSchema':
      throw new MongoError('CommandNotSupported', `${operator} is not supported by the embedded server`);
    default:
      throw new MongoError(
        'BadValue',
        `unknown top level operator: ${operator}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

/** What counts as true in an expression: everything but false, null, zero and a missing value. */
function isTruthy(value: unknown): boolean {
  return value !== false && value !== null && value !== undefined && Number(value) !== 0;
}

function branches(operator: string, value: unknown, variables: Doc): Predicate[] {
  if (!Array.isArray(value)) throw new MongoError('BadValue', `${operator} must be an array`);
  if (value.length === 0) throw new MongoError('BadValue', '$and/$or/$nor must be a nonempty array');
  return value.map((branch) => {
    if (!isDoc(branch)) throw new MongoError('BadValue', '$or/$and/$nor entries need to be full objects');
    return compileFilter(branch, variables);
  });
}

function compileField(path: string, condition: unknown): Predicate {
  const steps = path.split('.');
  const tests = compileCondition(condition);
  return allOf(tests.map((test) => onPath(steps, test)));
}

function onPath(steps: readonly string[], { test, isNegated, isWholeOnly }: FieldTest): Predicate {
  if (isNegated) return (doc) => !someAt(doc, steps, 0, test, undefined, isWholeOnly);
  return (doc, details) => someAt(doc, steps, 0, test, details, isWholeOnly);
}

/** The tests of one field's condition: a literal, a regular expression, or a document of operators. */
export function compileCondition(condition: unknown): FieldTest[] {
  if (isRegex(condition)) return [{ test: regexTest(condition) }];
  if (!isOperatorDoc(condition)) return [{ test: equalityTest(condition) }];
  if ('$ref' in condition || '$id' in condition) return [{ test: equalityTest(condition) }];
  const tests: FieldTest[] = [];
  for (const [operator, operand] of Object.entries(condition)) {
    if (operator === '$not') tests.push(...negate(operand));
    else tests.push(...compileOperator(operator, operand, condition, compileNested));
  }
  return tests;
}

/** `$not` over several tests: true when not all of them hold. */
function negate(operand: unknown): FieldTest[] {
  if (!isRegex(operand) && !isOperatorDoc(operand)) {
    throw new MongoError(
      'BadValue',
      isDoc(operand)
        ? '$not argument cannot be an empty object'
        : `$not needs a regex or a document, not ${typeName(operand)}`,
    );
  }
  const inner = compileCondition(operand);
  const only = inner.length === 1 ? inner[0] : undefined;
  if (only) return [{ ...only, isNegated: !only.isNegated }];
  const predicate = allOf(inner.map((test) => onPath(['value'], test)));
  return [{ test: (value) => predicate({ value }), isNegated: true, isWholeOnly: true }];
}

/** The argument of `$elemMatch`: conditions on the item itself, or a filter on an item that is a document. */
function compileNested(argument: Doc): ValueTestOfItem {
  const first = Object.keys(argument)[0];
  const isOnItem = first?.startsWith('$') && !['$and', '$or', '$nor', '$expr'].includes(first);
  if (isOnItem) {
    const tests = compileCondition(argument);
    return (item) => tests.every(({ test, isNegated }) => test(item) !== (isNegated === true));
  }
  const predicate = compileFilter(argument);
  return (item) => {
    if (isDoc(item)) return predicate(item);
    return Array.isArray(item) && predicate(Object.fromEntries(item.entries()) as Doc);
  };
}

type ValueTestOfItem = (item: unknown) => boolean;
