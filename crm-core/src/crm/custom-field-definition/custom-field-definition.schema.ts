import { z } from 'zod';
import { CUSTOM_FIELD_TYPES } from '../../entity/custom-fields.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { textPattern } from '../../entity/text-pattern.ts';
import { ownerOf, requireFillable, requireFit, requireOwnName } from './field-rules.ts';

/** A field that a workspace has added to one of its entities. */
export const CustomFieldDefinition = defineEntity({
  name: 'customFieldDefinition',
  plural: 'custom-fields',
  isCached: true,
  domain: 'crm',
  label: { one: 'custom field', many: 'custom fields' },
  schema: z.object({
    /** The name of an entity that may have own fields: `contact`. */
    entity: z.string(),
    key: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/, 'is not a key such as contractEnd'),
    label: z.string().trim().min(1).max(60),
    type: z.enum(CUSTOM_FIELD_TYPES),
    options: z.array(z.string().trim().min(1).max(60)).max(100).optional(),
    isRequired: z.boolean().default(false),
    min: z.number().optional(),
    max: z.number().optional(),
    /** A regular expression (RE2) that must be found in the text. */
    pattern: z
      .string()
      .max(200)
      .refine(
        (source) => textPattern(source) !== undefined,
        'is not a regular expression in the syntax of RE2',
      )
      .optional(),
  }),
  titleOf: (field) => field.label,
  unique: [['entity', 'key']],
  async prepare(next, context) {
    const owner = ownerOf(next, context);
    requireFillable(next);
    await requireOwnName(next, owner, context);
    await requireFit(next, owner, context);
    return {};
  },
  access: { create: 'admin', update: 'admin', delete: 'admin' },
});

export type CustomFieldDefinitionRecord = RecordOf<typeof CustomFieldDefinition>;
