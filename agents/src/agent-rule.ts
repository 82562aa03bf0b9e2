import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { AgentRule } from '@clianta/crm-core/workspace/agent-rules.schema';
import type { Agent } from './agent.ts';

/** What the workspace says of an agent. One that the others cannot do without is as it comes. */
export async function ruleOf(
  crm: CrmCore,
  workspaceId: string,
  { name, isEssential }: Agent,
): Promise<AgentRule> {
  const { agentRules } = await crm.facts(workspaceId);
  const rule = isEssential ? undefined : agentRules.find(({ agent }) => agent === name);
  return rule ?? { agent: name, isOn: true, autonomy: 'act' };
}

/** The agents that the workspace has switched on. */
export async function agentsOn(
  crm: CrmCore,
  workspaceId: string,
  agents: readonly Agent[],
): Promise<readonly Agent[]> {
  const rules = await Promise.all(agents.map((agent) => ruleOf(crm, workspaceId, agent)));
  return agents.filter((_, at) => rules[at]?.isOn);
}

/** What people are told who ask something of an agent that is off. */
export const switchedOff = ({ name }: Agent): string =>
  `The ${name.replace(/Agent$/, '')} agent is switched off here; an admin can switch it on in Settings.`;
