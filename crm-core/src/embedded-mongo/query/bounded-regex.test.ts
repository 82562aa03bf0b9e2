import { expect, it } from 'vitest';
import { execWithin } from './bounded-regex.ts';
import { toRegExp } from './regex.ts';

const isFound = (pattern: string, text: string) => execWithin(toRegExp(pattern, ''), text) !== null;

it.each(['^(a+)+$', '(a|aa)+$', '^(?=(a+)+$)', 'a*a*a*a*a*a*a*a*a*c'])(
  '/%s/ is given up when it tries for too long',
  (pattern) => {
    const startedAt = performance.now();
    expect(() => isFound(pattern, `${'a'.repeat(4_000)}b`)).toThrow(expect.objectContaining({ code: 51156 }));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  },
);

it('searches of one turn of the event loop share their time', async () => {
  const startedAt = performance.now();
  const once = () => isFound('^(a+)+$', `${'a'.repeat(60)}b`);
  for (let i = 0; i < 50; i++) expect(once).toThrow(expect.objectContaining({ code: 51156 }));
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(isFound('(b|c)+$', 'abc')).toBe(true);
});

it.each<[string, string, boolean]>([
  ['(b|c)+d$', 'abcd', true],
  ['(b|c)+d$', 'abce', false],
  ['^(a+)+$', 'aaa', true],
  ['(a)\\1', 'xaa', true],
])('/%s/ against %j: %s', (pattern, text, expected) => {
  expect(isFound(pattern, text)).toBe(expected);
});
