import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** How long an erasure may take before an admin is told that it has not ended. */
export const ERASURE_DAYS = 30;

const traceOutsideSchema = z.object({
  /** The connected account; absent for what lies in a mailbox. */
  credentialId: z.string().optional(),
  object: z.string(),
  externalId: z.string(),
  /** It is of a record that goes with the person; otherwise of one that only names them. */
  isTheirs: z.boolean(),
  /** It was written there from here. */
  isOurs: z.boolean(),
  /** Of a post of ours: whether it could be taken back; absent while that is to be tried. */
  outcome: z.enum(['gone', 'stays']).optional(),
});
/** What stands in another system about the person. */
export type TraceOutside = z.output<typeof traceOutsideSchema>;

const personKeysSchema = z.object({
  contactIds: z.array(z.string()).max(100),
  emails: z.array(z.string()).max(100),
  phones: z.array(z.string()).max(100),
  /** Whole names that are taken out of texts too. */
  names: z.array(z.string()).max(20),
  /** Noted as the work comes to the records. */
  outside: z.array(traceOutsideSchema).max(50_000).optional(),
});
/** By what a person is found. */
export type PersonKeys = z.output<typeof personKeysSchema>;

const erasureStepSchema = z.object({
  /** The place, as people call it: "contacts". */
  target: z.string().max(80),
  found: z.number().int().min(0),
  erased: z.number().int().min(0),
  kept: z.number().int().min(0),
  why: z.string().max(300).optional(),
});
export type ErasureStep = z.output<typeof erasureStepSchema>;

/** That a person was erased, or is being: counts by place, and nothing of the person. */
export const Erasure = defineEntity({
  name: 'erasure',
  plural: 'erasures',
  domain: 'workspace',
  label: { one: 'erasure', many: 'erasures' },
  isReadOnly: true,
  schema: z.object({
    state: z.enum(['running', 'done', 'stuck']).default('running').meta({ label: 'State' }),
    requestedBy: z.string().meta({ label: 'Asked by', ref: 'user', onDelete: 'keep' }),
    /** In words, without a name: "she asked by mail". */
    reason: z.string().max(300).optional().meta({ label: 'Why' }),
    dueAt: z.date().meta({ label: 'Due' }),
    finishedAt: z.date().optional().meta({ label: 'Finished', hasTime: true }),
    steps: z.array(erasureStepSchema).max(300).default([]).meta({ label: 'Places' }),
    /** What the proof looked at, and what it found. */
    proof: z
      .object({
        at: z.date(),
        documents: z.number().int(),
        files: z.number().int(),
        queued: z.number().int(),
        left: z.number().int(),
      })
      .optional()
      .meta({ label: 'Proof' }),
    /** SHA-256 of the certificate. */
    proofHash: z.string().max(64).optional().meta({ label: 'Proof hash' }),
    /** Of the keyed hashes of their addresses and numbers. */
    keysHash: z.string().max(64).meta({ label: 'Keys hash' }),
    trouble: z.string().max(500).optional().meta({ label: 'Trouble' }),
    /** By what they are found; only while the work lasts. */
    keys: personKeysSchema.optional().meta({ hidden: true }),
  }),
  titleOf: ({ keysHash }) => `Erasure ${keysHash.slice(0, 8)}`,
  indexes: [['state']],
  access: { read: 'admin' },
});

export type ErasureRecord = RecordOf<typeof Erasure>;
