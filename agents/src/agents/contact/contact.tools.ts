import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { fold } from '@clianta/crm-core/entity/search-text';
import { ConflictError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { deleteTool, updateTool } from '../../tools/change-tools.ts';
import { companyByName } from '../../tools/company-by-name.ts';
import { createdResult, wasMadeNow } from '../../tools/create-tool.ts';
import { createShape } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { formatDate, listed } from '../../tools/format.ts';
import { getTool } from '../../tools/get-tool.ts';
import { recordCard } from '../../tools/present.ts';
import { searchTool } from '../../tools/search-tool.ts';
import { storedValues } from '../../tools/translate.ts';

const entity = Contact;

export const searchContacts = searchTool(
  entity,
  'Lists or counts people by any of their fields, company, owner, or when they were last contacted.',
);

export const getContact = getTool(
  entity,
  'Shows one person with their deals and the newest entries of their timeline.',
  {
    async more(context, record) {
      const contact = record as unknown as ContactRecord;
      const where = [{ field: 'contactId', op: 'eq' as const, value: contact.id }];
      const [deals, timeline] = await Promise.all([
        context.crm.records(Opportunity).find(context.scope, { where, limit: 5 }),
        context.crm.records(Activity).find(context.scope, { where, sort: '-at', limit: 5 }),
      ]);
      const parts = [`Here is **${contact.name}**.`];
      if (deals.records.length > 0) parts.push(`Deals: ${listed(deals.records.map((deal) => deal.title))}.`);
      if (timeline.records.length > 0) {
        parts.push('', 'Latest:');
        for (const entry of timeline.records)
          parts.push(`- ${formatDate(entry.at, context)}: ${entry.subject}`);
      }
      return { text: parts.join('\n'), facts: { timeline: timeline.records.map((entry) => entry.subject) } };
    },
  },
);

type NewContact = Record<string, unknown> & { name: string; email?: string; company?: string };

export const createContact = defineTool({
  name: 'create_contact',
  does: 'Adding a contact',
  operation: 'create',
  entity: 'contact',
  description: 'Adds a person. A company that does not exist yet is created and linked.',
  input: z.strictObject(createShape(Contact)),
  effect: 'write',
  async propose(args, context): Promise<Proposal | undefined> {
    const namesakes = await namesakesOf(context, args as NewContact);
    const [first] = namesakes;
    if (!first) return undefined;
    const told = first.email ? ` (${first.email})` : '';
    const beside =
      namesakes.length === 1 ? `the one who is there${told}` : `the ${namesakes.length} who are there`;
    return {
      title: `Add another ${first.name} beside ${beside}`,
      preview: {
        count: 1,
        sample: namesakes.map(({ name, email, jobTitle }) => ({
          title: name,
          detail: [jobTitle, email, 'is there already'].filter(Boolean).join(', '),
        })),
        changes: [],
      },
      recordIds: namesakes.map(({ id }) => id),
    };
  },
  async run(args, context): Promise<ToolResult> {
    const { company: companyName, owner = 'me', ...given } = args as NewContact;
    const service = context.crm.records(Contact);
    const same = await existingContact(context, args as NewContact);
    if (same && !context.approvedIds?.includes(same.id) && !(await wasMadeNow(context, same.id)))
      return alreadyThere(context, same);
    const company = companyName ? await companyByName(context, String(companyName), given.email) : undefined;
    const values = await storedValues(context, entity, { ...given, owner });
    try {
      const record = await service.create(context.scope, {
        ...(values as { name: string }),
        ...(company && { companyId: company.record.id }),
      });
      const at = company ? ` at **${company.record.name}**` : '';
      const fresh = company?.isNew ? ` I also created the company ${company.record.name}.` : '';
      const result = await createdResult(
        context,
        entity,
        record,
        `Added **${record.name}**${at}.${fresh}`,
        company?.isNew ? [{ entity: 'company', id: company.record.id, change: 'created' }] : [],
      );
      if (company) result.focus?.push(focusOf(Company, company.record));
      return result;
    } catch (error) {
      if (!(error instanceof ConflictError) || !error.existingId) throw error;
      return alreadyThere(context, await service.get(context.scope, error.existingId));
    }
  },
});

/** A person of the same e-mail, or of the very same name when no e-mail is given. */
async function existingContact(context: ToolContext, given: NewContact) {
  const email = given.email?.toLowerCase();
  if (!email) return (await sameName(context, given))[0];
  return context.crm.records(Contact).findOne(context.scope, { $or: [{ email }, { otherEmails: email }] });
}

async function sameName({ crm, scope }: ToolContext, { name }: NewContact): Promise<ContactRecord[]> {
  const { records } = await crm.records(Contact).find(scope, { search: name, limit: 20 });
  return records.filter((record) => fold(record.name) === fold(name));
}

/** Who has the name of somebody new and may be somebody else: nothing but the name says that it is them. */
async function namesakesOf(context: ToolContext, given: NewContact): Promise<ContactRecord[]> {
  if (given.email) return [];
  const namesakes = await sameName(context, given);
  const companies = await context.crm.records(Company).getMany(
    context.scope,
    namesakes.flatMap(({ companyId }) => companyId ?? []),
  );
  const { company } = given;
  const isOfCompany = ({ companyId = '' }: ContactRecord) =>
    company === companyId ||
    (company !== undefined && fold(companies.get(companyId)?.name ?? '') === fold(company));
  const areNew = await Promise.all(namesakes.map(({ id }) => wasMadeNow(context, id)));
  return namesakes.some(isOfCompany) || areNew.some(Boolean) ? [] : namesakes;
}

async function alreadyThere(context: ToolContext, contact: ContactRecord): Promise<ToolResult> {
  const by = contact.email ? ` (${contact.email})` : '';
  return {
    text: `**${contact.name}**${by} is already in your contacts, so I added nothing. Shall I update the record? Tell me what to change, for example “change the phone number to …”.`,
    cards: [await recordCard(context, entity, contact, { badge: 'Already there' })],
    focus: [focusOf(entity, contact)],
    suggestions: [`Show me ${contact.name}`, `Change ${contact.name}'s job title to …`],
    isAnswer: true,
  };
}

export const updateContacts = updateTool(
  entity,
  'Changes fields of one person, or of all that match a filter (more than one need approval).',
);

export const deleteContacts = deleteTool(
  entity,
  'Moves one person, or all that match a filter, to the trash.',
);
