import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { Form, type FormRecord } from '../form/form.schema.ts';

/** What a form takes over from a template, and a template from a form. */
const TAKEN = {
  fields: true,
  consentText: true,
  doubleOptIn: true,
  button: true,
  thanks: true,
  signal: true,
} as const;
const taken = Object.keys(TAKEN) as Array<keyof typeof TAKEN>;

/** A form to begin with: made of one that has proved itself. */
export const FormTemplate = defineEntity({
  name: 'formTemplate',
  plural: 'form-templates',
  domain: 'marketing',
  label: { one: 'form template', many: 'form templates' },
  aliases: ['template for forms', 'templates for forms'],
  talk: { key: 'formTemplate', columns: ['name', 'doubleOptIn', 'signal'], sort: 'name' },
  schema: z.object({ name: Form.schema.shape.name, ...Form.schema.pick(TAKEN).shape }),
  titleOf: ({ name }) => name,
  search: ['name'],
  unique: [['name']],
});

type FormTemplateRecord = RecordOf<typeof FormTemplate>;

/** What the other of the two begins with. */
export function takenFrom(one: FormRecord | FormTemplateRecord): Partial<FormTemplateRecord> {
  return Object.fromEntries(taken.flatMap((name) => (one[name] === undefined ? [] : [[name, one[name]]])));
}
