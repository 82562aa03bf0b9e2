import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { bulkChange, dryRun } from '@clianta/crm-core/entity/bulk';
import type { Condition, Filter } from '@clianta/crm-core/entity/filter.schema';
import { CliantaError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type Proposal, type Tool, type ToolContext, type ToolResult } from '../../tool.ts';
import type { AskBack } from '../../tools/ask-back.ts';
import { bulkOptions, bulkResult } from '../../tools/bulk-result.ts';
import { oneOrMany } from '../../tools/change-inputs.ts';
import { toChange } from '../../tools/change-tools.ts';
import { chosen, matchingIds } from '../../tools/chosen-records.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { describeChanges, recordCard, sampleOf } from '../../tools/present.ts';
import { fieldNamed, hasFilter, type ToolFilter } from '../../tools/translate.ts';
import type { LossPatch } from './loss-reason.ts';

const entity = Opportunity;
const KEY = 'deal';

/** What a transition sets on a deal. */
type DealPatch = Partial<Pick<OpportunityRecord, 'stageId' | 'status'>> & LossPatch;

/** Deals brought from one state to another, as one call asks for it. */
interface Transition {
  /** "Moved". */
  done: string;
  /** Empty when the deal is so already. @throws InvalidError when it cannot be */
  patchOf(deal: OpportunityRecord): DealPatch;
  /** Whether the deal is open afterwards. */
  isOpen(deal: OpportunityRecord): boolean;
  /** What has to be known first; of several deals none is given. */
  ask?(deal: OpportunityRecord | undefined, what: string): Promise<AskBack | undefined>;
  /** "Move 3 deals to Proposal". */
  title(what: string): string;
  /** What is set on all of them, for an approval. */
  changes: Array<{ label: string; to: string }>;
  /** What is said of one deal. */
  said(before: OpportunityRecord): string;
  /** Why there was nothing to do. */
  already(deal: OpportunityRecord): string;
}

interface TransitionToolOptions<S extends z.ZodRawShape> {
  name: string;
  does: string;
  description: string;
  shape: S;
  /** Fields that a card shows as changed. */
  shows: readonly string[];
  read(args: z.output<z.ZodObject<S>>, context: ToolContext): Promise<Transition>;
}

/**
 * Brings one deal, or all that match a filter, into another state. Of a filter those that are open are meant unless it
 * says otherwise; more than one are proposed first, and so is what opens a deal again that was won or lost.
 */
export function transitionTool<S extends z.ZodRawShape>(options: TransitionToolOptions<S>): Tool {
  const own = z.object(options.shape);
  const input: z.ZodObject = z.strictObject({ ...oneOrMany(entity), ...options.shape });
  return defineTool({
    name: options.name,
    does: options.does,
    operation: 'transition',
    entity: entity.name,
    description: options.description,
    input,
    effect: 'ask',
    async propose(raw, context): Promise<Proposal | undefined> {
      const args = meantOpen(raw);
      const transition = await options.read(own.parse(raw), context);
      const { filter, one } = await chosen(context, entity, KEY, args);
      if (one) await askFirst(transition, one as OpportunityRecord);
      if (one && !context.mustPropose) return reopening(context, transition, one as OpportunityRecord);
      const { count, sample } = await dryRun(context.crm.records(entity), context.scope, filter);
      if (!one && count > 0) await askFirst(transition, undefined, counted(count, entity.label));
      if (count <= 1 && !context.mustPropose) {
        const [only] = await context.crm.records(entity).getMany(
          context.scope,
          sample.map(({ id }) => id),
        );
        return only && reopening(context, transition, only[1]);
      }
      return {
        title: transition.title(counted(count, entity.label)),
        preview: {
          count,
          sample: await sampleOf(context, entity, sample),
          changes: [...transition.changes, ...(await openedAgain(context, transition, filter))],
        },
        recordIds: await matchingIds(context, entity, filter),
      };
    },
    async run(raw, context): Promise<ToolResult> {
      const args = meantOpen(raw);
      const transition = await options.read(own.parse(raw), context);
      const { filter, one, leftOut } = await toChange(context, entity, KEY, args);
      if (one) return changeOne(context, transition, one as OpportunityRecord, options.shows);
      const result = await bulkChange(
        context.crm.records(Opportunity),
        context.scope,
        filter,
        { kind: 'updateEach', patchOf: (deal) => transition.patchOf(deal) },
        bulkOptions(context, entity, transition.done),
      );
      return bulkResult(context, entity, result, 'updated', transition.done, leftOut);
    },
  });
}

/** @throws AskBack when something has to be known before anything is done */
async function askFirst(
  { ask }: Transition,
  deal: OpportunityRecord | undefined,
  what = `**${deal?.title}**`,
): Promise<void> {
  const question = await ask?.(deal, what);
  if (question) throw question;
}

/** Deals that are chosen by what they have in common are open ones, unless their status or stage was spoken of. */
function meantOpen(args: Record<string, unknown>): Record<string, unknown> {
  const filter = args as ToolFilter;
  // without a filter nothing is meant, not everything
  if ((typeof args[KEY] === 'string' && args[KEY] !== '') || !(hasFilter(filter) || args.all === true))
    return args;
  const { where = [], anyOf = [] } = filter;
  const spokenOf = [...where, ...anyOf.flat()].map(({ field }) => fieldNamed(entity, field)?.name ?? field);
  if (
    spokenOf.some((field) => /^(status|stageId|closedAt|lossReason|lossReasonKey|lostToId|id)$/.test(field))
  )
    return args;
  const open: Condition = { field: 'status', op: 'eq', value: 'open' };
  return { ...args, where: [...where, open] };
}

/** What was won or lost is not opened again, nor turned into its contrary, by a slip of the tongue. */
async function reopening(
  context: ToolContext,
  transition: Transition,
  deal: OpportunityRecord,
): Promise<Proposal | undefined> {
  const patch = transition.patchOf(deal);
  if (deal.status === 'open' || Object.keys(patch).length === 0) return undefined;
  return {
    title: transition.isOpen(deal)
      ? `Open ${deal.title} again, which was ${deal.status}`
      : `${transition.title(deal.title)}, which was ${deal.status}`,
    preview: {
      count: 1,
      sample: await sampleOf(context, entity, [{ id: deal.id, title: deal.title }]),
      changes: await describeChanges(context, entity, patch, { ...deal }),
    },
    recordIds: [deal.id],
  };
}

/** How many of them were won or lost and would be open again. */
async function openedAgain(
  { crm, scope }: ToolContext,
  transition: Transition,
  filter: Filter,
): Promise<Transition['changes']> {
  const { records } = await crm.records(Opportunity).find(scope, {
    ...filter,
    where: [...(filter.where ?? []), { field: 'status', op: 'ne', value: 'open' }],
    limit: 500,
  });
  const count = records.filter((deal) => canBeOpen(transition, deal)).length;
  return count > 0 ? [{ label: 'Open again', to: counted(count, entity.label) }] : [];
}

/** What cannot be moved at all is told when it is tried. */
function canBeOpen(transition: Transition, deal: OpportunityRecord): boolean {
  try {
    return transition.isOpen(deal);
  } catch (error) {
    if (error instanceof CliantaError) return false;
    throw error;
  }
}

async function changeOne(
  context: ToolContext,
  transition: Transition,
  deal: OpportunityRecord,
  shows: readonly string[],
): Promise<ToolResult> {
  const patch = transition.patchOf(deal);
  if (Object.keys(patch).length === 0)
    return { text: transition.already(deal), focus: [focusOf(entity, deal)], isAnswer: true };
  const after = await context.crm.records(Opportunity).update(context.scope, deal.id, patch);
  return {
    text: transition.said(deal),
    cards: [
      await recordCard(context, entity, after, {
        badge: 'Updated',
        changed: shows.filter((name) => name in after),
        ...undoable(context),
      }),
    ],
    changes: [{ entity: entity.name, id: after.id, change: 'updated' }],
    focus: [focusOf(entity, after)],
    isAnswer: true,
  };
}
