import { z } from 'zod';
import { day } from '../../entity/days.ts';
import { defineEntity } from '../../entity/define-entity.ts';
import { currency } from '../../entity/platform-values.ts';

const amount = (label: string) => z.number().int().default(0).meta({ label, format: 'money' });

/** What a forecast said on a day, of one owner's deals in one pipeline; kept so that it can be looked back at. */
export const Forecast = defineEntity({
  name: 'forecast',
  plural: 'forecasts',
  domain: 'intelligence',
  label: { one: 'forecast', many: 'forecasts' },
  isReadOnly: true,
  isAudited: false,
  schema: z.object({
    day: day().meta({ label: 'Day' }),
    /** Empty: of deals that nobody looks after. */
    ownerId: z.string().default('').meta({ label: 'Owner', ref: 'user', onDelete: 'keep' }),
    pipelineId: z.string().default('').meta({ label: 'Pipeline', ref: 'pipeline', onDelete: 'keep' }),
    currency: currency().meta({ label: 'Currency' }),
    /** `2026-Q4`. */
    period: z.string().max(10).meta({ label: 'Period' }),
    won: amount('Won'),
    commit: amount('Commit'),
    best: amount('Best case'),
    weighted: amount('Weighted'),
    slipped: amount('Slipped'),
  }),
  titleOf: (forecast) => `Forecast ${forecast.period}, ${forecast.day}`,
  unique: [['day', 'ownerId', 'pipelineId', 'currency', 'period']],
  indexes: [['period', 'day']],
});
