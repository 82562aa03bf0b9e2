import type { AnyRecord, Entity } from '@clianta/crm-core/entity/define-entity';
import { inOwnCurrency } from '@clianta/crm-core/entity/money';
import type { ApprovalRule } from '@clianta/crm-core/workspace/approval-rule';
import type { Proposal, Tool, ToolContext } from './tool.ts';
import { toolFieldName } from './tools/fields.ts';
import { toMinor } from './tools/format.ts';
import { resolveOne } from './tools/resolve.ts';

type Args = Record<string, unknown>;

/** Records whose amounts are looked at, of those that a call is about. */
const MOST = 200;

/**
 * The rule of the workspace about a call that writes: of those that match, the one of the highest priority. What nobody can
 * compare (an amount in a currency without a rate) matches, so that it is asked about.
 *
 * @throws AskBack when several records may be meant whose amount decides it
 */
export async function ruleAbout(
  tool: Tool,
  args: Args,
  context: ToolContext,
  proposal: Proposal | undefined,
): Promise<ApprovalRule | undefined> {
  const { approvals } = await context.crm.facts(context.scope.workspaceId);
  const likely = approvals.rules
    .filter(({ match }) => fits(match, tool, context, proposal))
    .sort((a, b) => b.priority - a.priority);
  for (const rule of likely) {
    const { aboveAmountMinor: limit } = rule.match;
    if (limit === undefined) return rule;
    const amounts = await amountsOf(tool, args, context, proposal);
    if (amounts.some((amount) => amount === undefined || amount > limit)) return rule;
  }
  return undefined;
}

/** All that can be told of a call without reading a record. */
function fits(
  { tools, entity, effect, aboveCount, outside }: ApprovalRule['match'],
  tool: Tool,
  { taintedBy }: ToolContext,
  proposal: Proposal | undefined,
): boolean {
  if (tools && !tools.includes(tool.name)) return false;
  if (entity !== undefined && tool.entity !== entity) return false;
  if (effect === 'delete' && tool.operation !== 'delete') return false;
  if (aboveCount !== undefined && (proposal?.preview.count ?? 1) <= aboveCount) return false;
  return outside === undefined || outside === (taintedBy !== undefined);
}

/** What a call is about in money, in the workspace's currency: what it would write, and what its records are worth. */
async function amountsOf(
  { entity: name }: Tool,
  args: Args,
  context: ToolContext,
  proposal: Proposal | undefined,
): Promise<Array<number | undefined>> {
  const { crm, scope } = context;
  const entity = name === undefined ? undefined : crm.store.entities.get(name);
  const fields = entity?.fields.filter(({ format }) => format === 'money') ?? [];
  if (!entity || fields.length === 0) return [];
  if (isUntold(args, entity, proposal)) return [undefined];
  const money = await crm.moneyOf(scope.workspaceId);
  const records = await recordsOf(entity, args, context, proposal);
  const set = typeof args.set === 'object' && args.set !== null ? (args.set as Args) : {};
  const given = { ...args, ...set };
  const currency = typeof given.currency === 'string' ? given.currency.toUpperCase() : currencyOf(records[0]);
  const written = fields.flatMap((field) => {
    const value = given[toolFieldName(field)];
    return typeof value === 'number'
      ? [inOwnCurrency(money, toMinor(value, currency ?? money.currency), currency)]
      : [];
  });
  const worth = records.flatMap((record) =>
    fields.flatMap((field) => {
      const value = ({ ...record } as Args)[field.name];
      return typeof value === 'number' ? [inOwnCurrency(money, value, currencyOf(record))] : [];
    }),
  );
  return [...written, ...worth];
}

/** Which records are meant is only said by a filter, or they are more than are looked at. */
function isUntold(args: Args, { talk }: Entity, proposal: Proposal | undefined): boolean {
  const ids = proposal?.recordIds ?? [];
  if (ids.length > 0) return ids.length > MOST;
  return !(talk && talk.key in args) && ['where', 'anyOf', 'all', 'ids', 'text'].some((name) => name in args);
}

function currencyOf(record: AnyRecord | undefined): string | undefined {
  const { currency } = { ...record } as Args;
  return typeof currency === 'string' ? currency : undefined;
}

async function recordsOf(
  entity: Entity,
  args: Args,
  context: ToolContext,
  proposal: Proposal | undefined,
): Promise<AnyRecord[]> {
  const ids = proposal?.recordIds.slice(0, MOST) ?? [];
  if (ids.length > 0) return [...(await context.crm.records(entity).getMany(context.scope, ids)).values()];
  const named = entity.talk && args[entity.talk.key];
  return typeof named === 'string' ? [await resolveOne(context, entity, named, entity.talk?.key ?? '')] : [];
}
