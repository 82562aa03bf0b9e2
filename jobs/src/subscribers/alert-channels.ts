import { formatMoney } from '@clianta/agents/tools/format';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { deliverAlert } from '@clianta/crm-core/crm/pipeline-alert/deliver-alert';
import {
  PipelineAlert,
  type PipelineAlertRecord,
} from '@clianta/crm-core/crm/pipeline-alert/pipeline-alert.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { JobContext } from '../job.ts';

/** A change of many is over when this long nothing more has come of it. */
const QUIET_MS = 3_000;
const MOST_ALERTS = 50;

/** What is told of, by event. */
const TOLD: Readonly<Record<string, { does: string; isEnd?: true }>> = {
  'deal.created': { does: 'added' },
  'deal.stage_changed': { does: 'moved' },
  'deal.won': { does: 'won', isEnd: true },
  'deal.lost': { does: 'lost', isEnd: true },
};

/** Posts what becomes of a deal to the channels that its pipeline is told in; of a change of many, once. */
export async function alertChannels({ crm }: JobContext, event: DomainEvent): Promise<void> {
  const told = TOLD[event.type];
  // a deal that is won or lost moves to that stage, and says so itself
  const isMoveToEnd = event.type === 'deal.stage_changed' && /^(won|lost)$/.test(String(event.after.status));
  if (!told || isMoveToEnd) return;
  const { workspaceId } = event;
  const system = systemScope(workspaceId);
  const deal = (await crm.records(Opportunity).getMany(system, [event.recordId])).get(event.recordId);
  if (!deal?.pipelineId) return;
  const { records } = await crm.records(PipelineAlert).find(system, {
    where: [{ field: 'pipelineId', op: 'eq', value: deal.pipelineId }],
    limit: MOST_ALERTS,
  });
  const wanted = records.filter(({ what }) => what === 'all' || told.isEnd);
  if (wanted.length === 0) return;
  const facts = await crm.facts(workspaceId);
  const stages = facts.pipelines.find(({ id }) => id === deal.pipelineId)?.stages ?? [];
  const amount =
    deal.amountMinor === undefined || deal.amountMinor === null
      ? ''
      : ` (${formatMoney(deal.amountMinor, deal.currency ?? facts.currency, facts)})`;
  const stage = stages.find(({ id }) => id === event.after.stageId)?.name;
  const to = event.type === 'deal.stage_changed' && stage ? ` to ${stage}` : '';
  const reason = event.type === 'deal.lost' && deal.lossReason ? `: ${deal.lossReason}` : '';
  const one = `${event.actor.name} ${told.does} **${deal.title}**${amount}${to}${reason}.`;
  for (const alert of wanted) await post(crm, event, alert, one, told.does);
}

async function post(
  crm: JobContext['crm'],
  event: DomainEvent,
  { id: alertId }: PipelineAlertRecord,
  one: string,
  does: string,
): Promise<void> {
  const { workspaceId } = event;
  if (!event.isBulk) {
    await crm.enqueue(deliverAlert, { alertId, text: one }, { workspaceId, key: `${alertId}:${event.id}` });
    return;
  }
  const text = `${event.actor.name} ${does} several deals at once.`;
  const at = new Date(crm.now().getTime() + QUIET_MS);
  const key = `${alertId}:${event.groupId}`;
  await crm.enqueue(deliverAlert, { alertId, text }, { workspaceId, key, at });
}
