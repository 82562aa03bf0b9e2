import { describe, expect, it } from 'vitest';
import { fold, foldWords, searchKeys, typoForms } from './search-text.ts';

const isNear = (a: string, b: string) => typoForms(a).some((form) => typoForms(b).includes(form));

describe('folding', () => {
  it('drops case, accents and punctuation, and keeps every script', () => {
    expect(foldWords("Zoë O'Brien-Łukasz")).toEqual(['zoe', 'obrien', 'lukasz']);
    expect(fold('  Straße  Øresund ')).toBe('strasse oresund');
    expect(foldWords('株式会社 テスト')).toEqual(['株式会社', 'テスト']);
    expect(foldWords('--- !!')).toEqual([]);
  });
});

describe('typo forms', () => {
  it('meet for one insertion, deletion, substitution or swap', () => {
    expect(isNear('lindqvist', 'lindqivst')).toBe(true);
    expect(isNear('lindqvist', 'lindquvist')).toBe(true);
    expect(isNear('lindqvist', 'lndqvist')).toBe(true);
    expect(isNear('lindqvist', 'lindkvist')).toBe(true);
  });

  it('do not meet for words that differ more, or for short words', () => {
    expect(isNear('lindqvist', 'lundkwist')).toBe(false);
    expect(isNear('ann', 'ian')).toBe(false);
  });
});

it('a record is found by all its texts, and by no more than its words', () => {
  const keys = searchKeys(['Ada Quist', undefined, 'ada@x.example']);
  expect(keys.words).toEqual(['ada', 'quist', 'x', 'example']);
  expect(searchKeys([Array.from({ length: 200 }, (_, i) => `w${i}`).join(' ')]).words.length).toBeLessThan(
    50,
  );
});
