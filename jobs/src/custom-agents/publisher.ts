import { isLendable } from '@clianta/agents/custom/custom-agent';
import { catalogue } from '@clianta/agents/registry';
import {
  AgentDefinition,
  type AgentDefinitionRecord,
  type PublishedAgent,
} from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { hasRole, type Scope } from '@clianta/crm-core/entity/scope';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

/** With whose rights an agent runs by itself, as they are now; or why it cannot any more. */
export async function publisherOf(
  { crm, scope }: JobRunContext,
  { publishedById, publishedRole, workspaceId }: AgentDefinitionRecord,
  { tools }: PublishedAgent,
): Promise<Scope | string> {
  const member = publishedById
    ? await crm.records(TeamMember).findOne(scope, { userId: publishedById })
    : undefined;
  if (!member) return 'Whoever switched it on has left the team.';
  if (publishedRole && !hasRole(member, publishedRole))
    return `${member.name}, who switched it on as ${publishedRole}, is ${member.role} now.`;
  const gone = tools.filter((name) => {
    const owned = catalogue.tool(name);
    return !owned || !isLendable(owned.tool);
  });
  if (gone.length > 0) return `It was made with tools that are not there any more: ${gone.join(', ')}.`;
  return {
    workspaceId,
    actor: { type: 'user', id: member.userId, name: member.name },
    role: member.role,
    channel: 'job',
  };
}

/** Stops an agent that must not run any more, and tells who has switched it on, its owner and the admins. */
export async function pauseAgent(
  context: JobRunContext,
  definition: AgentDefinitionRecord,
  because: string,
): Promise<void> {
  const { crm, scope, workspaceId } = context;
  const { id, name, ownerId, publishedById, version } = definition;
  await crm
    .records(AgentDefinition)
    .update(scope, id, { status: 'paused', pausedBecause: because }, { version });
  const { records } = await crm.records(TeamMember).find(scope, { limit: 200 });
  const told = records.filter(
    (one) => one.userId === ownerId || one.userId === publishedById || hasRole(one, 'admin'),
  );
  for (const { userId } of told)
    await tell(context, {
      workspaceId,
      userId,
      kind: 'outcome',
      urgency: 'normal',
      key: `agent-paused:${id}:${version}`,
      title: `The agent ${name} is paused`,
      body: `${because} Switch it on again in your own name, or change it first.`,
      because: userId === ownerId ? 'It is your agent.' : 'You look after the workspace.',
      entity: AgentDefinition.name,
      recordId: id,
      at: crm.now(),
    });
}
