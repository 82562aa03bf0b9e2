import { expect, it } from 'vitest';
import { safeLink } from './safe-link.ts';

const check = (href: string) => safeLink(href, ['acme.example'], 'https://crm.example');

it('does not take a host that only ends like an allowed one', () => {
  expect(check('https://evilacme.example/')).toEqual({ kind: 'text', host: 'evilacme.example' });
});

it('does not take a link that hides its host behind a user name', () => {
  expect(check('https://crm.example@evil.example/')).toEqual({ kind: 'text', host: 'evil.example' });
});

it('does not take a protocol-relative link to another host', () => {
  expect(check('//evil.example/x').kind).toBe('text');
});

it('takes mail addresses', () => {
  expect(check('mailto:jane@northwind.example').kind).toBe('link');
});
