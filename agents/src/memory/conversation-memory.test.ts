import { expect, it } from 'vitest';
import { mergeFocus } from './conversation-memory.ts';

const item = (id: string) => ({ entity: 'contact', id, title: id });

it('keeps the newest first and each record once', () => {
  expect(mergeFocus([item('b')], [item('a'), item('b')]).map((one) => one.id)).toEqual(['b', 'a']);
});

it('keeps twelve at most', () => {
  expect(
    mergeFocus(
      Array.from({ length: 20 }, (_, i) => item(String(i))),
      [],
    ),
  ).toHaveLength(12);
});
