import type { FieldMetadata } from './kinds.ts';

const date = (name: string, label: string): FieldMetadata => ({
  name,
  label,
  kind: 'date',
  isRequired: false,
  isReadOnly: true,
  isOwn: false,
  hasTime: true,
  isAside: true,
});

/** What every record has besides the fields of its kind. */
export const SYSTEM_FIELDS: readonly FieldMetadata[] = [
  date('createdAt', 'Created'),
  date('updatedAt', 'Updated'),
];
