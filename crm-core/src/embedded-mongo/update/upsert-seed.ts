import { MongoError } from '../mongo-error.ts';
import { conditionsOf } from '../query/conditions.ts';
import { copyValue, type Doc } from '../values/doc.ts';
import { getAt, setAt } from './update-path.ts';

/** The document that an upsert starts from: the filter's equalities; only the `_id` when a replacement follows. */
export function upsertSeed(filter: Doc, isReplacement: boolean): Doc {
  const seed: Doc = {};
  for (const { path, operator, operand, source } of conditionsOf(filter)) {
    if (operator === '$or' && Array.isArray(operand) && operand.length === 1) {
      Object.assign(seed, upsertSeed(operand[0] as Doc, isReplacement));
      continue;
    }
    const isEquality =
      operator === '$eq' ||
      (['$in', '$all'].includes(operator) && Array.isArray(operand) && operand.length === 1);
    if (path === undefined || !isEquality || Object.keys(source).length === 0) continue;
    if (isReplacement && path !== '_id') continue;
    const steps = path.split('.');
    if (getAt(seed, steps) !== undefined) {
      throw new MongoError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
    }
    const value = operator === '$eq' ? operand : (operand as unknown[])[0];
    setAt(seed, steps, copyValue(value));
  }
  return seed;
}
