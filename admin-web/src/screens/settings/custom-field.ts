import type { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import type { RecordOf } from '@clianta/crm-core/entity/define-entity';
import type { Json } from '../../api/records.ts';

export type CustomField = Json<RecordOf<typeof CustomFieldDefinition>>;

export const ENTITY_WORDS: Record<CustomField['entity'], string> = {
  contact: 'Contacts',
  company: 'Companies',
  opportunity: 'Deals',
};

export const TYPE_WORDS: Record<CustomField['type'], string> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  select: 'One of several options',
  multiselect: 'Several options',
  boolean: 'Yes or no',
};
