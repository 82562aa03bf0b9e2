import { z } from 'zod';
import { defineEntity } from '../../entity/define-entity.ts';

/**
 * That somebody with this address or number was erased: a keyed hash of it, and nothing else of them. Imports, mailboxes
 * and enrichment leave such people out; an older copy of the data that is put back is rid of them by it.
 */
export const ErasedPerson = defineEntity({
  name: 'erasedPerson',
  plural: 'erased-people',
  domain: 'workspace',
  label: { one: 'erased person', many: 'erased people' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    kind: z.enum(['email', 'phone', 'id']),
    hash: z.string().length(64).meta({ hidden: true }),
    erasureId: z.string().meta({ ref: 'erasure', onDelete: 'keep' }),
    at: z.date(),
    /** They came back by themselves, with a form: from then on they are like anybody. */
    returnedAt: z.date().optional(),
  }),
  titleOf: ({ kind }) => `a person by ${kind}`,
  unique: [['hash']],
  access: { read: 'admin' },
});
