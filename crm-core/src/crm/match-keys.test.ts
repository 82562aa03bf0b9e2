import { expect, it } from 'vitest';
import { companyKeys, contactKeys } from './match-keys.ts';

it('a person is found by mailbox, number, and surname with two letters at a company', () => {
  const keys = contactKeys({
    name: 'Dr. Novak, Walter',
    email: 'Walter+fair@acme.example',
    otherEmails: ['w.novak@home.example'],
    phone: '+49 30 123456',
    companyId: 'c1',
  });
  expect(keys).toEqual([
    'mail walter@acme.example',
    'mail w.novak@home.example',
    'phone 4930123456',
    'name novak wa c1',
  ]);
  expect(contactKeys({ name: 'Walter Novak', companyId: 'c1' })).toEqual(['name novak wa c1']);
  // a name alone, an extension, a mailbox that is only a plus: nothing that two people would share by chance
  expect(contactKeys({ name: 'Walter Novak', phone: '1234', email: '+x@acme.example' })).toEqual([
    'mail +x@acme.example',
  ]);
});

it('a company is found by what it registered, not by its host, and by its name without the legal form', () => {
  expect(companyKeys({ name: 'Halden Foods GmbH & Co. KG', domain: 'shop.halden.co.uk' })).toEqual([
    'domain halden.co.uk',
    'name halden foods',
  ]);
  const names = ['The Acme Co.', 'Acme S.A.', 'ACME, Inc', 'Acme s.r.o.'];
  expect(names.map((name) => companyKeys({ name })[0])).toEqual(names.map(() => 'name acme'));
  // sites on one host are nobody's branches
  expect(companyKeys({ name: 'A', domain: 'a.github.io' })[0]).toBe('domain a.github.io');
  expect(companyKeys({ name: 'AG' })).toEqual(['name ag']);
});
