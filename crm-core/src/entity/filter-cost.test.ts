import { describe, expect, it } from 'vitest';
import { type Condition, filterSchema } from './filter.schema.ts';
import { affordable } from './filter-cost.ts';

const named = (value: unknown): Condition => ({ field: 'name', op: 'eq', value });
const many = (count: number) => Array.from({ length: count }, (_, at) => named(at));
const nested = (depth: number): Condition =>
  depth === 0 ? named('x') : { field: 'companyId', op: 'is_set', where: [nested(depth - 1)] };

describe('a filter', () => {
  it('asks the same once', () => {
    const on = (value: string): Condition => ({
      field: 'companyId',
      op: 'is_set',
      where: [named(value), named(value)],
    });
    const filter = { where: [...many(3), ...many(3), on('a'), on('a')], anyOf: [many(2), many(2)] };
    expect(affordable(filter)).toEqual({
      where: [...many(3), { ...on('a'), where: [named('a')] }],
      anyOf: [many(2)],
    });
  });

  it('may have 100 conditions in all its groups and below them', () => {
    expect(affordable({ where: many(50), anyOf: [many(50)] })).toBeDefined();
    expect(() => affordable({ where: many(50), anyOf: [many(51)] })).toThrow('100 conditions');
    const below: Condition = { field: 'companyId', op: 'is_set', where: many(100) };
    expect(() => affordable({ where: [below] })).toThrow('100 conditions');
  });

  it('may be nested three deep, and is refused when it is deeper rather than cut off', () => {
    expect(affordable({ where: [nested(3)] })).toBeDefined();
    expect(() => affordable({ where: [nested(4)] })).toThrow('nested 3 deep');
    expect(filterSchema.safeParse({ where: [nested(3)] }).success).toBe(true);
    expect(filterSchema.safeParse({ where: [nested(4)] }).error?.issues[0]?.message).toContain(
      'nested more than 3 deep',
    );
  });
});
