import { DateTime } from 'luxon';
import { InvalidError } from '../errors.ts';
import type { Entity } from './define-entity.ts';

/** JSON has no dates: turns the text of date fields into dates before validation, and drops nothing. */
export function fromJson(entity: Entity, body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidError(`Send a JSON object with the fields of the ${entity.label.one}.`);
  }
  const values: Record<string, unknown> = { ...body };
  const hidden = entity.fields.filter((field) => (field.hidden || field.readOnly) && field.name in values);
  if (hidden.length > 0) {
    const names = hidden.map((field) => field.name);
    throw new InvalidError(
      `${names.join(', ')} cannot be set.`,
      Object.fromEntries(names.map((name) => [name, 'cannot be set'])),
    );
  }
  for (const field of entity.fields) {
    const value = values[field.name];
    if (field.kind !== 'date' || typeof value !== 'string') continue;
    // Date itself would make the 3rd of March of the 31st of February
    const at = DateTime.fromISO(value, { zone: 'utc' });
    if (!at.isValid) {
      throw new InvalidError(`${field.name} is not a date such as 2026-03-31T10:00:00Z.`, {
        [field.name]: 'is not a date',
      });
    }
    values[field.name] = at.toJSDate();
  }
  return values;
}
