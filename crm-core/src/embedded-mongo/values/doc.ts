import { type DeserializeOptions, deserialize, type SerializeOptions, serialize } from 'bson';

/** A decoded BSON document. */
export type Doc = { [field: string]: unknown };

const DECODE: DeserializeOptions = {
  promoteLongs: false,
  bsonRegExp: true,
  promoteBuffers: false,
  // text that is no UTF-8 must not make the document unreadable
  validation: { utf8: false },
};
const ENCODE: SerializeOptions = { ignoreUndefined: false };

/** Decodes so that encoding again gives the same types: a long stays a Long, a regular expression keeps its options. */
export function decode(bytes: Uint8Array): Doc {
  return deserialize(bytes, DECODE);
}

export function encode(doc: Doc): Buffer {
  const bytes = serialize(doc, ENCODE);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** True for an embedded document: not an array, a date, or a BSON type of its own. */
export function isDoc(value: unknown): value is Doc {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof RegExp) &&
    !ArrayBuffer.isView(value) &&
    !('_bsontype' in value)
  );
}

/** A document whose every key is an operator; `{}` is not one. */
export function isOperatorDoc(value: unknown): value is Doc {
  if (!isDoc(value)) return false;
  for (const key in value) return key.startsWith('$');
  return false;
}

/** The document's own field; every object has a `constructor` and the like besides, which are no fields. */
export function fieldOf(doc: Doc, name: string): unknown {
  return Object.hasOwn(doc, name) ? doc[name] : undefined;
}

/** A copy that shares nothing mutable with the original. */
export function copyValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyValue);
  if (!isDoc(value)) return value;
  const copy: Doc = {};
  for (const key of Object.keys(value)) setField(copy, key, copyValue(value[key]));
  return copy;
}

/** Also for the name `__proto__`, which is no field to JavaScript when it is assigned. */
export function setField(doc: Doc, name: string, value: unknown): void {
  if (name !== '__proto__') doc[name] = value;
  else Object.defineProperty(doc, name, { value, enumerable: true, writable: true, configurable: true });
}

/** `$$REMOVE` and missing values leave no field behind. */
export function withoutMissing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : withoutMissing(item)));
  if (!isDoc(value)) return value;
  const clean: Doc = {};
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined && typeof field !== 'symbol') setField(clean, key, withoutMissing(field));
  }
  return clean;
}
