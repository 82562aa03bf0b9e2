import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** How a contact came from one stage of its lifecycle to the next. */
export const LifecycleHistory = defineEntity({
  name: 'lifecycleHistory',
  plural: 'lifecycle-history',
  domain: 'intelligence',
  label: { one: 'lifecycle step', many: 'lifecycle steps' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    contactId: z.string().meta({ ref: 'contact', onDelete: 'keep' }),
    from: z.string().optional(),
    to: z.string(),
    /** `person`: a choice, which Clianta leaves as it is. */
    cause: z.enum(['person', 'score', 'form', 'sales activity', 'deal created', 'deal won']),
    byId: z.string(),
    at: z.date(),
  }),
  personal: { contactId: 'erase' },
  titleOf: ({ from, to }) => (from ? `${from} to ${to}` : to),
  indexes: [['contactId', '-at']],
});

export type LifecycleHistoryRecord = RecordOf<typeof LifecycleHistory>;
