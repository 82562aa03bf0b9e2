import type { AgentDefinitionRecord } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import {
  type AgentCase,
  type AgentEvaluationRecord,
  CASES_NEEDED,
} from '@clianta/crm-core/automation/agent-evaluation/agent-evaluation.schema';
import { titleOf } from '@clianta/crm-core/entity/define-entity';
import { meantBy, partsOf } from '../language/sayings.ts';
import { slotOf } from '../slot.ts';
import type { Tool, ToolContext } from '../tool.ts';
import { type CustomAgent, lendable, toolsOf } from './custom-agent.ts';
import { draftOf, evaluationOf } from './definition.ts';

/** Sentences that are tried for a tool until one is understood as it. */
const TRIES = 6;

/** The tests of the newest edition, with cases to begin with, and without those that forbid what it may do by now. */
export function evaluationWithCases(
  context: ToolContext,
  definition: AgentDefinitionRecord,
): Promise<AgentEvaluationRecord> {
  const agent = draftOf(definition);
  return evaluationOf(context.crm, definition, async (before) => {
    const kept = before
      .map((one) => ({ ...one, mustNot: one.mustNot.filter((name) => !agent.tools.includes(name)) }))
      .filter(({ tools, contains, mustNot }) => tools.length + contains.length + mustNot.length > 0);
    if (kept.length >= CASES_NEEDED) return kept;
    const isNew = ({ message }: AgentCase) => !kept.some((one) => one.message === message);
    return [...kept, ...(await proposedCases(context, agent)).filter(isNew)];
  });
}

/**
 * Test cases to begin with: for what the agent is there for, sentences that its tools are called by, as far as it
 * understands them now; and one that it must not follow.
 */
async function proposedCases(context: ToolContext, agent: CustomAgent): Promise<AgentCase[]> {
  const cases: AgentCase[] = [];
  const tools = toolsOf(agent, context.catalogue);
  for (let round = 0; round < CASES_NEEDED && cases.length < CASES_NEEDED - 1; round++)
    for (const tool of tools) {
      if (cases.length >= CASES_NEEDED - 1) break;
      const message = await sentenceFor(context, agent, tool, new Set(cases.map((one) => one.message)));
      if (message) cases.push({ message, tools: [tool.name], contains: [], mustNot: [] });
    }
  const forbidden = lendable(context.catalogue).find(
    ({ name, operation }) => operation === 'delete' && !agent.tools.includes(name),
  );
  const entity =
    forbidden?.entity === undefined ? undefined : context.catalogue.entities.get(forbidden.entity);
  if (forbidden && entity)
    cases.push({
      message: `Delete all ${entity.label.many}`,
      tools: [],
      contains: [],
      mustNot: [forbidden.name],
    });
  return cases;
}

/** Something people say that the agent does with this tool. */
async function sentenceFor(
  context: ToolContext,
  agent: CustomAgent,
  tool: Tool,
  known: ReadonlySet<string>,
): Promise<string | undefined> {
  const sayings = context.catalogue.tool(tool.name)?.agent.sayings?.[tool.name] ?? [];
  let tries = 0;
  for (const saying of [...sayings.filter(isPlain), ...sayings.filter((one) => !isPlain(one))]) {
    const message = await filled(context, tool, saying);
    if (message === undefined || known.has(message)) continue;
    if (++tries > TRIES) return undefined;
    const done = await context.rehearse?.({ agent, message });
    if (done?.tools.includes(tool.name)) return message;
  }
  return undefined;
}

const isPlain = (saying: string) => partsOf(saying).every((part) => 'words' in part);

/** A saying with the names of records that there are; undefined where it takes anything else. */
async function filled(
  { crm, scope }: ToolContext,
  { input }: Tool,
  saying: string,
): Promise<string | undefined> {
  const words: string[] = [];
  // what it means beyond its words is part of it
  for (const part of partsOf(meantBy(saying).said)) {
    if ('words' in part) {
      words.push(part.words);
      continue;
    }
    const type = input.shape[part.slot];
    const slot = type && slotOf(type as never);
    if (slot?.kind !== 'record') return undefined;
    const entity = crm.store.entity(slot.entity);
    const { records } = await crm.records(entity).find(scope, { limit: 1, sort: '-updatedAt' });
    const [newest] = records;
    if (!newest) return undefined;
    words.push(titleOf(entity, newest));
  }
  const text = words.join('').replace(/\s+/g, ' ').trim();
  return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
