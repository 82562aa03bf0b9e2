import { describe, expect, it } from 'vitest';
import { textPattern } from './text-pattern.ts';

describe('a pattern of a workspace', () => {
  it('is found anywhere in the text unless it is anchored', () => {
    expect(textPattern('\\d{4}')?.test('contract 2026')).toBe(true);
    expect(textPattern('^\\d{4}$')?.test('contract 2026')).toBe(false);
  });

  it('takes time in proportion to the text where others would never end', () => {
    expect(textPattern('^(a+)+$')?.test(`${'a'.repeat(5000)}b`)).toBe(false);
  });

  it.each(['(?=a)', '(a)\\1', '[', '(?<!x)y'])('is none when it cannot be matched so: %s', (source) => {
    expect(textPattern(source)).toBeUndefined();
  });
});
