import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/**
 * What became of a proposal. `superseded`: a newer request took its place before it was decided; `approved`: it is being
 * done; `executed`: all of it was done; `partly`: some of it; `failed`: nothing of it; `undone`: it was taken back.
 */
export const APPROVAL_STATUSES = [
  'pending',
  'approved',
  'rejected',
  'superseded',
  'expired',
  'executed',
  'partly',
  'failed',
  'undone',
] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** How long a proposal can be decided. */
export const APPROVAL_HOURS = 24;

const approvalPreviewSchema = z.object({
  /** How many records are touched. */
  count: z.number().int(),
  /** Some of them, with what changes. */
  sample: z.array(z.object({ title: z.string(), detail: z.string().optional() })),
  /** Field by field, where all records get the same. */
  changes: z.array(z.object({ label: z.string(), from: z.string().optional(), to: z.string() })).default([]),
  /** Where the text came from that led to this, when it was not the team's. */
  outside: z.string().max(200).optional(),
});
export type ApprovalPreview = z.infer<typeof approvalPreviewSchema>;

/** A proposed action that waits for a person. It is executed at most once. */
export const Approval = defineEntity({
  name: 'approval',
  plural: 'approvals',
  domain: 'conversations',
  label: { one: 'approval', many: 'approvals' },
  isReadOnly: true,
  isAudited: false,
  // who may decide sees it; an admin may decide on any
  privateTo: 'deciders',
  openTo: 'admin',
  schema: z.object({
    tool: z.string(),
    agent: z.string(),
    args: z.record(z.string(), z.unknown()),
    /** SHA-256 of tool and arguments: what was shown is what runs. */
    argsHash: z.string(),
    /** Title for people: "Delete 12 contacts". */
    title: z.string().max(200),
    /** The words it was read from, and only it: what an amendment is put together with. */
    request: z.string().max(100_000).optional(),
    preview: approvalPreviewSchema,
    /** It takes something away; whoever approves it is told by the button itself. */
    isDestructive: z.boolean().optional(),
    /** The records that were shown; others that match later are left alone. */
    recordIds: z.array(z.string()).default([]),
    /** Their versions at that time, in the same order: what was changed since is left alone. */
    recordVersions: z.array(z.number().int()).default([]),
    /** Who asked for it, and may withdraw it. */
    askedBy: z.string().optional(),
    /** The program that asked in their name, in words. It never decides. */
    client: z.string().max(200).optional(),
    /** Who has to decide instead of the person who asked, in words: "an admin (Bea Boss)". */
    awaits: z.string().max(500).optional(),
    /** How many of them have to approve. */
    needed: z.number().int().min(1).max(3).default(1),
    /** The policy names who decides: an admin who is not among them does not. */
    isByRule: z.boolean().optional(),
    /** Who has approved so far, where one is not enough. */
    decisions: z
      .array(z.object({ userId: z.string(), name: z.string(), key: z.string(), at: z.date() }))
      .max(3)
      .optional(),
    /** The owners may decide too from then on. */
    escalatesAt: z.date().optional(),
    /** User ids that may decide. */
    deciders: z.array(z.string()).min(1),
    status: z.enum(APPROVAL_STATUSES).default('pending'),
    /** The number a person must type, for very many records. */
    typedCount: z.number().int().optional(),
    conversationId: z.string().optional(),
    /** Other conversations that show it: of those who decide on what somebody else asked for. */
    shownIn: z.array(z.string()).optional(),
    turnId: z.string(),
    expiresAt: z.date(),
    decidedAt: z.date().optional(),
    decidedBy: z.string().optional(),
    /** Short text of what came of it. */
    outcome: z.string().max(2000).optional(),
  }),
  titleOf: (approval) => approval.title,
  indexes: [['status', 'expiresAt'], ['conversationId'], ['turnId']],
});

export type ApprovalRecord = RecordOf<typeof Approval>;
