import type { CompanyRecord } from '../../crm/company/company.schema.ts';
import type { ContactRecord } from '../../crm/contact/contact.schema.ts';
import { fold } from '../../entity/search-text.ts';
import type { CustomerProfile } from '../ideal-customer/ideal-customer.schema.ts';
import type { ScoringRules } from '../lead-rules/lead-rules.schema.ts';
import { mailKindOf } from './mail-domain.ts';
import { seniorityOf } from './seniority.ts';

type ScoredContact = Pick<ContactRecord, 'email' | 'phone' | 'jobTitle' | 'companyId' | 'country'>;
export type ScoredCompany = Pick<CompanyRecord, 'name' | 'industry' | 'employees' | 'country'>;

/** One thing that fits or does not, in points of fit. */
export interface FitFactor {
  key: 'industry' | 'size' | 'seniority' | 'country' | 'companyMail' | 'reachable' | 'disposableMail';
  label: string;
  points: number;
  max: number;
  isKnown: boolean;
  seen?: string;
}

export interface FitInput {
  contact: ScoredContact;
  company: ScoredCompany | undefined;
  profile: CustomerProfile | undefined;
  rules: ScoringRules;
}

/** How well somebody fits whom the workspace sells to. What is not known earns nothing and says so. */
export function fitFactors({ contact, company, profile, rules }: FitInput): FitFactor[] {
  const country = contact.country ?? company?.country;
  const size = company?.employees;
  const mail = mailKindOf(contact.email);
  const seniority = seniorityByProfile(contact.jobTitle, profile);
  const factors = [
    factor(
      'industry',
      'Industry',
      rules.industry,
      shareOf(company?.industry, profile?.industries),
      company?.industry,
    ),
    factor(
      'size',
      'Company size',
      rules.size,
      sizeShare(size, profile),
      size === undefined ? undefined : `${size} people`,
    ),
    factor('seniority', 'Seniority', rules.seniority, seniority, contact.jobTitle),
    factor('country', 'Country', rules.country, shareOf(country, profile?.countries), country),
    factor(
      'companyMail',
      'Company e-mail',
      rules.companyMail,
      mail && Number(mail === 'company'),
      contact.email,
    ),
    factor(
      'reachable',
      'Phone and company known',
      rules.reachable,
      contact.phone && contact.companyId ? 1 : undefined,
      undefined,
    ),
  ];
  if (mail === 'throw-away')
    factors.push(factor('disposableMail', 'Throw-away e-mail', rules.disposableMail, 1, contact.email));
  return factors;
}

function factor(
  key: FitFactor['key'],
  label: string,
  max: number,
  share: number | undefined,
  seen: string | undefined,
): FitFactor {
  return {
    key,
    label,
    points: Math.round((share ?? 0) * max),
    max,
    isKnown: share !== undefined,
    ...(seen && { seen }),
  };
}

/** Undefined when the value is not known, or nothing is wanted of it. */
function shareOf(value: string | undefined, wanted: readonly string[] | undefined): number | undefined {
  if (!value || !wanted?.length) return undefined;
  const folded = fold(value);
  return wanted.some((one) => fold(one) === folded) ? 1 : 0;
}

function sizeShare(size: number | undefined, profile: CustomerProfile | undefined): number | undefined {
  const { employeesFrom, employeesTo } = profile ?? {};
  if (size === undefined || (employeesFrom === undefined && employeesTo === undefined)) return undefined;
  return size >= (employeesFrom ?? 0) && size <= (employeesTo ?? Number.POSITIVE_INFINITY) ? 1 : 0;
}

function seniorityByProfile(jobTitle: string | undefined, profile: CustomerProfile | undefined) {
  const isWanted = jobTitle && profile?.titles.some((title) => fold(jobTitle).includes(fold(title)));
  return isWanted ? 1 : seniorityOf(jobTitle);
}
