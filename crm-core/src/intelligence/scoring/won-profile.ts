import { Company, type CompanyRecord } from '../../crm/company/company.schema.ts';
import { Opportunity } from '../../crm/opportunity/opportunity.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { InvalidError } from '../../errors.ts';
import type { CustomerProfile } from '../ideal-customer/ideal-customer.schema.ts';

/** Fewer won companies say too little about whom the workspace sells to. */
const LEAST_WON = 20;
/** A value that at least this share of the won companies has belongs to the profile. */
const LEAST_SHARE = 0.1;

/**
 * What won companies have in common: industries and countries that at least a tenth of them share, and the sizes of the
 * middle four fifths.
 *
 * @throws InvalidError with fewer than 20
 */
export async function profileOfWon(
  crm: CrmCore,
  workspaceId: string,
): Promise<{ profile: CustomerProfile; of: number }> {
  const ids = await crm.store
    .model(Opportunity.name)
    .distinct('companyId', { workspaceId, status: 'won', isDeleted: false, companyId: { $exists: true } });
  const companies = await crm.store
    .model(Company.name)
    .find({ workspaceId, _id: { $in: ids }, isDeleted: false })
    .select('industry country employees')
    .lean<Array<Pick<CompanyRecord, 'industry' | 'country' | 'employees'>>>();
  if (companies.length < LEAST_WON)
    throw new InvalidError(
      `There are deals won at ${companies.length} companies, and a profile of them needs ${LEAST_WON}. Say whom you sell to: industries, countries, how many employees.`,
    );
  const sizes = companies.flatMap(({ employees }) => employees ?? []).toSorted((a, b) => a - b);
  const at = (share: number) => sizes[Math.round(share * (sizes.length - 1))];
  const [employeesFrom, employeesTo] = [at(0.1), at(0.9)];
  return {
    of: companies.length,
    profile: {
      industries: common(companies.map(({ industry }) => industry)),
      countries: common(companies.map(({ country }) => country)),
      titles: [],
      ...(employeesFrom !== undefined && { employeesFrom, employeesTo }),
    },
  };
}

function common(values: ReadonlyArray<string | undefined>): string[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= LEAST_SHARE * values.length)
    .toSorted(([, a], [, b]) => b - a)
    .map(([value]) => value);
}
