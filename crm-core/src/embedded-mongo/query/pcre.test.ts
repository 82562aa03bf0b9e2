import { describe, expect, it } from 'vitest';
import { literalPrefix, toRegExp } from './regex.ts';

describe('a PCRE pattern', () => {
  it.each<[string, string, string, boolean]>([
    ['\\AFoo', '', 'Foo bar', true],
    ['\\AFoo', '', 'x Foo', false],
    ['^a$', '', 'a\n', true],
    ['^a\\z', '', 'a\n', false],
    ['a.c', '', 'a\rc', true],
    ['a.c', '', 'a\nc', false],
    ['a.c', 's', 'a\nc', true],
    ['^b$', 'm', 'a\nb\nc', true],
    ['^b$', '', 'a\nb\nc', false],
    ['^[[:alpha:]]+$', '', 'abc', true],
    ['[[:digit:]]', '', 'adigt:', false],
    ['a{', '', 'a{', true],
    ['x{,3}', '', 'x{,3}', true],
    ['^\\d{2,3}$', '', '123', true],
    ['\\Qa.b\\E', '', 'a.b', true],
    ['\\Qa.b\\E', '', 'axb', false],
    ['a b # a comment', 'x', 'ab', true],
    ['(?i)ABC', '', 'xabc', true],
    ['(?P<n>a)(?P=n)', '', 'aa', true],
    ['\\x{1F600}', '', '😀', true],
    ['^\\pL+$', '', 'é', true],
    ['[]a]', '', ']', true],
    ['a\\@b\\_\\-', '', 'a@b_-', true],
    ['^\\s$', '', '\u00a0', false],
    ['é', 'i', 'É', true],
    ['^😀?$', '', '', true],
    ['(?#nothing)a(?:b|c)(?!d)', '', 'ac', true],
  ])('/%s/%s against %j: %s', (pattern, options, text, expected) => {
    expect(toRegExp(pattern, options).test(text)).toBe(expected);
  });

  it.each(['a++', '(?>a)', '(?R)', '(*UTF8)a', '(?|a)', 'a(?i)b', '\\G', 'a\\Kb', '[[:^alpha:]]'])(
    '/%s/ has no equal in JavaScript and is refused',
    (pattern) => {
      expect(() => toRegExp(pattern, '')).toThrow(expect.objectContaining({ code: 115 }));
    },
  );

  it('gives index bounds by whole characters only', () => {
    expect(literalPrefix(/^😀?/)).toBeUndefined();
    expect(literalPrefix(/^a😀b?/)).toEqual({ text: 'a😀', isWhole: false });
  });
});
