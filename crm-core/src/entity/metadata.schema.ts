import { z } from 'zod';

const plainFieldSchema = z.object({
  /** In records: `companyId`; of a field that the workspace added `customFields.contractEnd`. */
  name: z.string(),
  label: z.string(),
  kind: z.string(),
  format: z.string().optional(),
  /** The entity that an id in this field belongs to. */
  ref: z.string().optional(),
  /** The id of an entry in a list of the referred record. */
  part: z.object({ of: z.string(), list: z.string() }).optional(),
  options: z.array(z.string()).optional(),
  /** Of an `array`: what it holds. */
  element: z.string().optional(),
  isRequired: z.boolean(),
  isReadOnly: z.boolean(),
  /** Added by the workspace. */
  isOwn: z.boolean(),
  hasTime: z.boolean(),
  /** Of little interest by itself: shown with another field, or bookkeeping. */
  isAside: z.boolean(),
  /** Only in one of these states of another field. */
  belongsTo: z.object({ field: z.string(), values: z.array(z.string()) }).optional(),
});

/** A field as a list, a form or a page needs to know it; the workspace's own fields too. */
const fieldMetadataSchema = plainFieldSchema.extend({
  /** Of a list that is filled in as a table: what each row has. */
  rows: z.array(plainFieldSchema).optional(),
});

const entityMetadataSchema = z.object({
  name: z.string(),
  /** The REST path. */
  plural: z.string(),
  domain: z.string(),
  label: z.object({ one: z.string(), many: z.string() }),
  /** The field that says what a record is called. */
  title: z.string(),
  /** What a list shows, in order. */
  columns: z.array(z.string()),
  /** How a list is ordered unless asked otherwise. */
  sort: z.string().optional(),
  /** The field that names the teammate who looks after a record. */
  owner: z.string().optional(),
  /** Said under the name. */
  subtitle: z.array(z.string()),
  /** Its records stand in the timelines of those that they name, at the time in this field. */
  timelineAt: z.string().optional(),
  /** People list, open and speak of its records; false for bookkeeping. */
  isSpoken: z.boolean(),
  isAudited: z.boolean(),
  hasOwnFields: z.boolean(),
  fields: z.array(fieldMetadataSchema),
  /** Records of other kinds that name one of these. */
  relations: z.array(
    z.object({ entity: z.string(), via: z.string(), label: z.string(), viaLabel: z.string() }),
  ),
  /** The least role that sees records and that changes them; none where only Clianta does. */
  roles: z.object({ read: z.string(), update: z.string().optional() }).optional(),
  /** Records that only some see: those in the field `to`; all where `sharedBy` says yes; whoever has the role `openTo`. */
  privacy: z
    .object({ to: z.string(), sharedBy: z.string().optional(), openTo: z.string().optional() })
    .optional(),
  /** What the caller may do. */
  rights: z.object({ read: z.boolean(), create: z.boolean(), update: z.boolean(), delete: z.boolean() }),
});

export const metadataSchema = z.object({ entities: z.array(entityMetadataSchema) });
export type FieldMetadata = z.infer<typeof fieldMetadataSchema>;
export type EntityMetadata = z.infer<typeof entityMetadataSchema>;
export type Metadata = z.infer<typeof metadataSchema>;
