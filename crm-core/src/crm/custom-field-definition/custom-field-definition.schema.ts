import { z } from 'zod';
import { CUSTOM_FIELD_TYPES } from '../../entity/custom-fields.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

const isRegExp = (text: string) => {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
};

/** A field that a workspace has added to one of its entities. */
export const CustomFieldDefinition = defineEntity({
  name: 'customFieldDefinition',
  plural: 'custom-fields',
  domain: 'crm',
  label: { one: 'custom field', many: 'custom fields' },
  schema: z.object({
    entity: z.enum(['contact', 'company', 'opportunity']),
    key: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/, 'is not a key such as contractEnd'),
    label: z.string().trim().min(1).max(60),
    type: z.enum(CUSTOM_FIELD_TYPES),
    options: z.array(z.string().trim().min(1).max(60)).max(100).optional(),
    isRequired: z.boolean().default(false),
    min: z.number().optional(),
    max: z.number().optional(),
    /** A regular expression that text must match. */
    pattern: z.string().max(200).refine(isRegExp, 'is not a regular expression').optional(),
  }),
  titleOf: (field) => field.label,
  unique: [['entity', 'key']],
  access: { create: 'admin', update: 'admin', delete: 'admin' },
});

export type CustomFieldDefinitionRecord = RecordOf<typeof CustomFieldDefinition>;
