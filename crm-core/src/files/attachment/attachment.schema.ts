import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/**
 * What is known of the text of a file: it waits to be read, is there, is none in it (a scan, a picture), or could not be
 * read (`textProblem` says why).
 */
const TEXT_STATES = ['waiting', 'done', 'none', 'failed'] as const;

/**
 * A file. Who may read and change the record that it belongs to may do so with it; one that belongs to none, or to a
 * record that is private, is its uploader's alone. Its content is in the file store; `crm.files` saves and opens it.
 */
export const Attachment = defineEntity({
  name: 'attachment',
  plural: 'attachments',
  domain: 'crm',
  label: { one: 'file', many: 'files' },
  aliases: ['attachment', 'document'],
  privateTo: 'uploaderId',
  sharedBy: 'isShared',
  schema: z.object({
    name: z.string().trim().min(1).max(255).meta({ label: 'Name' }),
    /** As its content says; of text, as its name says. */
    mime: z.string().max(200).meta({ label: 'Type', readOnly: true }),
    bytes: z.number().int().min(0).meta({ label: 'Size', readOnly: true }),
    sha256: z.string().length(64).meta({ readOnly: true, isAside: true }),
    storageKey: z.string().max(200).meta({ hidden: true, readOnly: true }),
    /** The kind of record that it belongs to, by the name of the entity: `company`. */
    entity: z.string().max(60).optional().meta({ label: 'Kind of record', isAside: true, readOnly: true }),
    recordId: z
      .string()
      .optional()
      .meta({ label: 'Record', refBy: 'entity', onDelete: 'cascade', readOnly: true }),
    /** Absent: somebody outside, without an account. */
    uploaderId: z
      .string()
      .optional()
      .meta({ label: 'Uploaded by', ref: 'user', onDelete: 'keep', readOnly: true }),
    /** The conversation that it came with, or was made in. */
    conversationId: z
      .string()
      .optional()
      .meta({ ref: 'conversation', onDelete: 'clear', readOnly: true, hidden: true }),
    /** The key of its text: plain, UTF-8, pages divided by form feeds. */
    textKey: z.string().max(200).optional().meta({ hidden: true, readOnly: true }),
    textState: z.enum(TEXT_STATES).default('waiting').meta({ label: 'Text', readOnly: true, isAside: true }),
    /** Why its text could not be read, for people: "it is protected by a password". */
    textProblem: z.string().max(300).optional().meta({ readOnly: true, isAside: true }),
    /** The key of its thumbnail, a WebP of at most 320 px. */
    thumbKey: z.string().max(200).optional().meta({ hidden: true, readOnly: true }),
    hasThumb: z.boolean().default(false).meta({ readOnly: true, isAside: true }),
    /** It belongs to a record that everybody in the workspace sees. */
    isShared: z.boolean().default(false).meta({ hidden: true, readOnly: true }),
  }),
  personal: { recordId: 'erase' },
  titleOf: (file) => file.name,
  search: ['name'],
  indexes: [
    ['entity', 'recordId'],
    ['sha256'],
    ['uploaderId', '-createdAt'],
    ['conversationId', '-createdAt'],
    ['textState'],
  ],
  prepare: ({ entity, recordId }, { entities }) => {
    const isAttached = Boolean(entity && recordId);
    const kind = isAttached ? entities.get(String(entity)) : undefined;
    return {
      ...(!isAttached && { entity: undefined, recordId: undefined }),
      isShared: kind !== undefined && kind.privateTo === undefined && kind.access.read === 'viewer',
    };
  },
  /** Its content comes by upload, never with the values of a record. */
  guard: async (_change, { recordId }) => (recordId ? undefined : 'A file is added by uploading it.'),
});

export type AttachmentRecord = RecordOf<typeof Attachment>;
