import { InvalidError } from '@clianta/crm-core/errors';
import { type AgentRule, AUTONOMIES } from '@clianta/crm-core/workspace/agent-rules.schema';
import { z } from 'zod';
import type { Agent } from '../../../../agent.ts';
import { ruleOf } from '../../../../agent-rule.ts';
import type { ToolContext, ToolResult } from '../../../../tool.ts';
import { listed } from '../../../../tools/format.ts';
import { type AreaArgs, shared } from '../setting-area.ts';
import { type SettingChange, workspaceArea } from '../workspace-area.ts';

const input = z.strictObject({
  agent: shared.agent,
  autonomy: z
    .enum(AUTONOMIES)
    .optional()
    .describe('suggest: asks before every change; act: as it comes; free: changes up to 100 records at once'),
  isOn: shared.isOn,
});

const SAID = {
  suggest: 'only suggests: it asks before every change',
  act: 'acts as it comes: it asks before it deletes or changes several records',
  free: 'acts freely: it changes up to 100 records at once',
} as const;

/** What is asked about however freely an agent acts. */
const STILL_ASKS =
  'Deletions, what is sent outside, what follows words from outside, and what a rule gives to somebody else to decide are still asked about.';

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/^(the|our)\s+/, '')
    .replace(/[^a-z]/g, '')
    .replace(/agents?$/, '');

/** The agent that people call so: "task", "taskAgent", "the task agent". @throws InvalidError */
export function agentCalled({ catalogue }: Pick<ToolContext, 'catalogue'>, said: string): Agent {
  const agent = catalogue.agents.find(({ name }) => plain(name) === plain(said));
  if (agent) return agent;
  const names = catalogue.agents.map(({ name }) => name.replace(/Agent$/, ''));
  throw new InvalidError(`There is no agent called “${said}”. There are: ${listed(names)}.`);
}

const nameOf = ({ name }: Agent) => `${name.replace(/Agent$/, '')} agent`;

async function autonomyChange(
  context: ToolContext,
  { agent: said, autonomy, isOn, action }: AreaArgs<typeof input>,
): Promise<SettingChange> {
  const { crm, scope } = context;
  if (said === undefined) throw new InvalidError('Say which agent: “let the task agent act freely”.');
  const agent = agentCalled(context, said);
  if (agent.isEssential) throw new InvalidError(`The ${nameOf(agent)} always works as it comes.`);
  const before = await ruleOf(crm, scope.workspaceId, agent);
  const rule: AgentRule =
    action === 'remove'
      ? { agent: agent.name, isOn: true, autonomy: 'act' }
      : { ...before, ...(autonomy && { autonomy }), ...(isOn !== undefined && { isOn }) };
  const { agentRules } = await crm.facts(scope.workspaceId);
  const words = rule.isOn ? SAID[rule.autonomy] : 'is switched off';
  const still = rule.isOn && rule.autonomy === 'free' ? ` ${STILL_ASKS}` : '';
  const done = `The ${nameOf(agent)} ${words}.${still}`;
  if (rule.isOn === before.isOn && rule.autonomy === before.autonomy)
    return { title: '', done: `It is so already. ${done}`, changes: [] };
  return {
    title: rule.isOn
      ? `Set the ${nameOf(agent)} to “${rule.autonomy === 'free' ? 'acts freely' : rule.autonomy === 'act' ? 'acts' : 'suggests'}”`
      : `Switch the ${nameOf(agent)} off`,
    done,
    changes: [
      { label: `The ${nameOf(agent)}`, from: before.isOn ? SAID[before.autonomy] : 'is off', to: words },
      ...(still ? [{ label: 'Still', to: STILL_ASKS }] : []),
    ],
    values: { agentRules: [...agentRules.filter((one) => one.agent !== agent.name), rule] },
  };
}

export const autonomyArea = workspaceArea({
  name: 'autonomy',
  does: 'Changing what agents may do',
  about: 'how far an agent goes by itself, and whether it works at all',
  input,
  example: 'let the task agent act freely',
  change: autonomyChange,
});

export async function autonomyShown(context: ToolContext): Promise<ToolResult> {
  const { crm, scope, catalogue } = context;
  const rules = await Promise.all(catalogue.agents.map((agent) => ruleOf(crm, scope.workspaceId, agent)));
  const lines = catalogue.agents.flatMap((agent, at) => {
    const rule = rules[at];
    if (!rule || (rule.isOn && rule.autonomy === 'act')) return [];
    return [`- The ${nameOf(agent)} ${rule.isOn ? SAID[rule.autonomy] : 'is switched off'}.`];
  });
  return {
    text:
      lines.length === 0
        ? 'All agents work as they come: they ask before they delete or change several records.'
        : `${lines.join('\n')}\n\nAll others ask before they delete or change several records. ${STILL_ASKS}`,
    isAnswer: true,
  };
}
