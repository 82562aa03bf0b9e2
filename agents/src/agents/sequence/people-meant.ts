import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { contactsOf } from '@clianta/crm-core/marketing/sequence/enroll-people';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import type { ToolContext } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { audienceInWords } from '../campaign/audience-in-words.ts';

/** People, as tools are told who is meant. */
export const peopleShape = {
  contact: oneOf(Contact).optional().describe('One person, by name'),
  company: oneOf(Company).optional().describe('Or all people of a company'),
  which: slot({ kind: 'records' }, z.string().max(300))
    .optional()
    .describe('Or many, in words: "leads of grade B", "contacts in Spain"'),
};
interface Said {
  contact?: string | undefined;
  company?: string | undefined;
  which?: string | undefined;
}

/** @throws InvalidError when nobody was named */
export async function peopleMeant(
  context: ToolContext,
  { contact, company, which }: Said,
): Promise<ContactRecord[]> {
  const { crm, scope } = context;
  if (contact) return [(await resolveOne(context, Contact, contact, 'contact')) as ContactRecord];
  const filter: Filter | undefined = company
    ? {
        where: [
          {
            field: 'companyId',
            op: 'eq',
            value: (await resolveOne(context, Company, company, 'company')).id,
          },
        ],
      }
    : which
      ? (await audienceInWords(context, which)).filter
      : undefined;
  if (!filter) throw new InvalidError('Say who: a name, a company, or what they have in common.');
  return contactsOf(crm, scope.workspaceId, await crm.records(Contact).ids(scope, filter));
}
