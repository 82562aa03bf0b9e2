import { describe, expect, it } from 'vitest';
import { Company } from '../../crm/company/company.schema.ts';
import { Contact } from '../../crm/contact/contact.schema.ts';
import type { AnyRecord, Entity } from '../../entity/define-entity.ts';
import { byFullness, differingFields, mergedValues } from './merged-values.ts';

const contact = Contact as unknown as Entity;
const record = (id: string, values: Record<string, unknown>, created = 1) =>
  ({ id, createdAt: new Date(created), ...values }) as unknown as AnyRecord;

describe('what is left of several records', () => {
  it('has the values of the survivor, its gaps filled, lists united, notes joined and the latest contact', () => {
    const survivor = record('a', {
      name: 'Walter Novak',
      email: 'w@acme.example',
      status: 'new',
      tags: ['VIP'],
      notes: 'Met at the fair.',
      lastContactedAt: new Date(5),
      leadScore: 10,
    });
    const other = record('b', {
      name: 'W. Novak',
      email: 'novak@home.example',
      phone: '+4930123456',
      status: 'customer',
      tags: ['vip', 'fair'],
      notes: 'Likes tea.',
      lastContactedAt: new Date(9),
      leadScore: 90,
      customFields: { seats: 5 },
    });
    expect(mergedValues(contact, survivor, [other])).toEqual({
      phone: '+4930123456',
      otherEmails: ['novak@home.example'],
      // nobody had said that he is new
      status: 'customer',
      tags: ['VIP', 'fair'],
      notes: 'Met at the fair.\n\nLikes tea.',
      lastContactedAt: new Date(9),
      customFields: { seats: 5 },
    });
    expect(differingFields(contact, [survivor, other]).map(({ name }) => name)).toContain('email');
  });

  it('keeps what was chosen, and what was not as a further one', () => {
    const one = record('a', { name: 'A', email: 'a@x.example', phone: '+491' });
    const two = record('b', { name: 'B', email: 'b@x.example', phone: '+492' });
    expect(mergedValues(contact, one, [two], { email: 'b', name: 'b' })).toEqual({
      name: 'B',
      email: 'b@x.example',
      otherEmails: ['a@x.example'],
      otherPhones: ['+492'],
    });
  });

  it('has withdrawn consent when one of them has, whatever was chosen', () => {
    const one = record('a', { name: 'A', consent: 'given' });
    const two = record('b', { name: 'A', consent: 'withdrawn' });
    expect(mergedValues(contact, one, [two], { consent: 'a' })).toEqual({ consent: 'withdrawn' });
    expect(mergedValues(contact, two, [one])).toEqual({});
  });

  it('belongs to none of those that it was made of', () => {
    const company = Company as unknown as Entity;
    const parent = record('a', { name: 'Acme', domain: 'acme.example' });
    const child = record('b', { name: 'Acme Labs', parentId: 'a' });
    expect(mergedValues(company, child, [parent])).toEqual({ domain: 'acme.example', parentId: null });
    expect(mergedValues(company, parent, [child])).toEqual({});
  });
});

it('the fuller record stays, then the older', () => {
  const full = record('b', { name: 'A', phone: '+491', status: 'new' }, 2);
  const old = record('a', { name: 'A', status: 'new' }, 1);
  expect(byFullness(contact, [old, full])[0]).toBe(full);
  expect(byFullness(contact, [record('z', { name: 'A' }, 3), old])[0]).toBe(old);
});
