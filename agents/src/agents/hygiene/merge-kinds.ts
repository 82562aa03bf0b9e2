import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { oneOf } from '../../tools/fields.ts';

const entity = (one: unknown) => one as Entity;

/** The kinds of records whose data is looked at, as people call many of them. */
export const AUDITED: Readonly<Record<string, Entity>> = {
  contacts: entity(Contact),
  companies: entity(Company),
  deals: entity(Opportunity),
};
/** Those that are compared and merged. */
const MERGED = ['contacts', 'companies'] as const;

export const ofAudited = z
  .enum(Object.keys(AUDITED) as [string, ...string[]])
  .optional()
  .describe('Which kind of records; default all, or contacts');
export const ofMerged = z.enum(MERGED).optional().describe('Which kind of records; default contacts');
export const ownedBy = slot({ kind: 'teammate' }, z.string())
  .optional()
  .describe('Only those of this teammate: a name, or "me"');

/** Whom a merge or a pair is about: two by name, or one whose double is meant; nobody: those that were just shown. */
export const pairShape = {
  contact: oneOf(Contact).optional(),
  otherContact: oneOf(Contact).optional(),
  company: oneOf(Company).optional(),
  otherCompany: oneOf(Company).optional(),
};

export interface PairArgs {
  contact?: string | undefined;
  otherContact?: string | undefined;
  company?: string | undefined;
  otherCompany?: string | undefined;
  of?: string | undefined;
  ids?: readonly string[] | undefined;
}

/** Which of two stays. */
export const KEPT = ['first', 'second', 'older', 'newer', 'fuller'] as const;

/** What a merge is told besides. */
export const mergeShape = {
  ...pairShape,
  others: z.array(z.string()).max(10).optional().describe('Further ones by name or id'),
  ids: z.array(z.string()).min(2).max(10).optional().describe('With `of`: the records by their ids'),
  of: ofMerged,
  keep: z.enum(KEPT).optional().describe('Which one stays; default the fuller one. "second": the other one'),
  field: slot({ kind: 'field', entity: 'contact' }, z.string())
    .optional()
    .describe('With `take`: a field whose value comes from the first or second'),
  take: z.enum(['first', 'second']).optional(),
  choices: z
    .record(z.string(), z.string())
    .optional()
    .describe('By field: "first", "second" or the id of the record whose value is kept'),
};
