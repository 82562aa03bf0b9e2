import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { currency } from '../../entity/platform-values.ts';

/** Whose a target is that is nobody's alone. */
const TEAM = 'team';

/** What is to be won in a period, by one teammate or by the team. */
export const Target = defineEntity({
  name: 'target',
  plural: 'targets',
  domain: 'intelligence',
  label: { one: 'target', many: 'targets' },
  schema: z.object({
    /** Left out: the team's. */
    ownerId: z.string().optional().meta({ label: 'Whose', ref: 'user', onDelete: 'keep' }),
    /** `2026-Q4`, `2026-11`, `2026`: of the financial year, as totals name periods. */
    period: z
      .string()
      .regex(/^\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$/, 'is no period such as 2026-Q4')
      .meta({ label: 'Period' }),
    amountMinor: z.number().int().min(1).max(1e15).meta({ label: 'Amount', format: 'money' }),
    currency: currency().meta({ label: 'Currency' }),
    /** The owner's id or `team`: somebody has one target in a period. */
    who: z.string().default(TEAM).meta({ hidden: true }),
  }),
  titleOf: (target) => `Target ${target.period}`,
  unique: [['who', 'period']],
  access: { create: 'admin', update: 'admin', delete: 'admin' },
  prepare: ({ ownerId }) => ({ who: ownerId ?? TEAM }),
});

export type TargetRecord = RecordOf<typeof Target>;
