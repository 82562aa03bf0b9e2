import { dynamicAgent } from '@clianta/agents/agents/dynamic/dynamic.agent';
import { runAgent } from '@clianta/agents/agents/dynamic/run-agent.tool';
import { appendMessage, replyId } from '@clianta/agents/conversation/conversations';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import {
  AgentDefinition,
  type AgentDefinitionRecord,
  type PublishedAgent,
} from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { RUN_CUSTOM_AGENT } from '@clianta/crm-core/automation/agent-definition/run-agent';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { createOnce } from '@clianta/crm-core/entity/create-once';
import { titleOf } from '@clianta/crm-core/entity/define-entity';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { InvalidError } from '@clianta/crm-core/errors';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { z } from 'zod';
import { pauseAgent, publisherOf } from '../custom-agents/publisher.ts';
import { type Cause, whatHappened } from '../custom-agents/what-happened.ts';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

/** What a notice has room for. */
const MOST_LETTERS = 1_900;

/**
 * Runs a custom agent by itself, with the rights of who has switched it on, as they are now. Each record that set it off has
 * a turn of its own in the agent's conversation; what it came to is told in one notice.
 */
export const runCustomAgent = defineJob({
  ...RUN_CUSTOM_AGENT,
  limitMs: 10 * 60_000,
  async run(context: JobRunContext, { definitionId, from, cause, step }) {
    const { crm, scope } = context;
    const definition = (await crm.records(AgentDefinition).getMany(scope, [definitionId])).get(definitionId);
    if (!definition?.published || definition.status !== 'active' || definition.isDeleted) return;
    const publisher = await publisherOf(context, definition, definition.published);
    if (typeof publisher === 'string') return pauseAgent(context, definition, publisher);
    // never with more rights than who has it run
    const caller = step ? await callerOf(context, step) : publisher;
    if (!caller) return;
    const records = await recordsOf(context, caller, definition.published, { from, step });
    if (cause !== 'schedule' && records.length === 0) return;
    const slot = step?.effectId ?? from ?? '';
    const conversation = await conversationOf(context, caller, definition);
    const results: TurnResult[] = [];
    for (const record of cause === 'schedule' ? [undefined] : records)
      results.push(
        await oneRun(context, caller, conversation, definition, { slot, record, message: step?.message }),
      );
    await tellOf(context, caller, definition, { slot, cause, records, results });
    if (cause === 'schedule' && from)
      // a derived value: setting it is no write of the record
      await crm.store
        .model(AgentDefinition)
        .collection.updateOne(
          { _id: definitionId as never, workspaceId: scope.workspaceId },
          { $max: { lastSlot: new Date(from) } },
        );
  },
});

type Run = z.output<typeof RUN_CUSTOM_AGENT.data>;

/** Who turned the workflow on, with the rights that they have now; undefined once they have left. */
async function callerOf(
  { crm, scope }: JobRunContext,
  { byId, cause }: NonNullable<Run['step']>,
): Promise<Scope | undefined> {
  const member = await crm.records(TeamMember).findOne(scope, { userId: byId });
  return (
    member && {
      workspaceId: scope.workspaceId,
      actor: { type: 'user', id: member.userId, name: member.name },
      role: member.role,
      channel: 'job',
      cause,
    }
  );
}

/** What the run is about, as its caller may see it. */
async function recordsOf(
  { crm }: JobRunContext,
  caller: Scope,
  published: PublishedAgent,
  { from, step }: Pick<Run, 'from' | 'step'>,
): Promise<Cause[]> {
  const entity = step && crm.store.entities.get(step.entity);
  if (step && entity) {
    const record = (await crm.records(entity).getMany(caller, [step.recordId])).get(step.recordId);
    if (!record || record.isDeleted) return [];
    const { id, outside } = record;
    return [{ entity: entity.name, id, title: titleOf(entity, record), ...(outside && { outside }) }];
  }
  return from ? whatHappened(crm, caller, published, new Date(from)) : [];
}

/** What it does by itself is kept in a conversation of its own, of who has switched it on. */
async function conversationOf(
  { crm }: JobRunContext,
  { workspaceId, actor }: Scope,
  { id, name }: AgentDefinitionRecord,
): Promise<ConversationRecord> {
  const externalId = `agent/${id}/${actor.id}`;
  const { record } = await createOnce(
    crm,
    Conversation,
    systemScope(workspaceId),
    idFrom(`conversation:${externalId}`),
    { userId: actor.id, channel: 'job', externalId, title: name },
  );
  return record;
}

async function oneRun(
  { crm, runTurn }: JobRunContext,
  publisher: Scope,
  conversation: ConversationRecord,
  { id, name }: AgentDefinitionRecord,
  { slot, record, message }: { slot: string; record: Cause | undefined; message: string | undefined },
): Promise<TurnResult> {
  if (!runTurn) throw new InvalidError('There are no agents in this process.');
  const turnId = idFrom(`agent-run:${id}:${slot}:${record?.id ?? ''}`);
  const result = await runTurn({
    turnId,
    conversationId: conversation.id,
    conversation: { ...conversation, focus: record ? [record] : [] },
    scope: publisher,
    message: record ? `${name}: ${record.title}` : name,
    direct: {
      agent: dynamicAgent.name,
      tool: runAgent.name,
      args: { agent: id, ...(message && { message }) },
    },
    // what somebody outside has written is nobody's wish
    ...(record?.outside && { isTainted: true }),
  });
  const { text, cards } = result.reply;
  const said = { author: 'assistant' as const, text, cards, turnId, id: replyId(turnId) };
  await appendMessage(crm, publisher, conversation, said);
  return result;
}

async function tellOf(
  context: JobRunContext,
  { actor, workspaceId }: Scope,
  { id, name }: AgentDefinitionRecord,
  { slot, cause, records, results }: { slot: string; cause: string; records: Cause[]; results: TurnResult[] },
): Promise<void> {
  const isWaiting = results.some(({ approval }) => approval !== undefined);
  const body = results
    .map(({ reply }, at) => (records[at] ? `${records[at].title}: ${reply.text}` : reply.text))
    .join('\n\n');
  await tell(context, {
    workspaceId,
    userId: actor.id,
    kind: isWaiting ? 'approval' : 'outcome',
    key: `agent:${id}:${slot}:${cause}`,
    title: isWaiting ? `${name} waits for your decision` : `${name} has run`,
    body: body.slice(0, MOST_LETTERS),
    because:
      cause === 'step'
        ? 'A workflow that you have turned on has it run.'
        : 'You have switched this agent on.',
    entity: AgentDefinition.name,
    recordId: id,
    at: context.crm.now(),
  });
}
