import { z } from 'zod';
import { auditSealSchema } from '../../entity/audit-seal.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { CHANGES } from '../../entity/outbox.ts';

/** The audit log: one entry for each write, copied from the outbox of the written document. */
export const UserAction = defineEntity({
  name: 'userAction',
  plural: 'audit',
  domain: 'tracking',
  label: { one: 'audit entry', many: 'audit entries' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    entity: z.string(),
    recordId: z.string(),
    recordTitle: z.string(),
    /** The record's version after the write. */
    recordVersion: z.number().int(),
    change: z.enum(CHANGES),
    actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
    /** The agent that acted on the actor's behalf. */
    via: z.string().optional(),
    channel: z.string().optional(),
    turnId: z.string().optional(),
    /** The API token that it came with, by its name. */
    token: z.string().optional(),
    groupId: z.string(),
    before: z.record(z.string(), z.unknown()),
    after: z.record(z.string(), z.unknown()),
    at: z.date(),
    undoneAt: z.date().optional(),
    /** The group of writes that took it back. */
    undoneBy: z.string().optional(),
    /** The group of writes that took that back again: the write stands. */
    redoneBy: z.string().optional(),
    /** Its number in the workspace's chain of entries. */
    seq: z.number().int().optional(),
    seal: auditSealSchema.optional(),
  }),
  titleOf: (action) => `${action.change} ${action.recordTitle}`,
  unique: [['seq']],
  indexes: [['-at'], ['groupId'], ['turnId'], ['recordId', '-at'], ['entity', '-at']],
});

export type UserActionRecord = RecordOf<typeof UserAction>;
