import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { bulkChange } from '@clianta/crm-core/entity/bulk';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { operation } from '@clianta/crm-core/entity/scope';
import { LeadRecycling } from '@clianta/crm-core/intelligence/lead-recycling/lead-recycling.schema';
import { recyclableLeads } from '@clianta/crm-core/intelligence/scoring/recycling';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { bulkOptions, bulkResult } from '../../tools/bulk-result.ts';
import { oneOrMany } from '../../tools/change-inputs.ts';
import { chosen } from '../../tools/chosen-records.ts';
import { counted, formatDate } from '../../tools/format.ts';
import { stillTrue } from '../../tools/still-true.ts';
import { hasFilter, type ToolFilter } from '../../tools/translate.ts';

const SAMPLE = 5;

export const recycleLeads = defineTool({
  name: 'recycle_leads',
  does: 'Taking up leads again',
  operation: 'transition',
  entity: 'contact',
  description:
    'Takes up again leads that were lost or unqualified for more than 90 days and were active in the last 30; always proposed first.',
  input: z.strictObject(oneOrMany(Contact)),
  effect: 'ask',
  async propose(given, context): Promise<Proposal | undefined> {
    const leads = await recyclableLeads(
      context.crm,
      context.scope,
      await asked(context, given as Record<string, unknown>),
    );
    if (leads.length === 0) return undefined;
    return {
      title: `Take up ${counted(leads.length, Contact.label)} again`,
      preview: {
        count: leads.length,
        sample: leads.slice(0, SAMPLE).map(({ contact, activeAt }) => ({
          title: contact.name,
          detail: `${contact.status}, active on ${formatDate(activeAt, context)}`,
        })),
        changes: [
          { label: 'Status', to: 'new' },
          { label: 'Lifecycle stage', to: 'lead' },
        ],
      },
      recordIds: leads.map(({ contact }) => contact.id),
    };
  },
  async run(given, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const filter = await asked(context, given as Record<string, unknown>);
    if (!context.approvedIds)
      return {
        text: 'There is nobody to take up again: I look for leads that were lost or unqualified for more than 90 days, were active in the last 30, have not withdrawn their consent and were taken up at most once this year.',
        isAnswer: true,
      };
    const { ids, leftOut } = await stillTrue(context, Contact, undefined);
    const own: Filter = { where: [{ field: 'id', op: 'in', value: ids }] };
    const leads = await recyclableLeads(crm, scope, { ...filter, ...own });
    const result = await bulkChange(
      crm.records(Contact),
      scope,
      own,
      { kind: 'update', patch: { status: 'new', lifecycleStage: 'lead' } },
      bulkOptions(context, Contact, 'Took up'),
    );
    for (const { contact, cycle, activeAt } of leads.filter(({ contact: { id } }) =>
      result.changed.includes(id),
    ))
      await keepCycle(context, contact.id, cycle, `Active on ${formatDate(activeAt, context)}`);
    return bulkResult(context, Contact, result, 'updated', 'Took up', leftOut);
  },
});

async function asked(context: ToolContext, args: Record<string, unknown>): Promise<Filter> {
  const isAsked = typeof args.contact === 'string' || hasFilter(args as ToolFilter) || args.all === true;
  return (await chosen(context, Contact, 'contact', isAsked ? args : { all: true })).filter;
}

/** A proposal of the clock is accepted by it; else it is a cycle of its own. */
async function keepCycle(
  { crm, scope, now }: ToolContext,
  contactId: string,
  cycle: number,
  reason: string,
): Promise<void> {
  const own = {
    ...scope,
    ...(scope.operation && { operation: operation(`${scope.operation.id}.cycle.${contactId}`) }),
  };
  const cycles = crm.records(LeadRecycling);
  const proposed = await cycles.findOne(scope, { contactId, status: 'proposed' });
  if (proposed) await cycles.update(own, proposed.id, { status: 'accepted', cycle, at: now });
  else await cycles.create(own, { contactId, cycle, reason, at: now });
}
