import { expect, it } from 'vitest';
import { conversationTitle } from './conversation-title.ts';

it('is a short first message as it is, on one line', () => {
  expect(conversationTitle('  What closes\nthis quarter? ')).toBe('What closes this quarter?');
});

it('is cut after a whole word, and says so', () => {
  expect(conversationTitle('Add Jane Doe from Northwind, jane@northwind.example, VP Sales')).toBe(
    'Add Jane Doe from Northwind, jane@northwind.example, VP…',
  );
  expect(conversationTitle('x'.repeat(80))).toBe(`${'x'.repeat(60)}…`);
});
