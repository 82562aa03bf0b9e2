import {
  AgentDefinition,
  type AgentDefinitionRecord,
  type AgentTrigger,
} from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import type { AgentEvaluationRecord } from '@clianta/crm-core/automation/agent-evaluation/agent-evaluation.schema';
import type { Card } from '../reply.schema.ts';
import { scheduleInWords } from '../reports/schedule-words.ts';
import type { Tool, ToolContext } from '../tool.ts';
import { conditionsInWords } from '../tools/conditions-in-words.ts';
import { counted, listed } from '../tools/format.ts';
import { recordCard } from '../tools/present.ts';

const HAPPENS = { created: 'is added', updated: 'is changed', deleted: 'is deleted' } as const;

/** "looking for contacts and adding a task". */
export const abilitiesInWords = (tools: readonly Tool[]): string =>
  listed(tools.map(({ does }) => `${does.charAt(0).toLowerCase()}${does.slice(1)}`));

/** "when a contact with country Spain is added, and every day at 08:00"; empty: only when it is asked. */
export async function whenInWords(
  context: ToolContext,
  { triggers, schedule }: Pick<AgentDefinitionRecord, 'triggers' | 'schedule'>,
): Promise<string> {
  const events = await Promise.all(triggers.map((trigger) => triggerInWords(context, trigger)));
  return listed([...events, ...(schedule ? [scheduleInWords(schedule)] : [])]);
}

async function triggerInWords(context: ToolContext, { entity: name, on, filter }: AgentTrigger) {
  const entity = context.catalogue.entities.get(name);
  const one = entity?.label.one ?? name;
  const only = entity ? await conditionsInWords(context, entity, filter) : '';
  return `when ${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}${only ? ` with ${only}` : ''} ${HAPPENS[on]}`;
}

/** What may not be done at once, said with what an agent may do. */
export function asksFirst(tools: readonly Tool[]): string {
  const asking = tools.filter(({ effect }) => effect === 'ask');
  return asking.length > 0
    ? ` Deletions and changes of many records still ask first, and nobody's agent does what they may not do themselves.`
    : '';
}

/** An agent with what it may do and how its tests went. */
export async function agentCards(
  context: ToolContext,
  definition: AgentDefinitionRecord,
  options: Parameters<typeof recordCard>[3] & { evaluation?: AgentEvaluationRecord } = {},
): Promise<Card[]> {
  const { evaluation, ...shown } = options;
  const card = await recordCard(context, AgentDefinition, definition, shown);
  if (!evaluation || evaluation.cases.length === 0) return [card];
  const { faults } = evaluation;
  return [
    card,
    {
      type: 'table',
      title: `Test cases of version ${evaluation.edition}`,
      columns: [
        { key: 'message', label: 'Message' },
        { key: 'expected', label: 'Expected' },
        { key: 'result', label: 'Result' },
      ],
      rows: evaluation.cases.map(({ message, tools, contains, mustNot }, at) => ({
        cells: {
          message,
          expected: [
            ...(tools.length > 0 ? [`calls ${listed(tools)}`] : []),
            ...(contains.length > 0 ? [`says ${listed(contains.map((one) => `“${one}”`))}`] : []),
            ...(mustNot.length > 0 ? [`does not call ${listed(mustNot)}`] : []),
          ].join('; '),
          result: faults === undefined ? 'Not run yet' : faults[at] || 'Passed',
        },
      })),
      count: evaluation.cases.length,
    },
  ];
}

/** "2 of 3 test cases passed". */
export function passedInWords({ cases, faults }: AgentEvaluationRecord): string {
  const passed = faults?.filter((fault) => fault === '').length ?? 0;
  return `${passed} of ${counted(cases.length, { one: 'test case', many: 'test cases' })} passed`;
}
