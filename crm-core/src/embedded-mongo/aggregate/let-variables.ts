import { MongoError } from '../mongo-error.ts';
import { type Doc, isDoc, setField } from '../values/doc.ts';
import { compileExpression } from './expression.ts';

/**
 * What the `let` of a command makes of its expressions: they are worked out once, before any document is read.
 *
 * @throws MongoError 4890500 for one that asks for a field
 */
export function letVariables(given: Doc): Doc {
  const made: Doc = {};
  for (const [name, expression] of Object.entries(given)) {
    refuseFields(expression);
    setField(made, name, compileExpression(expression, made)({}) ?? null);
  }
  return made;
}

function refuseFields(expression: unknown): void {
  if (typeof expression === 'string' && /^\$(?!\$(?!ROOT|CURRENT))/.test(expression)) {
    throw new MongoError(
      4890500,
      'Command let Expression tried to access a field, but this is not allowed because command let expressions run before the query examines any documents.',
    );
  }
  if (Array.isArray(expression)) expression.forEach(refuseFields);
  if (!isDoc(expression)) return;
  for (const [operator, operand] of Object.entries(expression)) {
    if (operator !== '$literal') refuseFields(operand);
  }
}
