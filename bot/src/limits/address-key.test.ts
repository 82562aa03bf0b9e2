import { expect, it } from 'vitest';
import { addressKey } from './address-key.ts';

it('takes all addresses of one IPv6 network for one, and those of another for another', () => {
  const key = addressKey('2001:db8:1:aa01::1');
  expect(addressKey('2001:0db8:0001:aaff:ffff::2')).toBe(key);
  expect(addressKey('2001:db8:1:bb00::1')).not.toBe(key);
  expect(addressKey('::1')).not.toBe(key);
});

it('knows an IPv4 address also when it comes over IPv6', () => {
  expect(addressKey('::ffff:203.0.113.7')).toBe('203.0.113.7');
  expect(addressKey('203.0.113.7')).toBe('203.0.113.7');
  expect(addressKey('203.0.113.8')).not.toBe(addressKey('203.0.113.7'));
});
