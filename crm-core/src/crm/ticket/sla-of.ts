import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import type { Pause } from '../sla-policy/business-hours.ts';
import { DEFAULT_SLA, SlaPolicy, type SlaRules } from '../sla-policy/sla-policy.schema.ts';
import { Ticket, type TicketRecord } from './ticket.schema.ts';

/** What tickets are measured by, as their last write found it; without, the policy that holds by itself, else the usual hours. */
export async function slaRules(
  crm: CrmCore,
  workspaceId: string,
): Promise<{ of(ticket: Pick<TicketRecord, 'measuredById' | 'slaPolicyId'>): SlaRules; timeZone: string }> {
  const scope = systemScope(workspaceId);
  const [policies, { timeZone }] = await Promise.all([
    crm.records(SlaPolicy).find(scope, { limit: 100 }),
    crm.facts(workspaceId),
  ]);
  const byId = new Map<string, SlaRules>(policies.records.map((policy) => [policy.id, policy]));
  const usual = policies.records.find(({ isDefault }) => isDefault) ?? DEFAULT_SLA;
  return {
    of: ({ measuredById, slaPolicyId }) => byId.get(measuredById ?? slaPolicyId ?? '') ?? usual,
    timeZone,
  };
}

/** The pauses of tickets, which readers of records are not shown, by the ticket's id. */
export async function pausesOf(
  crm: CrmCore,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pause[]>> {
  const found = await crm.store
    .model(Ticket)
    .find({ workspaceId, _id: { $in: ids } })
    .select({ pauses: 1 })
    .lean<Array<{ _id: string; pauses?: Pause[] }>>();
  return new Map(found.map(({ _id, pauses = [] }) => [_id, pauses]));
}
