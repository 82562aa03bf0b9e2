import { expect, it } from 'vitest';
import { troubleWithUrl } from './webhook-url.ts';

it.each([
  'https://169.254.169.254/latest/meta-data',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://192.168.1.4/hook',
  'https://localhost/hook',
  'https://erp.internal/hook',
  'https://erp/hook',
])('refuses what leads into a private network: %s', (url) => {
  expect(troubleWithUrl(url)).toMatch('private network');
});

it('takes https to a public name or address, without a password', () => {
  expect(troubleWithUrl('https://erp.example.com/hooks?a=1')).toBeUndefined();
  expect(troubleWithUrl('https://203.0.114.9/')).toBeUndefined();
  expect(troubleWithUrl('http://erp.example.com/')).toMatch('https://');
  expect(troubleWithUrl('https://sam:pw@erp.example.com/')).toMatch('password');
  expect(troubleWithUrl('erp')).toMatch('is not an address');
});
