import { MongoError } from '../mongo-error.ts';
import type { Predicate } from '../query/filter.ts';
import { type Doc, fieldOf, isDoc, setField } from '../values/doc.ts';
import { showValue } from '../values/show-value.ts';

/** What the placeholders of a path stand for in this document. */
export interface PathContext {
  /** `$`: where in the array the filter matched. */
  position: number | undefined;
  /** `$[name]`: the filters of `arrayFilters`. */
  arrayFilters: ReadonlyMap<string, Predicate>;
}

const POSITION = /^(0|[1-9]\d*)$/;

/** The concrete paths that a path with `$`, `$[]` or `$[name]` stands for; just itself when it has none. */
export function expandPath(doc: Doc, path: string, context: PathContext): string[][] {
  let open: Array<{ steps: string[]; value: unknown }> = [{ steps: [], value: doc }];
  for (const step of path.split('.')) {
    open = open.flatMap(({ steps, value }) =>
      placesOf(step, value, steps, path, context).map((place) => ({
        steps: [...steps, place],
        value: childOf(value, place),
      })),
    );
  }
  return open.map(({ steps }) => steps);
}

function placesOf(
  step: string,
  value: unknown,
  steps: string[],
  path: string,
  context: PathContext,
): string[] {
  if (!step.startsWith('$')) return [step];
  if (step === '$') {
    if (context.position === undefined) {
      throw new MongoError(
        'BadValue',
        'The positional operator did not find the match needed from the query.',
      );
    }
    return [String(context.position)];
  }
  const name = /^\$\[(.*)\]$/.exec(step)?.[1];
  if (name === undefined) {
    throw new MongoError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${step}' in '${path}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  }
  if (!Array.isArray(value)) {
    if (value === undefined) {
      throw new MongoError(
        'BadValue',
        `The path '${steps.join('.')}' must exist in the document in order to apply array updates.`,
      );
    }
    throw new MongoError(
      'BadValue',
      `Cannot apply array updates to non-array element ${steps.at(-1)}: ${showValue(value)}`,
    );
  }
  if (name === '') return value.map((_, i) => String(i));
  const filter = context.arrayFilters.get(name);
  if (!filter) {
    throw new MongoError('BadValue', `No array filter found for identifier '${name}' in path '${path}'`);
  }
  return value.flatMap((item, i) => (filter({ [name]: item }) ? [String(i)] : []));
}

function childOf(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return POSITION.test(step) ? value[Number(step)] : undefined;
  return isDoc(value) ? fieldOf(value, step) : undefined;
}

export function getAt(doc: Doc, steps: readonly string[]): unknown {
  let value: unknown = doc;
  for (const step of steps) value = childOf(value, step);
  return value;
}

/** An array longer than this cannot be made by setting a far position (MongoDB's own limit). */
const MAX_PADDING = 1_500_000;

/**
 * Sets the value, making documents on the way.
 *
 * @throws MongoError 28 when something on the way is neither a document nor a fitting array position
 */
export function setAt(doc: Doc, steps: readonly string[], value: unknown): void {
  let parent: Doc | unknown[] = doc;
  for (const [i, step] of steps.entries()) {
    const isLast = i === steps.length - 1;
    if (Array.isArray(parent)) {
      if (!POSITION.test(step)) throw notViable(step, steps.slice(0, i), parent);
      const index = Number(step);
      if (index - parent.length > MAX_PADDING) {
        throw new MongoError(15891, `can't backfill more than ${MAX_PADDING} elements`);
      }
      while (parent.length < index) parent.push(null);
      if (isLast) parent[index] = value;
      else if (parent[index] === undefined) parent[index] = {};
    } else if (isLast) define(parent, step, value);
    else if (fieldOf(parent, step) === undefined) define(parent, step, {});
    if (isLast) return;
    const child: unknown = Array.isArray(parent) ? parent[Number(step)] : parent[step];
    if (!isDoc(child) && !Array.isArray(child)) {
      throw notViable(steps[i + 1] as string, steps.slice(0, i + 1), child);
    }
    parent = child;
  }
}

function define(parent: Doc, step: string, value: unknown): void {
  if (step === '') throw new MongoError('EmptyFieldName', 'An empty update path is not valid.');
  setField(parent, step, value);
}

function notViable(field: string, at: string[], value: unknown): MongoError {
  return new MongoError(
    'PathNotViable',
    `Cannot create field '${field}' in element {${at.at(-1) ?? ''}: ${showValue(value)}}`,
  );
}

/** Removes the field; an item of an array becomes null, so that the others keep their positions. */
export function unsetAt(doc: Doc, steps: readonly string[]): void {
  const parent = getAt(doc, steps.slice(0, -1));
  const last = steps.at(-1) as string;
  if (Array.isArray(parent)) {
    if (POSITION.test(last) && Number(last) < parent.length) parent[Number(last)] = null;
  } else if (isDoc(parent)) delete parent[last];
}
