import { compareValues, RANK, rankOf } from '../values/compare.ts';
import type { Doc } from '../values/doc.ts';
import type { Condition } from './conditions.ts';

/**
 * What an `$or` implies for single fields, so that an index can start where its branches do. The paging condition
 * "greater, or equal and beyond the last id" implies "greater or equal".
 *
 * @param branches - the conditions of each branch
 */
export function impliedByOr(branches: ReadonlyArray<readonly Condition[]>): Condition[] {
  const paths = new Set(branches[0]?.flatMap(({ path }) => (path === undefined ? [] : [path])));
  return [...paths].flatMap((path) => {
    const own = branches.map((branch) => branch.filter((condition) => condition.path === path));
    const implied = equalityOf(path, own) ?? rangeOf(path, own);
    return implied ? [implied] : [];
  });
}

const hint = (path: string, operator: string, operand: unknown): Condition => {
  const source: Doc = {};
  return { path, operator, operand, source, mayCover: false };
};

function valuesOf({ operator, operand }: Condition): unknown[] | undefined {
  if (operator === '$eq') return [operand];
  return operator === '$in' && Array.isArray(operand) ? operand : undefined;
}

function equalityOf(path: string, branches: Condition[][]): Condition | undefined {
  const values = branches.map((branch) => branch.map(valuesOf).find((found) => found !== undefined));
  if (values.some((found) => found === undefined)) return undefined;
  return hint(path, '$in', values.flat());
}

/** The least lower end, or the greatest upper end, when every branch has one of the same type. */
function rangeOf(path: string, branches: Condition[][]): Condition | undefined {
  return endOf(path, branches, '$gt', 1) ?? endOf(path, branches, '$lt', -1);
}

function endOf(
  path: string,
  branches: Condition[][],
  operator: '$gt' | '$lt',
  sign: 1 | -1,
): Condition | undefined {
  let end: unknown;
  for (const [i, branch] of branches.entries()) {
    const own = branch.find((condition) => [operator, `${operator}e`, '$eq'].includes(condition.operator));
    if (!own || rankOf(own.operand) === RANK.null || rankOf(own.operand) === RANK.array) return undefined;
    if (i > 0 && rankOf(own.operand) !== rankOf(end)) return undefined;
    if (i === 0 || compareValues(own.operand, end) * sign < 0) end = own.operand;
  }
  return branches.length === 0 ? undefined : hint(path, `${operator}e`, end);
}
