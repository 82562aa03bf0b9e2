import type { CustomFieldDefinitionRecord } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import type { Json } from '../../api/records.ts';

export type CustomField = Json<CustomFieldDefinitionRecord>;

export const TYPE_WORDS: Record<CustomField['type'], string> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  select: 'One of several options',
  multiselect: 'Several options',
  boolean: 'Yes or no',
};

/** For a control to choose from. */
export const FIELD_TYPES = Object.entries(TYPE_WORDS).map(([value, label]) => ({ value, label }));
