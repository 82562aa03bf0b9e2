import { describe, expect, it } from 'vitest';
import { Contact } from '../crm/contact/contact.schema.ts';
import { compileFilter, parseInstant } from './filter.ts';

const context = {
  now: new Date('2026-03-28T12:00:00Z'),
  timeZone: 'Europe/Berlin',
  customFields: new Map([['seats', 'number' as const]]),
};

describe('instants', () => {
  it('are relative to now or to the start of the day in the workspace zone', () => {
    expect(parseInstant('now-2d', context)).toEqual(new Date('2026-03-26T12:00:00Z'));
    expect(parseInstant('today', context)).toEqual(new Date('2026-03-27T23:00:00Z'));
    expect(parseInstant('now+3h', context)).toEqual(new Date('2026-03-28T15:00:00Z'));
  });

  it('keep the time of day over a change of the clock', () => {
    // the clock goes forward in the night to 29 March
    expect(parseInstant('today+2d', context)).toEqual(new Date('2026-03-29T22:00:00Z'));
  });

  it('read a date without a zone in the workspace zone, and refuse what is none', () => {
    expect(parseInstant('2026-07-01', context)).toEqual(new Date('2026-06-30T22:00:00Z'));
    expect(parseInstant('2026-07-01T10:00:00Z', context)).toEqual(new Date('2026-07-01T10:00:00Z'));
    expect(parseInstant('soon', context)).toBeUndefined();
    expect(parseInstant({ $gt: 0 }, context)).toBeUndefined();
  });
});

describe('compiling a filter', () => {
  it('leaves deleted records out unless the trash is asked for', () => {
    expect(compileFilter(Contact, {}, context)).toEqual({ isDeleted: false });
    expect(compileFilter(Contact, { deleted: 'only' }, context)).toEqual({ isDeleted: true });
    expect(compileFilter(Contact, { deleted: 'all' }, context)).toEqual({
      isDeleted: { $in: [false, true] },
    });
  });

  it('casts values to the kind of the field and names the field it cannot', () => {
    const where = [{ field: 'leadScore', op: 'gt' as const, value: '50' }];
    expect(compileFilter(Contact, { where }, context)).toEqual({
      $and: [{ isDeleted: false }, { leadScore: { $gt: 50 } }],
    });
    expect(() =>
      compileFilter(Contact, { where: [{ field: 'leadScore', op: 'gt', value: 'many' }] }, context),
    ).toThrow(/leadScore.*number/);
    expect(() =>
      compileFilter(Contact, { where: [{ field: 'name', op: 'eq', value: { $ne: 1 } }] }, context),
    ).toThrow(/needs text/);
  });

  it('takes text literally', () => {
    expect(
      compileFilter(Contact, { where: [{ field: 'name', op: 'contains', value: 'a.*(' }] }, context),
    ).toEqual({
      $and: [{ isDeleted: false }, { name: { $regex: 'a\\.\\*\\(', $options: 'i' } }],
    });
  });

  it('finds a whole number as it is stored, a part of one by its last digits', () => {
    const found = (value: string) =>
      JSON.stringify(compileFilter(Contact, { where: [{ field: 'phone', op: 'contains', value }] }, context));
    const stored = '+12025550192';
    const isFound = (value: string) =>
      new RegExp((JSON.parse(found(value)).$and[1].phone as { $regex: string }).$regex).test(stored);
    expect(isFound('+1 202 555 0192')).toBe(true);
    expect(isFound('+1 555 0192')).toBe(true);
    expect(isFound('555-0192')).toBe(true);
    expect(isFound('+1 202 555 0193')).toBe(false);
  });

  it('asks about own fields only where they exist', () => {
    const where = (field: string) => ({ where: [{ field, op: 'eq' as const, value: 4 }] });
    expect(compileFilter(Contact, where('customFields.seats'), context)).toMatchObject({
      $and: [{}, { 'customFields.seats': 4 }],
    });
    expect(() => compileFilter(Contact, where('customFields.size'), context)).toThrow(/no field/);
    expect(() => compileFilter(Contact, where('outbox.at'), context)).toThrow(/no field/);
  });

  it('joins alternatives', () => {
    const anyOf = [
      [{ field: 'email', op: 'is_empty' as const }],
      [{ field: 'status', op: 'eq' as const, value: 'new' }],
    ];
    expect(compileFilter(Contact, { anyOf }, context)).toEqual({
      $and: [
        { isDeleted: false },
        { $or: [{ $and: [{ email: { $in: [null, '', []] } }] }, { $and: [{ status: 'new' }] }] },
      ],
    });
  });
});
