import { MongoError } from '../mongo-error.ts';
import { type Doc, isDoc } from '../values/doc.ts';

/** What every expression may name. */
const SYSTEM = new Set(['ROOT', 'CURRENT', 'REMOVE', 'NOW', 'KEEP', 'PRUNE', 'DESCEND']);

/** @throws MongoError 17276 for `$$name` that nothing defines */
export function checkVariable(text: string, variables: Doc): void {
  if (!text.startsWith('$$')) return;
  const name = text.slice(2).split('.')[0] as string;
  if (SYSTEM.has(name) || Object.hasOwn(variables, name)) return;
  throw new MongoError(17276, `Use of undefined variable: ${name}`);
}

/** The variables that an argument of an operator may name: those from outside, and what the operator itself defines. */
export function variablesWithin(operator: string, argument: string, operand: Doc, variables: Doc): Doc {
  const as = typeof operand.as === 'string' ? operand.as : 'this';
  switch (`${operator} ${argument}`) {
    case '$let in':
      return { ...variables, ...(isDoc(operand.vars) && operand.vars) };
    case '$map in':
    case '$filter cond':
      return { ...variables, [as]: null };
    case '$reduce in':
      return { ...variables, this: null, value: null };
    default:
      return variables;
  }
}
