import {
  type AgentCase,
  AgentEvaluation,
  type AgentEvaluationRecord,
  CASES_NEEDED,
} from '@clianta/crm-core/automation/agent-evaluation/agent-evaluation.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { Rehearsal } from '../graph/turn-runtime.ts';
import type { ToolContext } from '../tool.ts';
import { listed } from '../tools/format.ts';
import type { CustomAgent } from './custom-agent.ts';

const LONGEST_FAULT = 500;

/** Runs the test cases of an edition, without writing any record, and keeps how they went. */
export async function runCases(
  context: ToolContext,
  agent: CustomAgent,
  evaluation: AgentEvaluationRecord,
): Promise<AgentEvaluationRecord> {
  const faults: string[] = [];
  for (const one of evaluation.cases) {
    const done = await context.rehearse?.({ agent, message: one.message });
    faults.push((done ? faultOf(one, done) : 'It could not be tried here.').slice(0, LONGEST_FAULT));
  }
  const passed = faults.filter((fault) => fault === '').length;
  return context.crm.records(AgentEvaluation).update(systemScope(context.scope.workspaceId), evaluation.id, {
    faults,
    passRate: faults.length === 0 ? 0 : passed / faults.length,
    isPassed: passed === faults.length && passed >= CASES_NEEDED,
  });
}

/** What is wrong with how a case went; empty: nothing. */
function faultOf({ tools, contains, mustNot }: AgentCase, { tools: called, text }: Rehearsal): string {
  const missing = tools.filter((name) => !called.includes(name));
  const wrong = mustNot.filter((name) => called.includes(name));
  const unsaid = contains.filter((words) => !text.toLowerCase().includes(words.toLowerCase()));
  return [
    ...(missing.length > 0 ? [`did not call ${listed(missing)}`] : []),
    ...(wrong.length > 0 ? [`called ${listed(wrong)}`] : []),
    ...(unsaid.length > 0 ? [`did not say ${listed(unsaid.map((one) => `“${one}”`))}`] : []),
  ].join('; ');
}
