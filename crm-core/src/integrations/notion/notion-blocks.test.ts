import { expect, it } from 'vitest';
import { inPortions, paragraphs } from './notion-blocks.ts';

it('splits a text after 2,000 letters, and blocks after 100', () => {
  const [block] = paragraphs(['x'.repeat(4_500)]);
  expect(block?.paragraph.rich_text.map(({ text }) => text.content.length)).toEqual([2_000, 2_000, 500]);
  expect(inPortions(Array(250).fill(1)).map((one) => one.length)).toEqual([100, 100, 50]);
  expect(inPortions([])).toEqual([]);
});
