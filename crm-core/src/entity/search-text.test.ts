import { describe, expect, it } from 'vitest';
import { fold, foldWords, searchKeys, searchTerms, typoForms } from './search-text.ts';

const isNear = (a: string, b: string) => typoForms(a).some((form) => typoForms(b).includes(form));

describe('folding', () => {
  it('drops case, accents and punctuation, and keeps every script', () => {
    expect(foldWords("Zoë O'Brien-Łukasz")).toEqual(['zoe', 'obrien', 'lukasz']);
    expect(fold('  Straße  Øresund ')).toBe('strasse oresund');
    expect(foldWords('株式会社 テスト')).toEqual(['株式会社', 'テスト']);
    expect(foldWords('--- !!')).toEqual([]);
  });
});

describe('what is looked for', () => {
  it('is words by their beginning, and signs of a script without spaces two by two', () => {
    expect(searchTerms('Toyota 東京電力 iPhone修理 力')).toEqual({
      words: ['toyota', 'iphone'],
      pieces: ['東京', '京電', '電力', '修理', '力'],
    });
    expect(searchTerms('삼성전자')).toEqual({ words: [], pieces: ['삼성', '성전', '전자'] });
    expect(searchTerms('ﾄﾖﾀ')).toEqual(searchTerms('トヨタ'));
  });

  it('finds every part of a name, single signs too', () => {
    const { words, typos } = searchKeys(['株式会社東京電力']);
    for (const part of ['東京電力', '京電', '会社', '電力']) {
      expect(
        searchTerms(part).pieces.every((piece) => words.includes(piece)),
        part,
      ).toBe(true);
    }
    for (const sign of '株式会社東京電力')
      expect(
        words.some((word) => word.startsWith(sign)),
        sign,
      ).toBe(true);
    expect(typos).toEqual([]);
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
