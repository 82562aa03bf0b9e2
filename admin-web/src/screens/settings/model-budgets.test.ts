import { expect, it } from 'vitest';
import { budgetsIn, withBudget } from './model-budgets.ts';

const before = { dayTokens: 5, agents: [{ agent: 'dealAgent', tokens: 10 }] };

it('sets, changes and takes away the budget of one and leaves the others', () => {
  const two = withBudget(before, { kind: 'workflows', id: 'w1' }, 20);
  expect(two).toEqual({
    dayTokens: 5,
    agents: [{ agent: 'dealAgent', tokens: 10 }],
    workflows: [{ workflowId: 'w1', tokens: 20 }],
  });
  const changed = withBudget(two, { kind: 'agents', id: 'dealAgent' }, 0);
  expect(budgetsIn(changed)).toEqual([
    { kind: 'agents', id: 'dealAgent', tokens: 0 },
    { kind: 'workflows', id: 'w1', tokens: 20 },
  ]);
  expect(withBudget(changed, { kind: 'workflows', id: 'w1' }, undefined).workflows).toEqual([]);
});
