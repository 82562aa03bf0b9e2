import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { DELIMITERS } from '../reading/guess-delimiter.ts';
import { ENCODINGS } from '../reading/guess-encoding.ts';

export const IMPORT_MODES = ['create', 'update', 'upsert'] as const;
const STATUSES = ['draft', 'checked', 'running', 'paused', 'done', 'cancelled', 'failed'] as const;
export const DATE_ORDERS = ['dmy', 'mdy'] as const;

/** What an import comes to. */
const countsSchema = z.object({
  created: z.number().int(),
  updated: z.number().int(),
  /** There already, with these values. */
  unchanged: z.number().int(),
  /** Left out as was asked. */
  skipped: z.number().int(),
  failed: z.number().int(),
  /** Records of other kinds that rows named and that were not there: their companies. */
  made: z.number().int(),
});
export type ImportCounts = z.output<typeof countsSchema>;

const columnSchema = z.object({
  header: z.string(),
  /** The key of the target that its cells go to (`targets.ts`); without one the column is left out. */
  field: z.string().optional(),
  /** Its first cells that are not empty. */
  samples: z.array(z.string()),
  /** Of days written with slashes: what comes first. */
  dateOrder: z.enum(DATE_ORDERS).optional(),
  /** No day of the column proves its order: somebody has to say it. */
  isOrderUnsure: z.boolean().optional(),
});
export type ImportColumn = z.output<typeof columnSchema>;

/** A table that becomes records. Its owner steers it, admins see it; only Clianta writes it. */
export const Import = defineEntity({
  name: 'import',
  plural: 'imports',
  domain: 'crm',
  label: { one: 'import', many: 'imports' },
  isReadOnly: true,
  privateTo: 'ownerId',
  openTo: 'admin',
  schema: z.object({
    /** Of its file. */
    name: z.string().max(255).meta({ label: 'File' }),
    /** What its rows become, by the name of the entity. */
    kind: z.string().max(60).meta({ label: 'Kind of record' }),
    fileId: z.string().meta({ label: 'File', ref: 'attachment', onDelete: 'keep' }),
    /** Of a sheet: the CSV that it was unpacked into. */
    tableId: z.string().optional().meta({ ref: 'attachment', onDelete: 'keep', hidden: true }),
    sheet: z.string().max(120).optional(),
    sheets: z.array(z.string()).max(200).optional(),
    encoding: z.enum(ENCODINGS),
    delimiter: z.enum(DELIMITERS),
    columns: z.array(columnSchema).max(200),
    mode: z.enum(IMPORT_MODES).default('upsert'),
    /** By which field a row finds the record that it is: `email`, `domain`, `name`, `id`. */
    matchBy: z.string().max(60).meta({ label: 'Matched by' }),
    /** Rows without a value for these targets are left out. */
    required: z.array(z.string()).max(50).default([]),
    ownerId: z.string().meta({ label: 'By', ref: 'user', onDelete: 'keep' }),
    status: z.enum(STATUSES).default('draft').meta({ label: 'Status' }),
    total: z.number().int().min(0).meta({ label: 'Rows' }),
    /** Rows that are done. */
    row: z.number().int().min(0).default(0),
    /** Counts how often it was begun or resumed. */
    round: z.number().int().default(0).meta({ hidden: true }),
    counts: countsSchema.optional(),
    /** Of a dry run that was ended early: the rows that it looked at. */
    checkedRows: z.number().int().optional(),
    /** The first rows that cannot be taken, and why. */
    problems: z
      .array(z.object({ row: z.number().int(), title: z.string(), reason: z.string() }))
      .max(50)
      .optional(),
    /** All it writes is one undo group. */
    groupId: z.string().max(60),
    /** The rows that were not taken, with a reason each: can be imported again. */
    errorFileId: z.string().optional().meta({ ref: 'attachment', onDelete: 'keep' }),
    startedAt: z.date().optional(),
    finishedAt: z.date().optional(),
    /** Why it failed, for people. */
    error: z.string().max(500).optional(),
    /** It was taken back: how much of it, and what was kept and why. */
    takenBack: z
      .object({
        isDone: z.boolean(),
        reverted: z.number().int(),
        kept: z.array(z.object({ title: z.string(), reason: z.string() })).max(100),
        keptCount: z.number().int(),
      })
      .optional(),
    /** Of rows that another system has listed: which column is the id that it knows them by. */
    origin: z
      .object({ credentialId: z.string(), object: z.string().max(60), column: z.number().int() })
      .optional(),
    /** Where the file came from, when the team has not written it. */
    source: z.string().max(300).optional().meta({ hidden: true }),
  }),
  titleOf: (one) => one.name,
  indexes: [['status'], ['ownerId', '-createdAt']],
  derivedEvents: [
    {
      type: 'import.finished',
      when: (after, before) =>
        (after.status === 'done' || after.status === 'failed') && after.status !== before?.status,
    },
    {
      type: 'import.taken_back',
      when: (after, before) => Boolean(after.takenBack?.isDone) && !before?.takenBack?.isDone,
    },
  ],
});

export type ImportRecord = RecordOf<typeof Import>;
