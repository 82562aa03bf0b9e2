import {
  AgentDefinition,
  type AgentDefinitionRecord,
} from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import {
  type AgentCase,
  AgentEvaluation,
  type AgentEvaluationRecord,
} from '@clianta/crm-core/automation/agent-evaluation/agent-evaluation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { createOnce } from '@clianta/crm-core/entity/create-once';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { isRemoteName, remoteToolsOf } from '../remote/remote-tool.ts';
import type { ToolContext } from '../tool.ts';
import { AskBack } from '../tools/ask-back.ts';
import { resolveOne } from '../tools/resolve.ts';
import type { CustomAgent } from './custom-agent.ts';

/** Names offered when none was said. */
const OFFERED = 6;

/** The draft of an agent, as it is tried. */
export const draftOf = ({ id, edition, name, instructions, tools }: AgentDefinitionRecord): CustomAgent => ({
  id,
  edition,
  name,
  instructions,
  tools,
});

/** What runs of an agent; undefined: it was never switched on. */
export const publishedOf = ({ id, published }: AgentDefinitionRecord): CustomAgent | undefined =>
  published && {
    id,
    edition: published.edition,
    name: published.name,
    instructions: published.instructions,
    tools: published.tools,
  };

/** The agent with those tools of MCP servers that it may use and that are switched on. */
export async function withRemote(
  { crm, scope }: Pick<ToolContext, 'crm' | 'scope'>,
  agent: CustomAgent,
): Promise<CustomAgent> {
  if (!agent.tools.some(isRemoteName)) return agent;
  const remote = await remoteToolsOf(crm, scope);
  return { ...agent, remote: remote.filter(({ name }) => agent.tools.includes(name)) };
}

/**
 * The agent of that name; without one, the one that was spoken of last, or the only one there is.
 *
 * @throws AskBack when several may be meant, InvalidError when it is not known
 */
export async function theAgent(
  context: ToolContext,
  name: string | undefined,
): Promise<AgentDefinitionRecord> {
  const { crm, scope, focus } = context;
  const said = name?.replace(/^(the|my|our)\s+/i, '').replace(/\s+(custom\s+)?(agent|assistant|bot)$/i, '');
  if (said && !/^(agent|assistant|bot|it|one)$/i.test(said))
    return resolveOne(context, AgentDefinition, said, 'agent');
  const spokenOf = focus.find(({ entity }) => entity === AgentDefinition.name);
  if (spokenOf) return crm.records(AgentDefinition).get(scope, spokenOf.id);
  const { records } = await crm.records(AgentDefinition).find(scope, { sort: 'name', limit: OFFERED });
  const [only] = records;
  if (only && records.length === 1) return only;
  throw new AskBack({
    text: only
      ? 'Which agent do you mean?'
      : 'There are no custom agents yet. Say, for example, “create an agent that looks after overdue tasks”.',
    options: records.map(({ id, name: label }) => ({ label, value: id })),
    argument: 'agent',
  });
}

const evaluationId = ({ id, edition }: Pick<AgentDefinitionRecord, 'id' | 'edition'>) =>
  idFrom(`evaluation:${id}:${edition}`);

/**
 * The tests of the newest edition; those of another one go over to it, to be passed anew.
 *
 * @param casesFor - what goes over, of those of the edition before
 */
export async function evaluationOf(
  crm: CrmCore,
  definition: AgentDefinitionRecord,
  casesFor: (before: readonly AgentCase[]) => Promise<AgentCase[]> = async (before) => [...before],
): Promise<AgentEvaluationRecord> {
  const scope = systemScope(definition.workspaceId);
  const { records } = await crm.records(AgentEvaluation).find(scope, {
    where: [{ field: 'definitionId', op: 'eq', value: definition.id }],
    sort: '-edition',
    limit: 1,
  });
  const [last] = records;
  if (last?.edition === definition.edition) return last;
  const { record } = await createOnce(crm, AgentEvaluation, scope, evaluationId(definition), {
    definitionId: definition.id,
    edition: definition.edition,
    cases: await casesFor(last?.cases ?? []),
  });
  return record;
}
