import { expect, it } from 'vitest';
import { pickPrompts } from './prompts.ts';

const agent = (name: string, ...examples: string[]) => ({ name, description: '', examples });

it('takes one example of each agent before a second of any', () => {
  expect(pickPrompts([agent('a', 'a1', 'a2'), agent('b', 'b1')], 3)).toEqual(['a1', 'b1', 'a2']);
});

it('leaves out examples too long to read at a glance, and repeats none', () => {
  expect(pickPrompts([agent('a', 'x'.repeat(81), 'same'), agent('b', 'same')], 4)).toEqual(['same']);
});
