import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

const MERGE_RULES = ['newest', 'ours', 'theirs', 'ask'] as const;
const DIRECTIONS = ['both', 'in', 'out'] as const;

const mappedFieldSchema = z.object({
  ours: z.string().min(1).max(80),
  theirs: z.string().min(1).max(80),
  /** `in`: from there to here only. */
  direction: z.enum(DIRECTIONS).default('both'),
  /** Which side is right where both have changed it. */
  rule: z.enum(MERGE_RULES).default('newest'),
});
export type MappedField = z.output<typeof mappedFieldSchema>;

/** What the other system says of one of its fields. */
const theirFieldSchema = z.object({
  name: z.string().max(120),
  label: z.string().max(255),
  /** Its own word: `picklist`, `date`. */
  type: z.string().max(40),
  canCreate: z.boolean(),
  canUpdate: z.boolean(),
  /** Nothing is made there without it. */
  isRequired: z.boolean(),
  options: z.array(z.string().max(255)).max(1_000).default([]),
});
export type TheirField = z.output<typeof theirFieldSchema>;

/** Which field here is which one there, of one kind of record of a connected account. */
export const FieldMapping = defineEntity({
  name: 'fieldMapping',
  plural: 'field-mappings',
  domain: 'integrations',
  label: { one: 'field mapping', many: 'field mappings' },
  schema: z.object({
    credentialId: z
      .string()
      .meta({ label: 'Account', ref: 'integrationCredential', onDelete: 'cascade', readOnly: true }),
    /** As the vendor calls it: `Contact`. */
    object: z.string().max(80).meta({ label: 'Kind of record there', readOnly: true }),
    /** By the name of its entity. */
    entity: z.string().max(60).meta({ label: 'Kind of record', readOnly: true }),
    /** Nothing is written on either side before an admin has said so. */
    isOn: z.boolean().default(false).meta({ label: 'Synced', readOnly: true }),
    fields: z.array(mappedFieldSchema).max(200).meta({ label: 'Fields', readOnly: true }),
    described: z.array(theirFieldSchema).max(1_000).default([]).meta({ hidden: true, readOnly: true }),
    /** What left the mapping by itself, and why, in sentences. */
    notices: z.array(z.string().max(300)).max(50).default([]).meta({ label: 'Notices', readOnly: true }),
    /** When the vendor last said what its fields are. */
    describedAt: z.date().optional().meta({ label: 'Fields read', hasTime: true, readOnly: true }),
  }),
  titleOf: ({ object }) => object,
  unique: [['credentialId', 'object']],
  access: { read: 'admin', create: 'system', update: 'system', delete: 'system' },
});

export type FieldMappingRecord = RecordOf<typeof FieldMapping>;
