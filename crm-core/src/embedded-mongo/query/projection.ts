import { checkExpression, compileExpression } from '../aggregate/expression.ts';
import { withoutMissing } from '../aggregate/pipeline-update.ts';
import { MongoError } from '../mongo-error.ts';
import { type Doc, isDoc, isOperatorDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import { compileFilter } from './filter.ts';
import type { MatchDetails } from './path-match.ts';

export type Projection = (doc: Doc, details?: MatchDetails) => Doc;

interface Node {
  children: Map<string, Node>;
  /** At a leaf: what becomes of the field. */
  leaf?: (value: unknown, root: Doc, details: MatchDetails | undefined) => unknown;
}

const bad = (code: number, message: string) => new MongoError(code, message);

/** `{ a: { b: 1 } }` says the same as `{ 'a.b': 1 }`. */
function flatten(projection: Doc, prefix = ''): Array<[string, unknown]> {
  return Object.entries(projection).flatMap(([name, value]): Array<[string, unknown]> => {
    const path = `${prefix}${name}`;
    if (!isDoc(value) || isOperatorDoc(value)) return [[path, value]];
    if (Object.keys(value).length === 0) {
      throw bad(51270, 'An empty sub-projection is not a valid value. Found empty object at path');
    }
    return flatten(value, `${path}.`);
  });
}

/** Compiles the projection of a find. @throws MongoError 31254 and others as MongoDB does */
export function compileProjection(projection: Doc): Projection | undefined {
  const entries = flatten(projection);
  if (entries.length === 0) return undefined;
  const mode = modeOf(entries);
  const root: Node = { children: new Map() };
  let isIdKept = true;
  for (const [path, value] of entries) {
    if (path === '_id' && isFlag(value)) {
      isIdKept = isTrue(value);
      continue;
    }
    add(root, path, value);
  }
  if (mode === 'exclude') {
    return (doc, details) => {
      const { _id, ...rest } = doc;
      return { ...(isIdKept && _id !== undefined && { _id }), ...exclude(rest, root, doc, details) };
    };
  }
  return (doc, details) => {
    const kept = include(doc, root, doc, details);
    if (isIdKept && doc._id !== undefined && !root.children.has('_id')) return { _id: doc._id, ...kept };
    return kept;
  };
}

const isFlag = (value: unknown): boolean => typeof value === 'boolean' || isBsonNumber(value);
const isTrue = (value: unknown): boolean => value === true || (isBsonNumber(value) && Number(value) !== 0);

function modeOf(entries: Array<[string, unknown]>): 'include' | 'exclude' {
  let mode: 'include' | 'exclude' | undefined;
  for (const [path, value] of entries) {
    if (path === '_id' && isFlag(value)) continue;
    if (isDoc(value) && ('$slice' in value || '$elemMatch' in value)) continue;
    const own = isFlag(value) && !isTrue(value) ? 'exclude' : 'include';
    if (mode !== undefined && mode !== own) {
      throw own === 'exclude'
        ? bad(31254, `Cannot do exclusion on field ${path} in inclusion projection`)
        : bad(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
    }
    mode = own;
  }
  if (mode) return mode;
  const hasElemMatch = entries.some(([, value]) => isDoc(value) && '$elemMatch' in value);
  const id = entries.find(([path, value]) => path === '_id' && isFlag(value));
  return hasElemMatch || (id && isTrue(id[1]) && entries.length === 1) ? 'include' : 'exclude';
}

function add(root: Node, path: string, value: unknown): void {
  const isPositional = path.endsWith('.$');
  const steps = (isPositional ? path.slice(0, -2) : path).split('.');
  if (steps.includes('')) throw bad(40353, 'FieldPath must not be empty or have empty parts');
  let node = root;
  for (const step of steps) {
    if (node.leaf) throw bad(31249, `Path collision at ${path}`);
    let child = node.children.get(step);
    if (!child) {
      child = { children: new Map() };
      node.children.set(step, child);
    }
    node = child;
  }
  if (node.leaf || node.children.size > 0) throw bad(31250, `Path collision at ${path}`);
  node.leaf = isPositional ? positional : leafOf(value);
}

function positional(value: unknown, _root: Doc, details: MatchDetails | undefined): unknown {
  if (!Array.isArray(value)) return value;
  if (details?.position === undefined) {
    throw bad(
      51246,
      "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
    );
  }
  return value.slice(details.position, details.position + 1);
}

function leafOf(value: unknown): NonNullable<Node['leaf']> {
  if (isFlag(value)) return (field) => field;
  if (isDoc(value) && '$slice' in value) return sliceLeaf(value.$slice);
  if (isDoc(value) && '$elemMatch' in value) {
    const matches = compileFilter({ item: { $elemMatch: value.$elemMatch } });
    return (field) => {
      const item = Array.isArray(field) ? field.find((one) => matches({ item: [one] })) : undefined;
      return item === undefined ? undefined : [item];
    };
  }
  if (isDoc(value) && '$meta' in value) {
    throw new MongoError('CommandNotSupported', '$meta is not supported by the embedded server');
  }
  checkExpression(value);
  const evaluate = compileExpression(value);
  return (_field, root) => withoutMissing(evaluate(root));
}

function sliceLeaf(argument: unknown): NonNullable<Node['leaf']> {
  const [first, second] = Array.isArray(argument) ? argument.map(Number) : [Number(argument), undefined];
  if (first === undefined || Number.isNaN(first) || (second !== undefined && !(second > 0))) {
    throw bad(28724, 'First argument to $slice must be a number, and the optional second one positive');
  }
  const slice = (field: unknown) => {
    if (!Array.isArray(field)) return field;
    if (second === undefined) return first < 0 ? field.slice(first) : field.slice(0, first);
    const start = first < 0 ? Math.max(field.length + first, 0) : first;
    return field.slice(start, start + second);
  };
  sliceLeaves.add(slice);
  return slice;
}

function include(value: Doc, node: Node, root: Doc, details: MatchDetails | undefined): Doc {
  const kept: Doc = {};
  // existing fields first, in their own order, then computed ones
  for (const [key, field] of Object.entries(value)) {
    const child = node.children.get(key);
    if (!child) continue;
    const projected = child.leaf
      ? child.leaf(field, root, details)
      : inside(field, child, root, details, include);
    if (projected !== undefined) kept[key] = projected;
  }
  for (const [key, child] of node.children) {
    if (key in value) continue;
    const computed = child.leaf?.(undefined, root, details);
    if (computed !== undefined) kept[key] = computed;
  }
  return kept;
}

function exclude(value: Doc, node: Node, root: Doc, details: MatchDetails | undefined): Doc {
  const kept: Doc = {};
  for (const [key, field] of Object.entries(value)) {
    const child = node.children.get(key);
    if (!child) kept[key] = field;
    else if (!child.leaf) {
      const inner = inside(field, child, root, details, exclude);
      kept[key] = inner === undefined ? field : inner;
    } else if (isSliceLeaf(child)) kept[key] = child.leaf(field, root, details);
  }
  return kept;
}

const sliceLeaves = new WeakSet<object>();
const isSliceLeaf = (node: Node) => node.leaf !== undefined && sliceLeaves.has(node.leaf);

type Descend = typeof include;

/** Applies the rest of a path below a field; undefined when the field is neither document nor array. */
function inside(
  value: unknown,
  node: Node,
  root: Doc,
  details: MatchDetails | undefined,
  descend: Descend,
): unknown {
  if (isDoc(value)) return descend(value, node, root, details);
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((item) => {
    const projected = inside(item, node, root, details, descend);
    if (projected !== undefined) return [projected];
    return descend === include ? [] : [item];
  });
}
