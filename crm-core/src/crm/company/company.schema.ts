import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { phoneNumber } from '../../entity/phone-number.ts';
import { companyKeys } from '../match-keys.ts';
import { ancestorsOf, rewriteAncestors } from './ancestors.ts';
import { domainName } from './domain-name.ts';

const domain = domainName();

/** An organisation the workspace deals with. */
export const Company = defineEntity({
  name: 'company',
  plural: 'companies',
  domain: 'crm',
  label: { one: 'company', many: 'companies' },
  aliases: ['organisation', 'organization', 'account', 'accounts', 'business'],
  hasCustomFields: true,
  talk: {
    owner: 'ownerId',
    columns: ['name', 'industry', 'employees', 'status', 'city', 'ownerId'],
    tellsApart: ['domain', 'city'],
    sort: 'name',
    touched: { field: 'lastContactedAt', by: ['call', 'email', 'meeting'] },
    inTimeline: true,
    nouns: {
      customer: { field: 'status', value: 'customer' },
      prospect: { field: 'status', value: 'prospect' },
      partner: { field: 'status', value: 'partner' },
    },
  },
  schema: z.object({
    name: z.string().trim().min(1).max(160).meta({ label: 'Name' }),
    domain: domain
      .optional()
      .meta({ label: 'Domain', aliases: ['website', 'site', 'web site'], format: 'url' }),
    /** Further domains, of a record that was merged into this one for instance. */
    otherDomains: z.array(domain).max(20).optional().meta({ label: 'Further domains', isAside: true }),
    otherPhones: z
      .array(phoneNumber())
      .max(20)
      .optional()
      .meta({ label: 'Further phones', format: 'phone', isAside: true }),
    industry: z
      .string()
      .trim()
      .max(120)
      .optional()
      .meta({ label: 'Industry', aliases: ['sector', 'field'] }),
    employees: z
      .number()
      .int()
      .min(0)
      .optional()
      .meta({ label: 'Employees', aliases: ['people', 'headcount', 'size', 'staff', 'employee count'] }),
    annualRevenueMinor: z
      .number()
      .int()
      .optional()
      .meta({ label: 'Annual revenue', aliases: ['revenue', 'turnover'], format: 'money' }),
    phone: phoneNumber()
      .optional()
      .meta({ label: 'Phone', aliases: ['phone number'], format: 'phone' }),
    city: z
      .string()
      .trim()
      .max(120)
      .optional()
      .meta({ label: 'City', aliases: ['town', 'location'] }),
    country: z.string().trim().max(80).optional().meta({ label: 'Country' }),
    status: z
      .enum(['prospect', 'customer', 'partner', 'former'])
      .default('prospect')
      .meta({ label: 'Status' }),
    ownerId: z
      .string()
      .optional()
      .meta({ label: 'Owner', ref: 'user', onDelete: 'keep', aliases: ['owner', 'rep', 'account manager'] }),
    parentId: z
      .string()
      .optional()
      .meta({
        label: 'Parent company',
        ref: 'company',
        onDelete: 'clear',
        aliases: ['parent', 'holding', 'belongs to'],
      }),
    /** Who stands above, the parent first. */
    ancestors: z.array(z.string()).max(20).default([]).meta({ readOnly: true, hidden: true }),
    tags: z
      .array(z.string().trim().min(1).max(60))
      .max(50)
      .optional()
      .meta({ label: 'Tags', aliases: ['tag'] }),
    lastContactedAt: z
      .date()
      .optional()
      .meta({ label: 'Last contacted', aliases: ['last contact'] }),
    notes: z
      .string()
      .max(20_000)
      .optional()
      .meta({ label: 'Notes', aliases: ['note'], format: 'longtext' }),
  }),
  titleOf: (company) => company.name,
  search: ['name', 'domain', 'phone', 'otherDomains', 'otherPhones', 'tags'],
  matchKeys: companyKeys,
  unique: [['domain']],
  indexes: [['name'], ['ownerId'], ['industry'], ['status'], ['parentId'], ['ancestors']],
  oneAtATime: ['parentId'],
  follow: rewriteAncestors,
  async prepare(next, context) {
    const isMoved = (next.parentId ?? undefined) !== (context.before?.parentId ?? undefined);
    return isMoved ? { ancestors: await ancestorsOf(next, context) } : {};
  },
});

export type CompanyRecord = RecordOf<typeof Company>;
