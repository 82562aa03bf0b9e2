import { expect, it } from 'vitest';
import { shortAddress } from './day-key.ts';

it('keeps of an address what a network has, and not what tells households apart', () => {
  expect(shortAddress('203.0.113.7')).toBe('203.0.113');
  expect(shortAddress('::ffff:203.0.113.7')).toBe('203.0.113');
  expect(shortAddress('2001:db8:1:aa01::1')).toBe('2001:db8:1');
  expect(shortAddress('2001:db8::1')).toBe('2001:db8:0');
  expect(shortAddress('2001:db8:1:2:3:4:5:6')).toBe(shortAddress('2001:0db8:0001:ffff::9'));
});
