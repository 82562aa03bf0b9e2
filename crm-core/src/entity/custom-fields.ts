import { z } from 'zod';
import { InvalidError } from '../errors.ts';
import { day } from './days.ts';
import { plainIssue } from './plain-issue.ts';
import { textPattern } from './text-pattern.ts';
import type { FieldKind } from './zod-fields.ts';

export const CUSTOM_FIELD_TYPES = ['text', 'number', 'date', 'select', 'multiselect', 'boolean'] as const;

/** The part of a CustomFieldDefinition that validation needs. */
export interface CustomField {
  key: string;
  label: string;
  type: (typeof CUSTOM_FIELD_TYPES)[number];
  options?: string[] | null;
  isRequired?: boolean | null;
  min?: number | null;
  max?: number | null;
  pattern?: string | null;
}

const KINDS: Record<CustomField['type'], FieldKind> = {
  text: 'string',
  number: 'number',
  date: 'day',
  select: 'string',
  multiselect: 'array',
  boolean: 'boolean',
};

export function customFieldKinds(fields: CustomField[]): Map<string, FieldKind> {
  return new Map(fields.map((field) => [field.key, KINDS[field.type]]));
}

function schemaOf(field: CustomField): z.ZodType {
  switch (field.type) {
    case 'number': {
      let number = z.number();
      if (typeof field.min === 'number') number = number.min(field.min);
      if (typeof field.max === 'number') number = number.max(field.max);
      return number;
    }
    case 'date':
      return day();
    case 'boolean':
      return z.boolean();
    case 'select':
      return optionsOf(field);
    case 'multiselect':
      return z.array(optionsOf(field)).transform((chosen) => [...new Set(chosen)]);
    default: {
      const text = z.string().max(5000);
      const pattern = field.pattern ? textPattern(field.pattern) : undefined;
      return pattern
        ? text.refine((value) => pattern.test(value), 'does not have the form that it must have')
        : text;
    }
  }
}

const optionsOf = (field: CustomField) => (field.options?.length ? z.enum(field.options) : z.never());

/**
 * Checks values against the workspace's own fields. Null clears a value.
 *
 * @throws InvalidError naming each wrong, unknown or missing field
 */
export function checkCustomFields(
  fields: CustomField[],
  values: Record<string, unknown>,
  isComplete: boolean,
): Record<string, unknown> {
  const wrong: Record<string, string> = {};
  const clean: Record<string, unknown> = {};
  const known = new Map(fields.map((field) => [field.key, field]));
  for (const [key, value] of Object.entries(values)) {
    const field = known.get(key);
    if (!field) {
      wrong[`customFields.${key}`] = 'is not a field of this workspace';
      continue;
    }
    if (value === null || value === undefined) {
      if (field.isRequired) wrong[`customFields.${key}`] = 'is required';
      else clean[key] = null;
      continue;
    }
    const parsed = schemaOf(field).safeParse(value, { error: plainIssue });
    if (parsed.success) clean[key] = parsed.data;
    else wrong[`customFields.${key}`] = parsed.error.issues[0]?.message ?? 'is not valid';
  }
  if (isComplete) {
    for (const field of fields) {
      if (field.isRequired && !Object.hasOwn(values, field.key))
        wrong[`customFields.${field.key}`] = 'is required';
    }
  }
  const names = Object.keys(wrong);
  if (names.length > 0) {
    const labelOf = (name: string) => known.get(name.replace('customFields.', ''))?.label ?? name;
    throw new InvalidError(`${names.map((name) => `${labelOf(name)} ${wrong[name]}`).join('; ')}.`, wrong);
  }
  return clean;
}
