import type { AgentTurnRecord } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import type { UserActionRecord } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import type { ToolContext } from '../tool.ts';
import { capitalize, listed } from './format.ts';
import { describeChanges } from './present.ts';

type Values = Record<string, unknown>;

const OPERATORS: Record<string, string> = {
  eq: 'is',
  ne: 'is not',
  in: 'is one of',
  not_in: 'is none of',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  contains: 'contains',
  starts_with: 'begins with',
  is_empty: 'is empty',
  is_set: 'is known',
};

/** How a turn's message was understood and who worked on it, without the names of tools. */
export function whyInWords(
  turn: Pick<AgentTurnRecord, 'toolCalls' | 'agents' | 'route' | 'model'>,
  agents: ToolContext['agents'],
): string {
  const calls = turn.toolCalls.map((call) => callInWords(String(call.tool), (call.args ?? {}) as Values));
  const read =
    calls.length > 0
      ? `I read that as a request to ${listed(calls)}.`
      : 'I found nothing in it that I have a tool for, so I only answered.';
  const names = [...new Set(turn.agents)].filter(
    (name) => agents.length === 0 || agents.some((one) => one.name === name),
  );
  const who = names.map((name) => `the ${name.replace(/Agent$/, '')} agent`);
  const worked = who.length > 0 ? ` ${capitalize(listed(who))} worked on it.` : '';
  const plan = planInWords(turn.route);
  return `${read}${worked}${plan} It was understood by ${turn.model || 'the language engine'}.`;
}

function planInWords(route: string): string {
  const name = /^plan (?!of )(\w+)/.exec(route)?.[1];
  if (name) return ` I followed my plan for ${words(name)}.`;
  return route.startsWith('plan') ? ' It took several steps, so I made a plan of it.' : '';
}

/** "update deals (owner is Akira Tanaka; owner: Carlos Mendes)". */
function callInWords(tool: string, args: Values): string {
  const details = argumentsInWords(args);
  const name = tool.replace(/_/g, ' ');
  return details.length > 0 ? `${name} (${details.join('; ')})` : name;
}

function argumentsInWords(args: Values): string[] {
  return Object.entries(args).flatMap(([name, value]): string[] => {
    if (value === undefined || value === null) return [`${words(name)}: empty`];
    if (name === 'where' && Array.isArray(value)) return value.map(conditionInWords);
    if (name === 'anyOf' && Array.isArray(value))
      return [value.map((group) => listed((group as unknown[]).map(conditionInWords))).join(', or ')];
    if (Array.isArray(value)) return [`${words(name)}: ${listed(value.map(valueInWords))}`];
    if (typeof value === 'object') return argumentsInWords(value as Values);
    if (value === true) return [words(name)];
    return [`${words(name)}: ${valueInWords(value)}`];
  });
}

function conditionInWords(condition: unknown): string {
  const { field, op, value } = condition as { field?: string; op?: string; value?: unknown };
  const values = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(valueInWords);
  return [words(String(field)), OPERATORS[String(op)] ?? String(op), listed(values)]
    .filter(Boolean)
    .join(' ');
}

/** `expectedClose` as "expected close". */
const words = (name: string) =>
  name
    .replace(/^customFields\./, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();

const valueInWords = (value: unknown) =>
  /^[0-9a-f]{24}$/.test(String(value)) ? 'the record that was meant' : String(value);

/** An entry of the audit log: "Updated **Acme**: stage from Proposal to Negotiation". */
export async function changeInWords(context: ToolContext, action: UserActionRecord): Promise<string> {
  const what = `${capitalize(action.change)} **${action.recordTitle}**`;
  if (action.change !== 'updated') return what;
  const entity = context.crm.store.entity(action.entity);
  const changes = await describeChanges(context, entity, action.after, action.before);
  const said = changes.map(({ label, from, to }) => `${label.toLowerCase()} from ${from} to ${to}`);
  return said.length > 0 ? `${what}: ${listed(said)}` : what;
}
