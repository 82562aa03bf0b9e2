import { MongoError } from '../mongo-error.ts';
import { type Doc, fieldOf, setField } from '../values/doc.ts';
import { showValue } from '../values/show-value.ts';
import { type IndexSpec, keyPatternOf } from './catalog-types.ts';

/** MongoDB's error 11000, in the form from which drivers and Mongoose take the key. */
export function duplicateKey(namespace: string, index: IndexSpec, doc: Doc): MongoError {
  const keyValue: Doc = {};
  for (const { path } of index.fields) setField(keyValue, path, valueAt(doc, path) ?? null);
  const shown = Object.entries(keyValue).map(([path, value]) => `${path}: ${showValue(value)}`);
  return new MongoError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${shown.join(', ')} }`,
    { keyPattern: keyPatternOf(index), keyValue },
  );
}

function valueAt(doc: unknown, path: string): unknown {
  let value = doc;
  for (const step of path.split('.')) {
    if (Array.isArray(value) && !/^\d+$/.test(step)) value = value[0];
    value = typeof value === 'object' && value !== null ? fieldOf(value as Doc, step) : undefined;
  }
  return value;
}
