import { dynamicAgent } from '@clianta/agents/agents/dynamic/dynamic.agent';
import type { PublishedAgent } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { GATHER_MS } from '@clianta/crm-core/automation/agent-definition/run-agent';
import type { FocusItem } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { titleOf } from '@clianta/crm-core/entity/define-entity';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';

/** Records that one run is about; of more, the first. */
const MOST_RECORDS = 20;

/** A record that sets an agent off, and whose words are in it when they are not the team's. */
export interface Cause extends FocusItem {
  outside?: string;
}

/** The records of a minute that fit the triggers of an agent, as its publisher may see them. */
export async function whatHappened(
  crm: CrmCore,
  scope: Scope,
  { triggers }: PublishedAgent,
  from: Date,
): Promise<Cause[]> {
  const found = new Map<string, Cause>();
  for (const { entity: name, on, filter } of triggers) {
    const entity = crm.store.entities.get(name);
    if (!entity) continue;
    const { records: actions } = await crm.records(UserAction).find(systemScope(scope.workspaceId), {
      where: [
        { field: 'entity', op: 'eq', value: name },
        { field: 'change', op: 'eq', value: on },
        { field: 'at', op: 'gte', value: from },
        { field: 'at', op: 'lt', value: new Date(from.getTime() + GATHER_MS) },
      ],
      sort: 'at',
      limit: 200,
    });
    const own = actions.filter(({ via }) => via !== dynamicAgent.name);
    const { records } = await crm.records(entity).find(scope, {
      ...filter,
      where: [
        ...(filter.where ?? []),
        { field: 'id', op: 'in', value: [...new Set(own.map(({ recordId }) => recordId))] },
      ],
      ...(on === 'deleted' && { deleted: 'only' as const }),
      limit: MOST_RECORDS,
    });
    for (const record of records) {
      const { id, outside } = record;
      found.set(id, { entity: name, id, title: titleOf(entity, record), ...(outside && { outside }) });
    }
  }
  return [...found.values()].slice(0, MOST_RECORDS);
}
