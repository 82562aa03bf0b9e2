import { z } from 'zod';
import { day } from '../../entity/days.ts';
import { defineEntity } from '../../entity/define-entity.ts';

/** What people of a company, as far as they are known, looked at on one day. */
export const CompanyVisitor = defineEntity({
  name: 'companyVisitor',
  plural: 'company-visitors',
  domain: 'tracking',
  label: { one: 'company visit', many: 'company visits' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    companyId: z.string().meta({ label: 'Company', ref: 'company', onDelete: 'cascade' }),
    day: day().meta({ label: 'Day' }),
    visits: z.number().int().min(0).meta({ label: 'Visits' }),
    pages: z.number().int().min(0).meta({ label: 'Pages' }),
  }),
  titleOf: ({ day: on }) => `Visits of ${on}`,
  unique: [['companyId', 'day']],
  indexes: [['day']],
  access: { read: 'member', create: 'system', update: 'system', delete: 'system' },
});
