import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** A field that was changed here and in another system: what each side had, and which one was taken. */
export const SyncConflict = defineEntity({
  name: 'syncConflict',
  plural: 'sync-conflicts',
  domain: 'integrations',
  label: { one: 'sync conflict', many: 'sync conflicts' },
  schema: z.object({
    credentialId: z
      .string()
      .meta({ label: 'Account', ref: 'integrationCredential', onDelete: 'cascade', readOnly: true }),
    linkId: z.string().max(60).meta({ hidden: true, readOnly: true }),
    /** By the name of its entity. */
    entity: z.string().max(60).meta({ label: 'Kind of record', readOnly: true }),
    recordId: z.string().meta({ label: 'Record', refBy: 'entity', onDelete: 'cascade', readOnly: true }),
    field: z.string().max(80).meta({ label: 'Field', readOnly: true }),
    base: z.unknown().meta({ hidden: true, readOnly: true }),
    ours: z.unknown().meta({ hidden: true, readOnly: true }),
    theirs: z.unknown().meta({ hidden: true, readOnly: true }),
    /** `ask`: nobody has decided yet. */
    decidedBy: z
      .enum(['newest', 'ours', 'theirs', 'ask', 'consent', 'person'])
      .meta({ label: 'Decided by', readOnly: true }),
    winner: z.enum(['ours', 'theirs']).optional().meta({ label: 'Taken', readOnly: true }),
    at: z.date().meta({ label: 'At', hasTime: true, readOnly: true }),
  }),
  personal: { recordId: 'erase' },
  titleOf: ({ field }) => field,
  indexes: [['recordId'], ['credentialId', '-at'], ['decidedBy', '-at']],
  access: { read: 'admin', create: 'system', update: 'system', delete: 'system' },
  isAudited: false,
});

export type SyncConflictRecord = RecordOf<typeof SyncConflict>;
