import { type Doc, isDoc } from '../values/doc.ts';

/**
 * The top-level fields that a `$group` reads, so that nothing else needs decoding.
 *
 * @returns undefined when the stage is another one, or may read any field
 */
export function fieldsUsedBy(stage: Doc | undefined): ReadonlySet<string> | undefined {
  if (!stage || !isDoc(stage.$group)) return undefined;
  const found = new Set<string>();
  return collect(stage.$group, found) ? found : undefined;
}

/** False when the expression may read the whole document. */
function collect(expression: unknown, found: Set<string>): boolean {
  if (typeof expression === 'string') {
    if (expression.startsWith('$$')) return !/^\$\$(ROOT|CURRENT)/.test(expression);
    if (expression.startsWith('$')) found.add(expression.slice(1).split('.')[0] as string);
    return true;
  }
  if (Array.isArray(expression)) return expression.every((item) => collect(item, found));
  if (!isDoc(expression)) return true;
  return Object.entries(expression).every(([operator, operand]) => {
    if (operator === '$literal') return true;
    return operator !== '$getField' && collect(operand, found);
  });
}
