import { MongoError } from '../mongo-error.ts';
import { type Doc, fieldOf, isDoc } from '../values/doc.ts';
import { getAt, setAt, unsetAt } from './update-path.ts';

/** `$rename`: no path may lead through an array. A missing field is left alone. */
export function applyRename(doc: Doc, from: string, to: string): void {
  const source = from.split('.');
  const target = to.split('.');
  refuseArrays(doc, source, 'source');
  const value = getAt(doc, source);
  if (value === undefined) return;
  refuseArrays(doc, target, 'destination');
  unsetAt(doc, source);
  setAt(doc, target, value);
}

function refuseArrays(doc: Doc, steps: string[], role: string): void {
  let value: unknown = doc;
  for (const step of steps) {
    if (Array.isArray(value)) {
      throw new MongoError(
        'BadValue',
        `The ${role} field cannot be an array element, '${steps.join('.')}' in doc has an array field`,
      );
    }
    value = isDoc(value) ? fieldOf(value, step) : undefined;
  }
}
