import { z } from 'zod';
import { fold } from '../../entity/search-text.ts';
import { InvalidError } from '../../errors.ts';
import { AgentDefinition } from '../agent-definition/agent-definition.schema.ts';
import { RUN_CUSTOM_AGENT } from '../agent-definition/run-agent.ts';
import { defineAction } from './action.ts';

const MOST = 200;

/** The agent works with the rights of who turned the workflow on, and asks for what it always asks for. */
export const runAgent = defineAction({
  name: 'run_agent',
  input: z.strictObject({
    /** Its name; a draft may have it in words. */
    agent: z.string().trim().min(1).max(60).optional(),
    /** With a name: what it is told to do, as the workflow says it. Nothing of a record is filled in: it would be an order. */
    text: z.string().max(2_000).default(''),
  }),
  effect: 'own',
  repeats: 'once',
  async lacks(crm, workspaceId) {
    const { cached } = await crm.facts(workspaceId);
    const isThere = cached
      .get(AgentDefinition.name)
      ?.some((one) => 'status' in one && one.status === 'active');
    return isThere ? undefined : 'an agent of your own that is switched on';
  },
  words: ({ agent, text }) =>
    agent && text
      ? `have the agent “${agent}” do this: ${text}`
      : `have ${agent ? `the agent “${agent}”` : `an agent (“${text}”)`} look at it`,
  async run({ agent, text }, { crm, scope, entity, record, effectId }) {
    const { records } = await crm.records(AgentDefinition).find(scope, {
      where: [{ field: 'status', op: 'eq', value: 'active' }],
      limit: MOST,
    });
    const named = agent ? fold(agent) : undefined;
    const found = records.find(({ name }) =>
      named ? fold(name) === named : fold(text).includes(fold(name)),
    );
    if (!found) throw new InvalidError(`No agent “${agent ?? text}” is switched on.`);
    const cause = scope.cause ?? { eventId: effectId, chain: [], depth: 1 };
    const step = {
      effectId,
      entity: entity.name,
      recordId: record.id,
      byId: scope.actor.id,
      cause,
      ...(agent && text && { message: text }),
    };
    await crm.enqueue(
      RUN_CUSTOM_AGENT,
      { definitionId: found.id, cause: 'step', step },
      { workspaceId: scope.workspaceId, key: effectId },
    );
    return { told: `had the agent “${found.name}” look at it` };
  },
});
