import { describe, expect, it } from 'vitest';
import { answerPage, MOST_CHARACTERS } from './answer-pages.ts';

const lines = Array.from({ length: 3_000 }, (_, at) => `- line ${at} of many`);
const text = lines.join('\n');

describe('an answer in parts', () => {
  it('loses nothing, cuts between lines, and no part is longer than the most', () => {
    const parts: string[] = [];
    for (let page = 1; page <= 3; page++) {
      const part = answerPage(text, page, true);
      expect(part.length).toBeLessThanOrEqual(MOST_CHARACTERS);
      parts.push(part.replace(/\n\n\(Part .*$/s, ''));
    }
    expect(parts.join('\n').split('\n')).toEqual(lines);
  });

  it('says how to go on, and what is wrong with a part that there is not', () => {
    expect(answerPage(text, 1, true)).toContain('"answer_page": 2');
    expect(answerPage(text, 1, false)).not.toContain('answer_page');
    expect(answerPage('short', 1, true)).toBe('short');
    expect(answerPage(text, 9, true)).toContain('no part 9');
  });

  it('cuts a text without lines or words, and no character in two', () => {
    const part = answerPage('😀'.repeat(20_000), 1, true);
    expect(part.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(part).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
  });
});
