import { expect, it } from 'vitest';
import { teamsMarkdown } from './teams-markdown.ts';

it('begins a list after an empty line, and leaves its items together', () => {
  expect(teamsMarkdown('I can:\n- **add**\n- list\n\nSay so.\n1. one\n2. two')).toBe(
    'I can:\n\n- **add**\n- list\n\nSay so.\n\n1. one\n2. two',
  );
  expect(teamsMarkdown('- one\n  goes on\n- two')).toBe('- one\n  goes on\n- two');
});
