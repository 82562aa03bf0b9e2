import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  type AuditedRecord,
  auditedRecords,
  faultsOf,
} from '@clianta/crm-core/intelligence/hygiene/audit-records';
import {
  FAULTS,
  type Fault,
  type FaultKind,
  type Found,
} from '@clianta/crm-core/intelligence/hygiene/faults';
import type { ToolContext } from '../../tool.ts';
import { resolveUser } from '../../tools/resolve.ts';
import { storedFilter, type ToolFilter } from '../../tools/translate.ts';
import { AUDITED } from './merge-kinds.ts';
import { openPairs } from './open-pairs.ts';

export interface FaultyArgs extends ToolFilter {
  kind: FaultKind;
  of?: string | undefined;
  owner?: string | undefined;
}

export interface Faulty {
  entity: Entity;
  filter: Filter;
  found: Array<{ record: AuditedRecord['record']; found: Found }>;
}

/** The records of a kind that have a fault, in no order. @throws InvalidError for a fault that such records cannot have */
export async function faultyRecords(
  context: ToolContext,
  args: FaultyArgs,
  ids?: readonly string[],
): Promise<Faulty> {
  const { kind, of, owner, ...given } = args;
  const fault: Fault = FAULTS[kind];
  const entity = AUDITED[of ?? ''] ?? Object.values(AUDITED).find(({ name }) => fault.of.includes(name));
  if (!entity || !faultsOf(entity).includes(kind))
    throw new InvalidError(
      `“${fault.label}” is nothing that ${entity?.label.many ?? 'such records'} can have. It is looked for in ${Object.values(
        AUDITED,
      )
        .filter(({ name }) => fault.of.includes(name))
        .map(({ label }) => label.many)
        .join(' and ')}.`,
    );
  const filter = await storedFilter(context, entity, given);
  const ownerId = owner ? (await resolveUser(context, owner, 'owner')).id : undefined;
  const where = [
    ...(filter.where ?? []),
    ...(ownerId ? [{ field: 'ownerId', op: 'eq' as const, value: ownerId }] : []),
    ...(ids ? [{ field: 'id', op: 'in' as const, value: [...ids] }] : []),
  ];
  if (kind === 'duplicate') await openPairs(context, entity);
  const found: Faulty['found'] = [];
  const all = { ...filter, ...(where.length > 0 && { where }) };
  for await (const { record, faults } of auditedRecords(context.crm, context.scope, entity, all, [kind])) {
    context.signal.throwIfAborted();
    const own = faults.get(kind);
    if (own) found.push({ record, found: own });
  }
  return { entity, filter: all, found };
}
