import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  apolloAccount,
  creditsLeft,
  type Enriched,
  enrichContacts as enrichByApollo,
} from '@clianta/crm-core/integrations/apollo/enrich-contacts';
import { enrichable } from '@clianta/crm-core/integrations/apollo/enrichable';
import { contactsOf } from '@clianta/crm-core/marketing/sequence/enroll-people';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import { recordCard, sampleOf } from '../../tools/present.ts';
import { peopleMeant, peopleShape } from '../sequence/people-meant.ts';

const SAMPLE = 5;
const FIELDS = { one: 'field', many: 'fields' };
const CREDITS = { one: 'credit', many: 'credits' };

const input = z.strictObject(peopleShape);

export const enrichContacts = defineTool({
  name: 'enrich_contacts',
  does: 'Filling in what is known',
  operation: 'other',
  description:
    "Fills what is missing of one person, or of many: by Apollo where it is connected (costs credits, many are proposed first), else from what the workspace knows by the e-mail's domain.",
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    const { crm, scope } = context;
    const contacts = await whoIsMeant(context, args);
    if (contacts.length <= 1) return undefined;
    await requireApollo(context);
    const left = await creditsLeft(crm, scope.workspaceId);
    const { people, leftOut } = await enrichable(crm, scope.workspaceId, contacts);
    const chosen = people.slice(0, left);
    const reasons = leftOut.slice(0, SAMPLE).map(({ contact, why }) => `${contact.name} ${why}`);
    if (chosen.length === 0)
      throw new InvalidError(
        left === 0
          ? 'No credits are left at Apollo this month. It goes on next month by itself, or an admin raises the limit.'
          : `Nobody is left to look up: ${reasons.join('; ')}.`,
      );
    const best = chosen.length < people.length ? `the best ${chosen.length} of ` : '';
    return {
      title: `Look up ${best}${counted(people.length, Contact.label)}`,
      preview: {
        count: chosen.length,
        sample: await sampleOf(
          context,
          Contact as never,
          chosen.slice(0, SAMPLE).map(({ contact: { id, name } }) => ({ id, title: name })),
        ),
        changes: [
          { label: 'Found here', to: counted(people.length, Contact.label) },
          { label: 'Needed at most', to: counted(chosen.length, CREDITS) },
          { label: 'Left this month', to: counted(left, CREDITS) },
          ...(reasons.length > 0
            ? [{ label: 'Left out', to: `${leftOut.length}: ${reasons.join('; ')}` }]
            : []),
          { label: 'Goes to Apollo', to: 'Name, e-mail address and company' },
        ],
      },
      recordIds: chosen.map(({ contact }) => contact.id),
    };
  },
  async run(args, context): Promise<ToolResult> {
    const { crm, scope, approvedIds } = context;
    const contacts = approvedIds
      ? await contactsOf(crm, scope.workspaceId, approvedIds)
      : await whoIsMeant(context, args);
    const [only] = contacts;
    if (!only) throw new InvalidError('There is nobody like that.');
    if (contacts.length > 1 && !approvedIds) throw new InvalidError('Looking up many needs an approval.');
    const account = await apolloAccount(crm, scope.workspaceId);
    if (!account) return fromWorkspace(context, only);
    return told(context, contacts, await enrichByApollo(crm, scope, contacts));
  },
});

/** Nobody named: whoever was spoken of last. */
function whoIsMeant(context: ToolContext, said: z.output<typeof input>): Promise<ContactRecord[]> {
  const { contact, company, which } = said;
  const last = context.focus.find(({ entity }) => entity === Contact.name);
  return peopleMeant(context, contact || company || which || !last ? said : { contact: last.id });
}

async function requireApollo({ crm, scope }: ToolContext): Promise<void> {
  if (await apolloAccount(crm, scope.workspaceId)) return;
  throw new InvalidError(
    'To look up many people Apollo is to be connected: an admin does it under Settings, Integrations. One at a time I fill in what the workspace knows.',
  );
}

async function told(
  context: ToolContext,
  contacts: readonly ContactRecord[],
  { filled, differences, notFound, leftOut, remaining, stopped, credits }: Enriched,
): Promise<ToolResult> {
  const [only] = contacts;
  const done = filled.slice(0, SAMPLE).map(({ name, fields }) => `**${name}** (${fields.length})`);
  const parts = [
    filled.length > 0
      ? `Filled in by Apollo: ${listed(done)}${filled.length > SAMPLE ? ` and ${filled.length - SAMPLE} more` : ''}.`
      : `Apollo has filled in nothing${only && contacts.length === 1 ? ` of **${only.name}**` : ''}.`,
  ];
  if (notFound.length > 0)
    parts.push(
      `Not known there: ${listed(notFound.slice(0, SAMPLE))}${notFound.length > SAMPLE ? ` and ${notFound.length - SAMPLE} more` : ''}.`,
    );
  if (leftOut.length > 0)
    parts.push(
      `Left out: ${leftOut
        .slice(0, SAMPLE)
        .map(({ name, why }) => `${name} ${why}`)
        .join('; ')}.`,
    );
  for (const { name, field, ours, theirs } of differences.slice(0, SAMPLE))
    parts.push(
      `Apollo says otherwise of ${name}: ${labelOf(field)} is “${theirs}”, here “${ours}”. I left it.`,
    );
  parts.push(`That took ${counted(credits, CREDITS)}.`);
  if (stopped) parts.push(`${stopped} ${counted(remaining, Contact.label)} not looked up.`);
  const one = filled.length === 1 ? filled[0] : undefined;
  const record = one && (await context.crm.records(Contact).get(context.scope, one.id));
  const [difference] = differences;
  return {
    text: parts.join(' '),
    ...(one &&
      record && {
        cards: [
          await recordCard(context, Contact, record, {
            badge: 'Enriched',
            changed: one.fields,
            ...undoable(context),
          }),
        ],
      }),
    changes: filled.map(({ id }) => ({ entity: Contact.name, id, change: 'updated' as const })),
    focus: contacts.slice(0, 3).map((contact) => focusOf(Contact, contact)),
    ...(difference && {
      suggestions: [
        `Change the ${labelOf(difference.field).toLowerCase()} of ${difference.name} to ${difference.theirs}`,
      ],
    }),
    ...(stopped && { outcome: 'partly' as const }),
    isOutside: 'Apollo',
    isAnswer: true,
  };
}

const labelOf = (name: string) => Contact.fields.find((field) => field.name === name)?.label ?? name;

/** What the workspace itself knows: the company of the e-mail's domain, and where it is. */
async function fromWorkspace(context: ToolContext, contact: ContactRecord): Promise<ToolResult> {
  const { crm, scope } = context;
  const patch: Record<string, unknown> = {};
  const domain = contact.email?.split('@')[1];
  const company = contact.companyId
    ? await crm.records(Company).get(scope, contact.companyId)
    : domain
      ? await crm.records(Company).findOne(scope, { domain })
      : undefined;
  if (company && !contact.companyId) patch.companyId = company.id;
  if (company?.city && !contact.city) patch.city = company.city;
  if (company?.country && !contact.country) patch.country = company.country;
  if (Object.keys(patch).length === 0)
    return {
      text: `I know nothing about **${contact.name}** that is not on the record already.`,
      focus: [focusOf(Contact, contact)],
      isAnswer: true,
    };
  const after = await crm.records(Contact).update(scope, contact.id, patch);
  return {
    text: `Filled in ${counted(Object.keys(patch).length, FIELDS)} of **${contact.name}** from ${company?.name}.`,
    cards: [
      await recordCard(context, Contact, after, {
        badge: 'Enriched',
        changed: Object.keys(patch),
        ...undoable(context),
      }),
    ],
    changes: [{ entity: 'contact', id: contact.id, change: 'updated' }],
    focus: [focusOf(Contact, after)],
    isAnswer: true,
  };
}
