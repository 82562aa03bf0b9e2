import type { WorkspaceSettings } from './workspace-part.tsx';

type ModelBudget = NonNullable<WorkspaceSettings['modelBudget']>;

/** What may have a budget of its own, as the settings keep it. */
export type LimitedKind = 'agents' | 'workflows';

interface Budget {
  kind: LimitedKind;
  /** An agent's name, or a workflow's id. */
  id: string;
  tokens: number;
}

/** The budgets of agents, then those of workflows. */
export const budgetsIn = ({ agents = [], workflows = [] }: ModelBudget): Budget[] => [
  ...agents.map(({ agent, tokens }) => ({ kind: 'agents' as const, id: agent, tokens })),
  ...workflows.map(({ workflowId, tokens }) => ({ kind: 'workflows' as const, id: workflowId, tokens })),
];

/** @param tokens - undefined takes the budget away */
export function withBudget(
  before: ModelBudget,
  { kind, id }: Pick<Budget, 'kind' | 'id'>,
  tokens: number | undefined,
): ModelBudget {
  const kept = budgetsIn(before).filter((one) => one.kind !== kind || one.id !== id);
  const all = tokens === undefined ? kept : [...kept, { kind, id, tokens }];
  const of = (wanted: LimitedKind) => all.filter((one) => one.kind === wanted);
  return {
    ...before,
    agents: of('agents').map((one) => ({ agent: one.id, tokens: one.tokens })),
    workflows: of('workflows').map((one) => ({ workflowId: one.id, tokens: one.tokens })),
  };
}
