import { compileExpression } from '../aggregate/expression.ts';
import { MongoError } from '../mongo-error.ts';
import { type Doc, isDoc, isOperatorDoc, setField } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import type { MatchDetails } from './path-match.ts';

import { isFlag, isSlice, type Leaf, leafOf, type ProjectionOptions, positional } from './projection-leaf.ts';

export type Projection = (doc: Doc, details?: MatchDetails) => Doc;

interface Node {
  children: Map<string, Node>;
  leaf?: Leaf;
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

/** Compiles the projection of a find or of `$project`. @throws MongoError 31254 and others as MongoDB does */
export function compileProjection(projection: Doc, options: ProjectionOptions = {}): Projection | undefined {
  const entries = flatten(projection);
  if (entries.length === 0) return undefined;
  const own: Required<ProjectionOptions> = {
    isStage: false,
    variables: {},
    compile: (expression) => compileExpression(expression, options.variables),
    ...options,
  };
  const mode = modeOf(entries, own.isStage);
  const root: Node = { children: new Map() };
  let isIdKept = true;
  for (const [path, value] of entries) {
    if (path === '_id' && isFlag(value)) {
      isIdKept = isTrue(value);
      continue;
    }
    add(root, path, value, own);
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

const isTrue = (value: unknown): boolean => value === true || (isBsonNumber(value) && Number(value) !== 0);

function modeOf(entries: Array<[string, unknown]>, isStage: boolean): 'include' | 'exclude' {
  let mode: 'include' | 'exclude' | undefined;
  for (const [path, value] of entries) {
    if (path === '_id' && isFlag(value)) continue;
    if (!isStage && isDoc(value) && ('$slice' in value || '$elemMatch' in value)) continue;
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

function add(root: Node, path: string, value: unknown, options: Required<ProjectionOptions>): void {
  const isPositional = !options.isStage && path.endsWith('.$');
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
  node.leaf = isPositional ? positional : leafOf(value, options);
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
    if (projected !== undefined) setField(kept, key, projected);
  }
  for (const [key, child] of node.children) {
    if (Object.hasOwn(value, key)) continue;
    const computed = child.leaf?.(undefined, root, details);
    if (computed !== undefined) setField(kept, key, computed);
  }
  return kept;
}

function exclude(value: Doc, node: Node, root: Doc, details: MatchDetails | undefined): Doc {
  const kept: Doc = {};
  for (const [key, field] of Object.entries(value)) {
    const child = node.children.get(key);
    if (!child) setField(kept, key, field);
    else if (!child.leaf) {
      const inner = inside(field, child, root, details, exclude);
      setField(kept, key, inner === undefined ? field : inner);
    } else if (isSlice(child.leaf)) setField(kept, key, child.leaf(field, root, details));
  }
  return kept;
}

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
