import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import type { ToolContext } from '../../../tool.ts';
import { anyRecord } from '../../../tools/any-record.ts';
import { AskBack } from '../../../tools/ask-back.ts';
import { candidates, resolveOne } from '../../../tools/resolve.ts';

/** Who gets a mail, and what of the CRM they stand for. */
export interface Recipient {
  address?: string | undefined;
  name?: string | undefined;
  contact?: ContactRecord | undefined;
  companyId?: string | undefined;
  dealId?: string | undefined;
}

const MOST_OPTIONS = 6;
const KINDS: ReadonlySet<string> = new Set([Contact.name, Company.name, Opportunity.name]);

/**
 * The person that a name means: a contact, or the contact of a company or deal.
 *
 * @throws AskBack when it may be several people, InvalidError when it is nobody
 */
export async function recipientCalled(
  context: ToolContext,
  name: string,
  argument: string,
): Promise<Recipient> {
  const wanted = name.trim();
  if (z.email().safeParse(wanted).success) return ofAddress(context, wanted);
  const mate = await teammateCalled(context, wanted);
  if (mate) return mate;
  const spoken = context.catalogue.spoken.filter((entity) => KINDS.has(entity.name));
  const isDeal = /\b(?:deal|opportunity)\b/i.test(wanted);
  const item = isDeal
    ? await dealCalled(context, wanted, argument)
    : await anyRecord(context, wanted, argument, spoken);
  if (!item)
    throw new InvalidError(
      `There is no contact or company called “${wanted}”. Say an address, or add them first.`,
    );
  if (item.entity === Contact.name)
    return ofContact(await context.crm.records(Contact).get(context.scope, item.id));
  if (item.entity === Company.name) return ofCompany(context, item.id, item.title, argument);
  return ofDeal(context, item.id, argument);
}

/** A teammate of that name, where no contact is called so as well. */
async function teammateCalled(context: ToolContext, name: string): Promise<Recipient | undefined> {
  const { team } = await context.crm.facts(context.scope.workspaceId);
  const wanted = name.toLowerCase();
  const isCalled = (full: string) => {
    const own = full.toLowerCase();
    return own === wanted || own.startsWith(`${wanted} `);
  };
  const [mate, ...others] = team.filter((one) => one.id === name || isCalled(one.name));
  if (!mate || others.length > 0) return undefined;
  const contacts = await candidates(context, Contact, name);
  return contacts.some((one) => isCalled(one.name)) ? undefined : { address: mate.email, name: mate.name };
}

function ofContact(contact: ContactRecord): Recipient {
  return {
    contact,
    name: contact.name,
    ...(contact.email && { address: contact.email }),
    ...(contact.companyId && { companyId: contact.companyId }),
  };
}

async function ofAddress({ crm, scope }: ToolContext, address: string): Promise<Recipient> {
  const contact = await crm.records(Contact).findOne(scope, { email: address.toLowerCase() });
  return contact ? { ...ofContact(contact), address } : { address };
}

async function dealCalled(context: ToolContext, name: string, argument: string) {
  const deal = await resolveOne(context, Opportunity, name.replace(/^the\s+/i, ''), argument);
  return { entity: Opportunity.name, id: deal.id, title: deal.title };
}

async function ofDeal(context: ToolContext, id: string, argument: string): Promise<Recipient> {
  const { crm, scope } = context;
  const deal = await crm.records(Opportunity).get(scope, id);
  const contact = deal.contactId
    ? (await crm.records(Contact).getMany(scope, [deal.contactId])).get(deal.contactId)
    : undefined;
  if (contact) return { ...ofContact(contact), dealId: id };
  if (!deal.companyId)
    throw new InvalidError(`${deal.title} has neither a contact nor a company to write to.`);
  return { ...(await ofCompany(context, deal.companyId, deal.title, argument)), dealId: id };
}

async function ofCompany(
  context: ToolContext,
  companyId: string,
  title: string,
  argument: string,
): Promise<Recipient> {
  const { crm, scope, focus } = context;
  const { records } = await crm.records(Contact).find(scope, {
    where: [
      { field: 'companyId', op: 'eq', value: companyId },
      { field: 'email', op: 'is_set' },
    ],
    sort: '-lastContactedAt',
    limit: MOST_OPTIONS,
  });
  const [only, ...others] = records;
  if (!only)
    throw new InvalidError(
      `I know nobody at ${title} with an e-mail address. Add a contact, or say an address.`,
    );
  const spokenOf = records.find(({ id }) => focus.some((item) => item.id === id));
  if (others.length === 0 || spokenOf) return ofContact(spokenOf ?? only);
  throw new AskBack({
    text: `Who at ${title} gets it?`,
    options: records.map(({ id, name, email, jobTitle }) => ({
      label: name,
      detail: [jobTitle, email].filter(Boolean).join(', '),
      value: id,
    })),
    argument,
  });
}
