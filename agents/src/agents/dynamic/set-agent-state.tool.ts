import {
  AgentDefinition,
  type AgentDefinitionRecord,
} from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { ForbiddenError, InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { abilitiesInWords, agentCards, whenInWords } from '../../custom/agent-words.ts';
import { toolsOf } from '../../custom/custom-agent.ts';
import { draftOf, evaluationOf, theAgent, withRemote } from '../../custom/definition.ts';
import { requireMayUse } from '../../custom/own-rights.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';

const input = z.strictObject({
  agent: oneOf(AgentDefinition).optional().describe('Left out: the one spoken of last'),
  state: z
    .enum(['on', 'paused', 'deleted'])
    .describe(
      'on: its newest version is published and may run; paused: it does not run; deleted: to the trash',
    ),
});
type Args = z.output<typeof input>;

export const setAgentState = defineTool({
  name: 'set_agent_state',
  does: 'Switching a custom agent on or off',
  staysHome: true,
  operation: 'other',
  entity: AgentDefinition.name,
  description:
    'Switches the newest version of an agent on, which needs three passed test cases; pauses or deletes it. Always asks first.',
  input,
  effect: 'ask',
  async propose({ agent: name, state }, context): Promise<Proposal | undefined> {
    const definition = await theAgent(context, name);
    if (isSo(definition, state)) return undefined;
    const { catalogue, scope } = context;
    if (state === 'on') {
      await requirePassed(context, definition);
      for (const tool of toolsOf(await withRemote(context, draftOf(definition)), catalogue))
        requireMayUse(context, tool);
      const when = await whenInWords(context, definition);
      return {
        title: `Switch ${definition.name} on, version ${definition.edition}`,
        preview: {
          count: 1,
          sample: [{ title: definition.name, detail: definition.description }],
          changes: [
            { label: 'Status', from: definition.status, to: 'active' },
            {
              label: 'May do',
              to: abilitiesInWords(toolsOf(await withRemote(context, draftOf(definition)), catalogue)),
            },
            {
              label: 'Runs',
              to: when ? `${when}, with the rights of ${scope.actor.name}` : 'when it is asked',
            },
          ],
        },
        recordIds: [definition.id],
      };
    }
    return {
      title: `${state === 'deleted' ? 'Delete' : 'Pause'} the agent ${definition.name}`,
      preview: {
        count: 1,
        sample: [{ title: definition.name, detail: definition.description }],
        changes: state === 'paused' ? [{ label: 'Status', from: definition.status, to: 'paused' }] : [],
      },
      recordIds: [definition.id],
      isDestructive: state === 'deleted',
    };
  },
  async run({ agent: name, state }, context): Promise<ToolResult> {
    const { crm, scope, approvedIds = [] } = context;
    const [id] = approvedIds;
    const definition = id ? await crm.records(AgentDefinition).get(scope, id) : await theAgent(context, name);
    const focus = [focusOf(AgentDefinition, definition)];
    if (!id) return { text: `**${definition.name}** is ${AS[state]} already.`, focus, isAnswer: true };
    if (state === 'deleted') {
      await crm.records(AgentDefinition).delete(scope, id);
      return {
        text: `Deleted the agent **${definition.name}**.`,
        changes: [{ entity: AgentDefinition.name, id, change: 'deleted' }],
        isAnswer: true,
      };
    }
    const values = state === 'paused' ? { status: 'paused' as const } : published(context, definition);
    const after = await crm.records(AgentDefinition).update(scope, id, values);
    const when = await whenInWords(context, after);
    return {
      text:
        state === 'on'
          ? `**${after.name}** is switched on, version ${after.publishedEdition}. Say “ask ${after.name} to …”${when ? `; it also runs by itself ${when}, with your rights` : ''}.`
          : `**${after.name}** is paused and does nothing until it is switched on again.`,
      cards: await agentCards(context, after, {
        badge: state === 'on' ? 'Active' : 'Paused',
        changed: ['status'],
        ...undoable(context),
      }),
      changes: [{ entity: AgentDefinition.name, id, change: 'updated' }],
      focus,
      isAnswer: true,
    };
  },
});

const AS = { on: 'switched on', paused: 'paused', deleted: 'deleted' } as const;

const isSo = ({ status, edition, publishedEdition }: AgentDefinitionRecord, state: Args['state']) =>
  state === 'on'
    ? status === 'active' && edition === publishedEdition
    : state === 'paused' && status === 'paused';

/** As which of the roles that may switch an agent on somebody does it. */
function published({ scope }: ToolContext, { edition }: AgentDefinitionRecord) {
  const role = z.enum(['member', 'admin', 'owner']).safeParse(scope.role);
  if (!role.success) throw new ForbiddenError('Your role may not switch an agent on.');
  return {
    status: 'active' as const,
    publishedEdition: edition,
    publishedById: scope.actor.id,
    publishedRole: role.data,
    pausedBecause: null,
  };
}

async function requirePassed({ crm }: ToolContext, definition: AgentDefinitionRecord): Promise<void> {
  const { isPassed, cases, faults } = await evaluationOf(crm, definition);
  if (isPassed) return;
  const failed = faults?.filter((fault) => fault !== '').length ?? 0;
  throw new InvalidError(
    failed > 0
      ? `${failed} of the ${cases.length} test cases of ${definition.name} failed in version ${definition.edition}. Change it, and say “test ${definition.name}” again.`
      : `${definition.name} needs at least three passed test cases before it is switched on. Say “test ${definition.name}” to run them.`,
  );
}
