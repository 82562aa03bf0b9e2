import { describe, expect, it } from 'vitest';
import { splitText } from './split-text.ts';

const words = (text: string) => text.replaceAll('```', '').split(/\s+/).filter(Boolean);

describe('cutting a long text', () => {
  it('leaves a short one alone and makes nothing of an empty one', () => {
    expect(splitText('short', 100)).toEqual(['short']);
    expect(splitText('  ', 100)).toEqual([]);
  });

  it('loses no word, whatever the text, and no part is too long', () => {
    const paragraphs = Array.from({ length: 60 }, (_, i) => `Paragraph ${i} ${'word '.repeat(i)}`).join(
      '\n\n',
    );
    const lines = Array.from({ length: 300 }, (_, i) => `• line ${i}`).join('\n');
    for (const text of [paragraphs, lines, `${'x'.repeat(50)} `.repeat(100)]) {
      const parts = splitText(text, 500);
      expect(parts.every((part) => part.length <= 500)).toBe(true);
      expect(words(parts.join('\n'))).toEqual(words(text));
    }
  });

  it('cuts a text without any white space and keeps every character', () => {
    const text = '😀'.repeat(700);
    const parts = splitText(text, 100);
    expect(parts.join('')).toBe(text);
    expect(parts.every((part) => part.length <= 100 && !/^[\uDC00-\uDFFF]/.test(part))).toBe(true);
  });

  it('never cuts a link or an escaped character in two', () => {
    const text = `${'a'.repeat(80)} <https://acme.example/deals|the deal of Acme> ${'&amp;'.repeat(60)}`;
    for (let max = 60; max < 140; max++) {
      const parts = splitText(text, max);
      for (const part of parts) {
        expect((part.match(/</g) ?? []).length).toBe((part.match(/>/g) ?? []).length);
        expect(part.replaceAll('&amp;', '')).not.toContain('&');
      }
      expect(parts.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }
  });

  it('goes on with a fixed-width block in the next part', () => {
    const code = `\`\`\`\n${Array.from({ length: 40 }, (_, i) => `row ${i}`).join('\n')}\n\`\`\``;
    const parts = splitText(code, 120);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) {
      expect(part.startsWith('```\n') && part.endsWith('\n```')).toBe(true);
      expect(part.length).toBeLessThanOrEqual(120);
    }
    expect(words(parts.join('\n'))).toEqual(words(code));
  });
});
