import type { CustomField } from '../../entity/custom-fields.ts';

/** Stored values of an own field that do not fit its definition, as a condition of MongoDB. */
export function misfits({ key, type, options }: CustomField): Record<string, unknown> {
  const path = `customFields.${key}`;
  const isThere = { [path]: { $exists: true, $ne: null } };
  const fits = fitting(type, options ?? []);
  return { $and: [isThere, { $nor: [Object.fromEntries([[path, fits]])] }] };
}

function fitting(type: CustomField['type'], options: readonly string[]): Record<string, unknown> {
  if (type === 'multiselect') return { $type: 'array', $not: { $elemMatch: { $nin: [...options] } } };
  // a list that holds a fitting value does not fit itself
  return { ...single(type, options), $not: { $type: 'array' } };
}

function single(type: CustomField['type'], options: readonly string[]): Record<string, unknown> {
  switch (type) {
    case 'number':
      return { $type: 'number' };
    case 'boolean':
      return { $type: 'bool' };
    case 'date':
      return { $regex: '^\\d{4}-\\d{2}-\\d{2}$' };
    case 'select':
      return { $in: [...options] };
    default:
      return { $type: 'string' };
  }
}
