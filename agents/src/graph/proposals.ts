import { requireAccess } from '@clianta/crm-core/entity/access';
import { ruleAbout } from '../approval-rules.ts';
import { decidersOf } from '../deciders.ts';
import type { Proposal, Tool, ToolContext } from '../tool.ts';
import { callInWords, titlesOf } from '../tools/call-in-words.ts';
import { capitalize } from '../tools/format.ts';

const LONGEST_TITLE = 200;

/**
 * What a call has to be approved of before it runs; undefined when it may run at once.
 *
 * @throws ForbiddenError for what its asker could not have done
 */
export async function proposalFor(
  tool: Tool,
  args: Record<string, unknown>,
  context: ToolContext,
): Promise<Proposal | undefined> {
  if (tool.effect === 'read' || tool.isStart) return undefined;
  requireMay(tool, context);
  const own = await asked(tool, args, context);
  const rule = await ruleAbout(tool, args, context, own);
  const isAsked = context.mustPropose || rule !== undefined;
  const shown = own ?? (rule && (await asked(tool, args, { ...context, mustPropose: true })));
  const proposal = shown ?? (isAsked ? await inGeneral(tool, args, context) : undefined);
  const outside = context.taintedBy;
  return (
    proposal && {
      ...proposal,
      ...(rule && { rule }),
      ...(outside && { preview: { ...proposal.preview, outside } }),
    }
  );
}

/** What the tool itself proposes, with the records as they are now. */
const asked = async (tool: Tool, args: Record<string, unknown>, context: ToolContext) =>
  withVersions(tool, context, await tool.propose?.(args, context));

/** Records that an agent that acts freely changes at once. */
const FREE_RECORDS = 100;
/** What can be taken back by an undo. What deletes, leaves the house or has consequences of its own is asked about. */
const FREED: ReadonlySet<Tool['operation']> = new Set(['create', 'update', 'transition', 'restore']);

/** Whether an agent that acts freely does what it would propose: not too much, by nobody else's words, and theirs alone to decide. */
export async function mayActFreely(
  tool: Tool,
  { preview, ...proposal }: Proposal,
  { crm, scope }: ToolContext,
): Promise<boolean> {
  const isKept = !FREED.has(tool.operation ?? 'other') || proposal.isDestructive;
  if (isKept || proposal.rule || preview.outside || preview.count > FREE_RECORDS) return false;
  return (await decidersOf(crm, scope, tool, { preview, ...proposal })).awaits === undefined;
}

/** A call of a tool that proposes nothing by itself. */
async function inGeneral(tool: Tool, args: Record<string, unknown>, context: ToolContext): Promise<Proposal> {
  const call = { tool: tool.name, args };
  const said = callInWords({ context, titles: await titlesOf(context, [call]) }, call).replaceAll('**', '');
  const title = capitalize(said);
  const isLong = title.length > LONGEST_TITLE;
  return {
    title: isLong ? `${title.slice(0, LONGEST_TITLE - 1)}…` : title,
    preview: { count: 1, sample: [{ title: capitalize(tool.name.replace(/_/g, ' ')) }], changes: [] },
    recordIds: [],
  };
}

/** Nothing is proposed that its asker could not have done. @throws ForbiddenError */
function requireMay({ entity, operation: does }: Tool, { crm, scope }: ToolContext): void {
  const kind = does === 'restore' ? 'delete' : does === 'transition' ? 'update' : does;
  if (entity && (kind === 'create' || kind === 'update' || kind === 'delete'))
    requireAccess(crm.store.entity(entity), scope, kind);
}

async function withVersions(
  { entity }: Tool,
  { crm, scope }: ToolContext,
  proposal: Proposal | undefined,
): Promise<Proposal | undefined> {
  if (!proposal || !entity) return proposal;
  const versions = await crm.records(crm.store.entity(entity)).versions(scope, proposal.recordIds);
  return { ...proposal, recordVersions: proposal.recordIds.map((id) => versions.get(id) ?? 0) };
}
