import type { EntityMetadata, FieldMetadata } from './kinds.ts';

/** For tests: a field as the server tells of it, a line of text unless said otherwise. */
export const aField = (name: string, values: Partial<FieldMetadata> = {}): FieldMetadata => ({
  name,
  label: name,
  kind: 'string',
  isRequired: false,
  isReadOnly: false,
  isOwn: false,
  hasTime: false,
  isAside: false,
  ...values,
});

/** For tests: a kind of record that people speak of. */
export const aKind = (name: string, values: Partial<EntityMetadata> = {}): EntityMetadata => ({
  name,
  plural: `${name}s`,
  domain: 'crm',
  label: { one: name, many: `${name}s` },
  title: 'name',
  columns: ['name'],
  subtitle: [],
  isSpoken: true,
  isAudited: true,
  hasOwnFields: false,
  fields: [aField('name')],
  relations: [],
  rights: { read: true, create: true, update: true, delete: true },
  ...values,
});
