import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { ToolContext } from '../tool.ts';
import { listed } from './format.ts';
import { describeChanges, type Values } from './present.ts';

/**
 * "stage from Proposal to Negotiation and amount from $10,000 to $12,000", without what follows from another change by
 * itself, such as since when a deal is in its stage.
 *
 * @param said - fields that were told already
 */
export async function differenceInWords(
  context: ToolContext,
  entity: Entity,
  before: Values,
  after: Values,
  said: readonly string[] = [],
): Promise<string> {
  const left = new Set([
    ...said,
    ...entity.fields.filter((field) => field.readOnly || field.hidden).map((field) => field.name),
  ]);
  const told = Object.fromEntries(Object.entries(after).filter(([name]) => !left.has(name)));
  const changes = await describeChanges(context, entity, told, before);
  return listed(
    changes
      .filter(({ from, to }) => from !== to)
      .map(({ label, from, to }) => `${label.toLowerCase()} from ${from} to ${to}`),
  );
}
