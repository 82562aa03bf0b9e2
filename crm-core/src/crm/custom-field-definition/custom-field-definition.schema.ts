import { z } from 'zod';
import { CUSTOM_FIELD_TYPES } from '../../entity/custom-fields.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { textPattern } from '../../entity/text-pattern.ts';
import { InvalidError } from '../../errors.ts';

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
  /** A field that nothing can be filled into, or that refuses every value, is refused itself. */
  async prepare({ entity, type, options, min, max, pattern }, { entities }) {
    if (!entities.get(entity)?.hasCustomFields) {
      const may = [...entities.values()].filter((one) => one.hasCustomFields).map((one) => one.name);
      throw new InvalidError(`There are no own fields of "${entity}". They may be of ${may.join(', ')}.`, {
        entity: `must be one of ${may.join(', ')}`,
      });
    }
    const isChoice = type === 'select' || type === 'multiselect';
    if (isChoice && !options?.length) {
      throw new InvalidError('A field to choose from needs options.', { options: 'are needed' });
    }
    if (new Set(options).size !== (options?.length ?? 0)) {
      throw new InvalidError('The same option is there twice.', { options: 'are not all different' });
    }
    if (typeof min === 'number' && typeof max === 'number' && min > max) {
      throw new InvalidError('The least value is greater than the greatest.', { min: 'is greater than max' });
    }
    if (pattern && type !== 'text') {
      throw new InvalidError('Only text can have a pattern.', { pattern: `is not for a ${type}` });
    }
    return {};
  },
  access: { create: 'admin', update: 'admin', delete: 'admin' },
});

export type CustomFieldDefinitionRecord = RecordOf<typeof CustomFieldDefinition>;
