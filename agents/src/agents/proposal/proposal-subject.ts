import type { FocusItem } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ToolContext } from '../../tool.ts';
import { anyRecord } from '../../tools/any-record.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { sampleOf } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';

/** The deal that a proposal is of, and for whom. */
export interface Subject {
  deal: OpportunityRecord;
  contactId?: string;
  /** It was made for the proposal. */
  isNew: boolean;
}

const MOST_OPTIONS = 6;
/** Kinds of record that something is offered to. */
const FIELD = new Map([
  [Company.name, 'companyId'],
  [Contact.name, 'contactId'],
]);

/**
 * The deal that was meant, by its own name or by that of its customer; one is made for a customer that has no open deal.
 *
 * @throws AskBack when several are open, InvalidError for what nothing can be offered to
 */
export async function subjectCalled(context: ToolContext, name: string | undefined): Promise<Subject> {
  const item = name === undefined ? spokenOf(context) : await named(context, name);
  if (!item)
    throw new InvalidError(
      name === undefined
        ? 'For whom is the proposal? Say “a proposal for Acme, 40 seats at 30”.'
        : `There is no deal, company or contact called “${name}”. Create it first, then the proposal.`,
    );
  if (item.entity === Opportunity.name)
    return { deal: await context.crm.records(Opportunity).get(context.scope, item.id), isNew: false };
  return ofCustomer(context, item, name ?? item.title);
}

const isOfferedTo = ({ entity }: { entity: string }) => entity === Opportunity.name || FIELD.has(entity);

const spokenOf = ({ focus }: ToolContext): FocusItem | undefined => focus.find(isOfferedTo);

async function named(context: ToolContext, name: string): Promise<FocusItem | undefined> {
  // "the Acme deal" is a deal, whatever else is called so
  if (/\b(?:deal|opportunity)\b/i.test(name)) {
    const deal = await resolveOne(context, Opportunity, name.replace(/^the\s+/i, ''), 'deal');
    return { entity: Opportunity.name, id: deal.id, title: deal.title };
  }
  const spoken = context.catalogue.spoken.filter(({ name: kind }) => isOfferedTo({ entity: kind }));
  return anyRecord(context, name, 'deal', spoken);
}

async function ofCustomer(
  context: ToolContext,
  { entity, id, title }: FocusItem,
  name: string,
): Promise<Subject> {
  const { crm, scope } = context;
  const contact = entity === Contact.name ? await crm.records(Contact).get(scope, id) : undefined;
  const contactId = contact && { contactId: contact.id };
  const deals = await openDeals(context, FIELD.get(entity) ?? '', id);
  const ofCompany =
    deals.length === 0 && contact?.companyId ? await openDeals(context, 'companyId', contact.companyId) : [];
  const [deal, ...others] = deals.length > 0 ? deals : ofCompany;
  if (deal && others.length === 0) return { deal, ...contactId, isNew: false };
  if (deal) throw await whichDeal(context, [deal, ...others], name);
  const companyId = entity === Company.name ? id : contact?.companyId;
  const made = await crm.records(Opportunity).create(scope, {
    title: `${title} deal`,
    ...(companyId && { companyId }),
    ...contactId,
    ownerId: scope.actor.id,
  });
  return { deal: made, ...contactId, isNew: true };
}

async function openDeals(
  { crm, scope }: ToolContext,
  field: string,
  id: string,
): Promise<OpportunityRecord[]> {
  const where = [
    { field, op: 'eq' as const, value: id },
    { field: 'status', op: 'eq' as const, value: 'open' },
  ];
  return (await crm.records(Opportunity).find(scope, { where, limit: 20 })).records;
}

async function whichDeal(
  context: ToolContext,
  deals: readonly OpportunityRecord[],
  name: string,
): Promise<AskBack> {
  const offered = deals.slice(0, MOST_OPTIONS);
  const sample = await sampleOf(
    context,
    Opportunity,
    offered.map(({ id, title }) => ({ id, title })),
  );
  return new AskBack({
    text: `Several deals of ${name} are open. Which one is the proposal for?`,
    options: offered.map(({ id, title }, at) => ({
      label: title,
      ...(sample[at]?.detail && { detail: sample[at].detail }),
      value: id,
    })),
    argument: 'deal',
  });
}
