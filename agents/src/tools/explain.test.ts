import { expect, it } from 'vitest';
import { whyInWords } from './explain.ts';

const turn = {
  agents: ['dealAgent'],
  route: 'single agent: update_deals',
  model: 'built-in language engine',
  toolCalls: [
    {
      tool: 'update_deals',
      agent: 'dealAgent',
      args: {
        where: [
          { field: 'owner', op: 'eq', value: 'Akira Tanaka' },
          { field: 'amount', op: 'gt', value: 20000 },
        ],
        set: { owner: 'Carlos Mendes', nextStep: null, company: '0123456789abcdef01234567' },
      },
    },
  ],
};

it('words a turn for people: no tool names, no JSON, no ids', () => {
  const text = whyInWords(turn, []);
  expect(text).toBe(
    'I read that as a request to update deals (owner is Akira Tanaka; amount is more than 20000; owner: Carlos Mendes; next step: empty; company: the record that was meant). The deal agent worked on it. It was understood by built-in language engine.',
  );
  expect(text).not.toMatch(/[{}_]|[0-9a-f]{24}/);
});

it('says so when there was nothing to do', () => {
  expect(whyInWords({ ...turn, toolCalls: [], agents: [] }, [])).toContain('only answered');
});
