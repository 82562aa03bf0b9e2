import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { InvalidError } from '@clianta/crm-core/errors';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { z } from 'zod';
import type { Agent } from '../../agent.ts';
import { agentsOn } from '../../agent-rule.ts';
import { lastWriteTurn } from '../../memory/last-write.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { formatDate, listed } from '../../tools/format.ts';
import { explanationOf } from './explain.ts';
import { turnThat } from './turn-that.ts';

/** Of each agent, in general and where it was asked for. */
const FEW_EXAMPLES = 2;
const MANY_EXAMPLES = 5;

/** The agents that most words of a topic are about; none when no word is known to them. */
function mostAbout<A extends Pick<Agent, 'name' | 'description' | 'examples'>>(
  topic: string,
  agents: readonly A[],
): A[] {
  const words = topic
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2)
    .map((word) => word.replace(/s$/, ''));
  const counts = agents.map((agent) => {
    const told = `${agent.name} ${agent.description} ${agent.examples.join(' ')}`.toLowerCase();
    return words.filter((word) => told.includes(word)).length;
  });
  const most = Math.max(...counts);
  return most > 0 ? agents.filter((_, at) => counts[at] === most) : [];
}

export const help = defineTool({
  name: 'help',
  does: 'Looking up what I can do',
  slash: { command: 'help', args: (rest) => (rest ? { topic: rest } : {}) },
  description: 'Says what Clianta can do, in general or on a topic, with things to say.',
  input: z.strictObject({ topic: z.string().optional() }),
  effect: 'read',
  async run({ topic }, context): Promise<ToolResult> {
    const agents = await agentsOn(context.crm, context.scope.workspaceId, context.catalogue.agents);
    const fits = topic ? mostAbout(topic, agents) : [];
    const shown = fits.length > 0 ? fits : agents;
    const isOnTopic = fits.length > 0;
    return {
      text: `${isOnTopic ? `About ${topic} you can say things like these.` : 'I keep your CRM while you talk: say it in your own words.'} I ask before I delete, or change several records at once, and “undo that” takes the last change back.`,
      cards: [
        {
          type: 'help',
          title: isOnTopic ? `About ${topic}` : 'What I can do',
          groups: shown.map(({ description, examples }) => ({
            heading: description.replace(/\.$/, ''),
            examples: examples.slice(0, isOnTopic ? MANY_EXAMPLES : FEW_EXAMPLES),
          })),
        },
      ],
      suggestions: shown.flatMap((agent) => agent.examples.slice(0, 1)).slice(0, 4),
      isAnswer: true,
    };
  },
});

export const undoLast = defineTool({
  name: 'undo_last',
  does: 'Undoing the last change',
  slash: { command: 'undo' },
  description: 'Takes back the last change the user made or had made, as one whole.',
  input: z.strictObject({ groupId: z.string().optional() }),
  effect: 'write',
  async run({ groupId }, context): Promise<ToolResult> {
    const { crm, scope, conversationId, turnId } = context;
    const { turns = [], last } = groupId ? {} : await lastWriteTurn(crm, scope, conversationId, turnId);
    const group = groupId ?? last?.id;
    if (!group) return { text: await nothingToUndo(context, turns), isAnswer: true };
    const result = await undoGroup(context.crm, context.scope, group, context.now);
    const isSpokenOf = ({ entity }: { entity: string }) => context.catalogue.entities.get(entity)?.talk;
    const spoken = result.reverted.filter(isSpokenOf);
    // bookkeeping goes along without a word, unless it is all that there was
    const told = spoken.length > 0 ? spoken : result.reverted;
    const done = told.map(({ title, change }) => `${UNDONE[change]} ${title}`);
    const parts: string[] = [];
    if (done.length > 0)
      parts.push(
        `Undone: ${done.length > 6 ? `${listed(done.slice(0, 5))} and ${done.length - 5} more` : listed(done)}.`,
      );
    // several writes of one record are kept for one reason
    const kept = new Set(
      result.kept.map(({ title, reason }) => `I left ${title} as it is: ${reason.replace(/\.$/, '')}.`),
    );
    parts.push(...[...kept].slice(0, 5));
    if (result.kept.length > 5) parts.push(`${result.kept.length - 5} more records were left as they are.`);
    return {
      text: parts.join(' ') || 'There is nothing to undo.',
      changes: result.reverted.map(({ entity, id, change }) => ({
        entity,
        id,
        change: change === 'deleted' ? 'restored' : change === 'updated' ? 'updated' : 'deleted',
      })),
      focus: spoken
        .filter(({ change }) => change !== 'created')
        .slice(0, 12)
        .map(({ entity, id, title }) => ({ entity, id, title })),
      isAnswer: true,
    };
  },
});

/** Why there is nothing to undo: nothing was changed here, or what was is undone already. */
async function nothingToUndo(context: ToolContext, turns: ReadonlyArray<{ id: string }>): Promise<string> {
  const { records } = await context.crm.records(UserAction).find(context.scope, {
    where: [
      { field: 'groupId', op: 'in', value: turns.map(({ id }) => id) },
      { field: 'undoneAt', op: 'is_set' },
    ],
    sort: '-undoneAt',
    limit: 1,
  });
  const [last] = records;
  if (!last?.undoneAt)
    return 'I have changed nothing in this conversation that could be undone. What was done elsewhere can be undone in the audit log.';
  return `All that I changed in this conversation has been undone already, last **${last.recordTitle}** on ${formatDate(last.undoneAt, context)}. To have it back, undo the undoing in the audit log.`;
}

const UNDONE = {
  created: 'removed',
  updated: 'put back',
  deleted: 'restored',
  restored: 'deleted again',
} as const;

export const explainLastTurn = defineTool({
  name: 'explain_last_turn',
  does: 'Looking up what was done',
  slash: { command: 'why' },
  description: 'Explains what was done in the turn before and why, from its stored trace and the audit log.',
  input: z.strictObject({
    change: z
      .enum(['any', 'created', 'updated', 'deleted'])
      .optional()
      .describe('The latest turn that changed something this way, not just the last turn.'),
    entity: z.string().optional().describe('The kind of record: contact, company, opportunity, task'),
    field: z.enum(['owner', 'stage', 'tags']).optional().describe('What was changed of the record.'),
  }),
  effect: 'read',
  async run({ change, entity, field }, context): Promise<ToolResult> {
    const { records } = await context.crm.records(AgentTurn).find(context.scope, {
      where: [
        { field: 'conversationId', op: 'eq', value: context.conversationId },
        { field: 'id', op: 'ne', value: context.turnId },
        { field: 'status', op: 'ne', value: 'running' },
      ],
      limit: 50,
    });
    const turns = records.filter(
      (one) => one.status === 'waiting' || one.toolCalls.some((call) => call.tool !== 'explain_last_turn'),
    );
    const turn = change ? await turnThat(context, turns, { change, entity, field }) : turns[0];
    if (!turn && change) {
      const what = (entity && context.catalogue.entities.get(entity)?.label.many) ?? 'records';
      const text = `I have ${change === 'any' ? 'changed' : change} no ${what} in this conversation.`;
      return { text, isAnswer: true };
    }
    if (!turn) throw new InvalidError('I have not done anything in this conversation yet.');
    const { text, hasChanges } = await explanationOf(context, turn);
    return {
      text,
      ...(hasChanges && { suggestions: ['Undo that'] }),
      isAnswer: true,
    };
  },
});
