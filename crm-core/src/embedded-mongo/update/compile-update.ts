import { compilePipelineUpdate } from '../aggregate/pipeline-update.ts';
import { docList } from '../commands/command.ts';
import { MongoError } from '../mongo-error.ts';
import { compileFilter, type Predicate } from '../query/filter.ts';
import { compareValues } from '../values/compare.ts';
import { copyValue, type Doc, isDoc } from '../values/doc.ts';
import { showValue } from '../values/show-value.ts';
import { MAX_DEPTH } from '../wire/raw-bson.ts';
import { ARRAY_OPERATORS } from './array-operators.ts';
import { FIELD_OPERATORS, type FieldOperator, UNSET } from './field-operators.ts';
import { applyRename } from './rename.ts';
import { checkConflicts } from './update-conflicts.ts';
import { expandPath, getAt, setAt, unsetAt } from './update-path.ts';

interface UpdateContext {
  now: Date;
  /** The document is about to be inserted by an upsert: `$setOnInsert` counts. */
  isInsert: boolean;
  /** Where the filter matched in an array, for `$`. */
  position?: number | undefined;
}

/** From a decoded document, which may be changed in place, to the document after. */
export type CompiledUpdate = ((doc: Doc, context: UpdateContext) => Doc) & { isReplacement: boolean };

interface Change {
  operator: string;
  path: string;
  argument: unknown;
  apply: FieldOperator;
}

const OPERATORS = new Map<string, FieldOperator>(Object.entries({ ...FIELD_OPERATORS, ...ARRAY_OPERATORS }));

/**
 * Compiles an update: operators, a replacement document or a pipeline.
 *
 * @throws MongoError 9 for an unknown operator, 40 for conflicting paths, 2 for a bad argument
 */
export function compileUpdate(update: unknown, arrayFilters: unknown, variables: Doc = {}): CompiledUpdate {
  const filters = compileArrayFilters(arrayFilters);
  if (Array.isArray(update)) {
    if (filters.size > 0) throw noArrayFilters('pipeline-style updates');
    return Object.assign(compilePipelineUpdate(update, variables), { isReplacement: false });
  }
  if (!isDoc(update))
    throw new MongoError('FailedToParse', 'Update argument must be either an object or an array');
  const first = Object.keys(update)[0];
  if (first === undefined || !first.startsWith('$')) {
    if (filters.size > 0) throw noArrayFilters('replacement-style updates');
    return Object.assign(compileReplacement(update), { isReplacement: true });
  }
  const { changes, renames } = changesOf(update);
  checkConflicts(changes.map((change) => change.path).concat(renames.flat()));
  for (const name of filters.keys()) {
    if (!changes.some((change) => change.path.includes(`$[${name}]`))) {
      throw new MongoError(
        'FailedToParse',
        `The array filter for identifier '${name}' was not used in the update ${showValue(update)}`,
      );
    }
  }
  const run = (doc: Doc, { now, isInsert, position }: UpdateContext): Doc => {
    const id = doc._id;
    for (const { operator, path, argument, apply } of changes) {
      if (operator === '$setOnInsert' && !isInsert) continue;
      for (const steps of expandPath(doc, path, { position, arrayFilters: filters })) {
        const before = getAt(doc, steps);
        const after = apply(before, argument, { path: steps.join('.'), id, now });
        if (after === UNSET) unsetAt(doc, steps);
        else if (after !== undefined && after !== before) setAt(doc, steps, after);
      }
    }
    for (const [from, to] of renames) applyRename(doc, from, to);
    return doc;
  };
  return Object.assign(run, { isReplacement: false });
}

const noArrayFilters = (where: string) =>
  new MongoError('FailedToParse', `arrayFilters may not be specified for ${where}`);

function compileReplacement(replacement: Doc) {
  for (const key of Object.keys(replacement)) {
    if (key.startsWith('$')) {
      throw new MongoError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${key}' in '${key}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
      );
    }
  }
  return (doc: Doc): Doc => {
    const { _id, ...rest } = copyValue(replacement) as Doc;
    if (_id !== undefined && doc._id !== undefined && compareValues(_id, doc._id) !== 0) {
      throw new MongoError(
        'ImmutableField',
        `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${showValue(_id)}`,
      );
    }
    const id = doc._id === undefined ? _id : doc._id;
    return id === undefined ? rest : { _id: id, ...rest };
  };
}

function changesOf(update: Doc): { changes: Change[]; renames: Array<[string, string]> } {
  const changes: Change[] = [];
  const renames: Array<[string, string]> = [];
  for (const [operator, fields] of Object.entries(update)) {
    const apply = OPERATORS.get(operator);
    if (!apply && operator !== '$rename') {
      throw new MongoError(
        'FailedToParse',
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!isDoc(fields)) {
      throw new MongoError(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${Array.isArray(fields) ? 'array' : typeof fields} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${showValue(fields)}}`,
      );
    }
    for (const [path, argument] of Object.entries(fields)) {
      checkPath(path);
      if (apply) changes.push({ operator, path, argument, apply });
      else if (argument === path) {
        throw new MongoError('BadValue', `The source and target field for $rename must differ: ${path}`);
      } else if (typeof argument === 'string') renames.push([path, argument]);
      else
        throw new MongoError(
          'BadValue',
          `The 'to' field for $rename must be a string: ${path}: ${showValue(argument)}`,
        );
    }
  }
  // MongoDB applies changes in the order of the paths, which is also the order in which new fields appear
  changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { changes, renames };
}

function checkPath(path: string): void {
  if (path.split('.').length > MAX_DEPTH) {
    throw new MongoError('Overflow', `An update path has more than ${MAX_DEPTH} steps`);
  }
  if (path.split('.').filter((step) => step === '$').length > 1) {
    throw new MongoError('BadValue', `Too many positional (i.e. '$') elements found in path '${path}'`);
  }
  if (path === '') throw new MongoError('EmptyFieldName', 'An empty update path is not valid.');
  if (path.split('.').includes('')) {
    throw new MongoError(
      'EmptyFieldName',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  }
}

function compileArrayFilters(arrayFilters: unknown): Map<string, Predicate> {
  const compiled = new Map<string, Predicate>();
  if (arrayFilters === undefined || arrayFilters === null) return compiled;
  for (const filter of docList(arrayFilters, 'arrayFilters')) {
    const names = new Set(namesOf(filter));
    const [name] = names;
    if (names.size !== 1 || name === undefined) {
      throw new MongoError(
        'FailedToParse',
        'Error parsing array filter :: caused by :: Expected a single top-level field name',
      );
    }
    if (compiled.has(name)) {
      throw new MongoError(
        'FailedToParse',
        `Found multiple array filters with the same top-level field name ${name}`,
      );
    }
    compiled.set(name, compileFilter(filter));
  }
  return compiled;
}

function namesOf(filter: Doc): string[] {
  return Object.entries(filter).flatMap(([key, value]) => {
    if (!key.startsWith('$')) return [key.split('.')[0] as string];
    return Array.isArray(value) ? value.flatMap((branch) => (isDoc(branch) ? namesOf(branch) : [])) : [];
  });
}
