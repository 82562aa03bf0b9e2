import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { bulkChange } from '@clianta/crm-core/entity/bulk';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import {
  givenTo,
  type Routing,
  routeRecords,
} from '@clianta/crm-core/intelligence/routing-rule/route-records';
import { RoutingRule } from '@clianta/crm-core/intelligence/routing-rule/routing-rule.schema';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { bulkOptions, bulkResult } from '../../tools/bulk-result.ts';
import { oneOrMany } from '../../tools/change-inputs.ts';
import { chosen, matchingIds } from '../../tools/chosen-records.ts';
import { counted } from '../../tools/format.ts';
import { sampleOf } from '../../tools/present.ts';
import { stillTrue } from '../../tools/still-true.ts';
import { hasFilter, type ToolFilter } from '../../tools/translate.ts';

const SAMPLE = 5;

export const routeLeads = defineTool({
  name: 'route_leads',
  does: 'Sharing out leads',
  operation: 'transition',
  entity: 'contact',
  description:
    'Shares contacts that nobody looks after out to teammates by the routing rules; always proposed first.',
  input: z.strictObject(oneOrMany(Contact)),
  effect: 'ask',
  async propose(given, context): Promise<Proposal | undefined> {
    const filter = await ownerless(context, given as Record<string, unknown>);
    const ids = await matchingIds(context, Contact, filter);
    const routing = await routeRecords(context.crm, context.scope.workspaceId, 'contact', ids, {
      isTrial: true,
    });
    const routed = [...routing.given.keys()];
    if (routed.length === 0) return undefined;
    const records = await context.crm.records(Contact).getMany(context.scope, routed.slice(0, SAMPLE));
    const sample = [...records.values()].map(({ id, name }) => ({ id, title: name }));
    return {
      title: `Share out ${counted(routed.length, Contact.label)} by the routing rules`,
      preview: {
        count: routed.length,
        sample: await sampleOf(context, Contact, sample),
        changes: [...(await sharesOf(context, routing)), ...leftInWords(routing)],
      },
      recordIds: routed,
    };
  },
  async run(given, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const filter = await ownerless(context, given as Record<string, unknown>);
    if (!context.approvedIds) return nobody(context, await matchingIds(context, Contact, filter));
    const { ids, leftOut } = await stillTrue(context, Contact, filter);
    const routing = await routeRecords(crm, scope.workspaceId, 'contact', ids, { isTrial: false });
    const result = await bulkChange(
      crm.records(Contact),
      scope,
      { where: [{ field: 'id', op: 'in', value: ids }] },
      {
        kind: 'updateEach',
        patchOf: ({ id, ownerId }) => {
          const owner = routing.given.get(id);
          return owner && !ownerId ? givenTo('contact', owner.userId, crm.now()) : {};
        },
      },
      bulkOptions(context, Contact, 'Shared out'),
    );
    return bulkResult(context, Contact, result, 'updated', 'Shared out', leftOut);
  },
});

/** Of whom it is asked; whoever has an owner keeps it. */
async function ownerless(context: ToolContext, args: Record<string, unknown>): Promise<Filter> {
  const isAsked = typeof args.contact === 'string' || hasFilter(args as ToolFilter) || args.all === true;
  const { filter } = await chosen(context, Contact, 'contact', isAsked ? args : { all: true });
  return { ...filter, where: [...(filter.where ?? []), { field: 'ownerId', op: 'is_empty' }] };
}

async function sharesOf({ crm, scope }: ToolContext, { given }: Routing) {
  const { team } = await crm.facts(scope.workspaceId);
  const shares = new Map<string, number>();
  for (const { userId } of given.values()) shares.set(userId, (shares.get(userId) ?? 0) + 1);
  return [...shares]
    .toSorted(([, a], [, b]) => b - a)
    .map(([userId, count]) => ({
      label: team.find(({ id }) => id === userId)?.name ?? 'Somebody',
      to: counted(count, Contact.label),
    }));
}

const leftInWords = ({ left }: Routing) =>
  left.length > 0
    ? [{ label: 'Nobody', to: `${counted(left.length, Contact.label)}: no rule fits, or enough for today` }]
    : [];

async function nobody({ crm, scope }: ToolContext, ids: readonly string[]): Promise<ToolResult> {
  const rules = await crm.records(RoutingRule).count(scope, {
    where: [{ field: 'entity', op: 'ne', value: 'ticket' }],
  });
  const none =
    ids.length === 0 ? 'There is no such contact without an owner, so there is nobody to share out.' : '';
  const why =
    rules === 0
      ? 'There are no routing rules yet. An admin makes them under Settings, Lead scoring; or say who gets them: “give the leads without an owner to Lena”.'
      : `No routing rule fits ${counted(ids.length, Contact.label)} without an owner, or whoever they name has had enough today.`;
  return { text: none || why, isAnswer: true };
}
