import { Company, type CompanyRecord } from '../../crm/company/company.schema.ts';
import { Contact, type ContactRecord } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import type { Filter } from '../../entity/filter.schema.ts';
import type { Scope } from '../../entity/scope.ts';
import { systemScope } from '../../entity/scope.ts';
import type { EmailAccountRecord } from '../email-account/email-account.schema.ts';
import type { MailContent } from '../templates/mail-block.schema.ts';
import type { MailValues } from '../templates/mail-text.ts';
import { type RenderedMail, renderTemplate } from '../templates/render-template.ts';
import { mailValues } from '../templates/template-values.ts';
import type { Person } from './left-out.ts';

/** What is of no use in a mail, and large. */
const UNREAD = { search: 0, outbox: 0, notes: 0 } as const;

/** The contacts that a filter matches, whole, in the order of their ids: all of them, however many. */
export async function peopleWhere(crm: CrmCore, scope: Scope, filter: Filter): Promise<Person[]> {
  const query = await crm.records(Contact).query(scope, { ...filter, deleted: 'no' });
  const found = await crm.store
    .model(Contact)
    .find(query(false))
    .select(UNREAD)
    .sort({ _id: 1 })
    .lean<Array<Omit<ContactRecord, 'id'> & { _id: string }>>();
  return found.map(({ _id, ...values }) => ({ ...values, id: _id }) as Person);
}

/** The companies of these people, by their ids. */
export async function companiesOf(
  crm: CrmCore,
  workspaceId: string,
  people: readonly Person[],
): Promise<Map<string, CompanyRecord>> {
  const ids = new Set(people.flatMap(({ companyId }) => companyId ?? []));
  return crm.records(Company).getMany(systemScope(workspaceId), ids);
}

/** Writes the mails of a campaign. */
export async function mailsFor(
  crm: CrmCore,
  workspaceId: string,
  account: Pick<EmailAccountRecord, 'address' | 'displayName'> | undefined,
): Promise<
  (
    content: MailContent,
    person: Person,
    of: { company?: CompanyRecord | undefined; unsubscribe: string },
  ) => RenderedMail
> {
  const valuesOf = await mailValues(crm, workspaceId);
  const sender = account && { name: account.displayName ?? account.address, email: account.address };
  return (content, person, { company, unsubscribe }) =>
    renderTemplate(
      content,
      valuesOf({ contact: person as never, company, sender, unsubscribe }) as MailValues,
    );
}
