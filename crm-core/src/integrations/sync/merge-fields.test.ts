import { describe, expect, it } from 'vitest';
import { mergeFields } from './merge-fields.ts';

const [early, late] = [new Date('2026-03-01T10:00:00Z'), new Date('2026-03-01T11:00:00Z')];

describe('merging the two sides of a record', () => {
  it('takes over what one side alone has changed', () => {
    const base = { phone: '1', title: 'CTO', city: 'Bonn' };
    const merged = mergeFields({
      base,
      ours: { ...base, phone: '2' },
      theirs: { ...base, title: 'CEO' },
    });
    expect(merged).toEqual({
      toOurs: { title: 'CEO' },
      toTheirs: { phone: '2' },
      base: { phone: '2', title: 'CEO', city: 'Bonn' },
      conflicts: [],
    });
  });

  it('has the newest win where both have changed it, and keeps what lost', () => {
    const sides = { base: { phone: '1' }, ours: { phone: '2' }, theirs: { phone: '3' } };
    expect(mergeFields({ ...sides, oursAt: early, theirsAt: late })).toMatchObject({
      toOurs: { phone: '3' },
      toTheirs: {},
      conflicts: [{ field: 'phone', ours: '2', theirs: '3', decidedBy: 'newest', winner: 'theirs' }],
    });
    expect(mergeFields({ ...sides, oursAt: late, theirsAt: early }).toTheirs).toEqual({ phone: '2' });
  });

  it('goes by the rule of the field, and writes neither side where a person is asked', () => {
    const sides = { base: { phone: '1' }, ours: { phone: '2' }, theirs: { phone: '3' }, theirsAt: late };
    expect(mergeFields(sides, { rules: { phone: 'ours' } }).toTheirs).toEqual({ phone: '2' });
    expect(mergeFields(sides, { rules: { phone: 'theirs' } }).toOurs).toEqual({ phone: '3' });
    const asked = mergeFields(sides, { rules: { phone: 'ask' } });
    expect(asked).toMatchObject({ toOurs: {}, toTheirs: {}, base: { phone: '1' } });
    expect(asked.conflicts).toEqual([
      { field: 'phone', base: '1', ours: '2', theirs: '3', decidedBy: 'ask' },
    ]);
  });

  it('lets a withdrawn consent win, whatever the rule and the time', () => {
    const rules = { rules: { mail: 'theirs' as const }, withdrawn: { mail: 'no' } };
    const ours = mergeFields(
      { base: { mail: 'unknown' }, ours: { mail: 'no' }, theirs: { mail: 'yes' }, theirsAt: late },
      rules,
    );
    expect(ours).toMatchObject({ toTheirs: { mail: 'no' }, toOurs: {} });
    expect(ours.conflicts).toMatchObject([{ decidedBy: 'consent', winner: 'ours' }]);
    const theirs = mergeFields(
      { base: { mail: 'yes' }, ours: { mail: 'yes' }, theirs: { mail: 'no' } },
      { ...rules, rules: { mail: 'ours' } },
    );
    expect(theirs).toMatchObject({ toOurs: { mail: 'no' }, conflicts: [] });
  });

  it('empties only what both had', () => {
    expect(mergeFields({ base: { phone: '1' }, ours: { phone: '1' }, theirs: { phone: '' } }).toOurs).toEqual(
      { phone: '' },
    );
    // there was never a value there: ours stays and goes over
    expect(mergeFields({ base: {}, ours: { phone: '1' }, theirs: { phone: null } })).toMatchObject({
      toOurs: {},
      toTheirs: { phone: '1' },
    });
    // emptied there, changed here: the change stays
    expect(
      mergeFields({ base: { phone: '1' }, ours: { phone: '2' }, theirs: {}, theirsAt: late }).toTheirs,
    ).toEqual({ phone: '2' });
  });

  it('finds nothing to do where both sides have come to the same', () => {
    expect(mergeFields({ base: { a: 1 }, ours: { a: [2] }, theirs: { a: [2] } })).toMatchObject({
      toOurs: {},
      toTheirs: {},
      base: { a: [2] },
      conflicts: [],
    });
  });
});
