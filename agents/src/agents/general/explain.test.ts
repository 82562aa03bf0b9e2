import { expect, it } from 'vitest';
import { workedInWords } from './explain.ts';

const agents = [{ name: 'dealAgent', description: '', instructions: '', tools: [], examples: [] }];

it('says who worked on a turn and with what, in the words of people', () => {
  expect(workedInWords({ agents: ['dealAgent'], model: 'embedded' }, agents)).toBe(
    'The deal agent worked on it, with the built-in language engine.',
  );
  expect(workedInWords({ agents: ['dealAgent', 'taskAgent'], model: 'gemini-2.5-pro' }, [])).toBe(
    'The deal agent and the task agent worked on it, with gemini-2.5-pro.',
  );
  expect(workedInWords({ agents: [], model: '' }, agents)).toBe(
    'I answered with the built-in language engine.',
  );
});
