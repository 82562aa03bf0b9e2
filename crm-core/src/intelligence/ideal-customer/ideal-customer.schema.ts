import { z } from 'zod';
import { defineEntity } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';

const words = (label: string) =>
  z.array(z.string().trim().min(1).max(120)).max(50).default([]).meta({ label });

/** Whom the workspace sells to; one in a workspace. What is left empty counts for nobody. */
export const IdealCustomer = defineEntity({
  name: 'idealCustomer',
  plural: 'ideal-customers',
  domain: 'intelligence',
  label: { one: 'ideal customer profile', many: 'ideal customer profiles' },
  schema: z.object({
    industries: words('Industries'),
    employeesFrom: z.number().int().min(0).optional().meta({ label: 'Employees from' }),
    employeesTo: z.number().int().min(0).optional().meta({ label: 'Employees to' }),
    countries: words('Countries'),
    /** Job titles that decide; without any, seniority is read from the title. */
    titles: words('Job titles'),
  }),
  titleOf: () => 'Ideal customer profile',
  access: { create: 'admin', update: 'admin', delete: 'admin' },
  async prepare({ employeesFrom = 0, employeesTo = Number.POSITIVE_INFINITY }, { before, countWhere }) {
    if (employeesFrom > employeesTo)
      throw new InvalidError('The smallest number of employees is above the largest.', {
        employeesFrom: `is above ${employeesTo}`,
      });
    if (!before && (await countWhere('idealCustomer', {})) > 0)
      throw new InvalidError('There is an ideal customer profile already. Change that one.');
    return {};
  },
});

export type CustomerProfile = z.output<typeof IdealCustomer.schema>;
