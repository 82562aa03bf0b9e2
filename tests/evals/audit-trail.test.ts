import { describe, expect, it } from 'vitest';
import { netChanges } from './audit-trail.ts';

const entry = (values: Partial<Parameters<typeof netChanges>[0][number]>) => ({
  entity: 'contact',
  recordId: 'a',
  recordTitle: 'Ada',
  change: 'updated' as const,
  before: {},
  after: {},
  ...values,
});

describe('several writes to a record as one', () => {
  it('goes from the first value to the last', () => {
    const changes = netChanges([
      entry({ before: { city: 'Rome' }, after: { city: 'Turin' } }),
      entry({ before: { city: 'Turin' }, after: { city: 'Milan' } }),
    ]);
    expect(changes).toMatchObject([{ before: { city: 'Rome' }, after: { city: 'Milan' } }]);
  });

  it('is nothing when it was taken back', () => {
    const there = entry({ before: { city: 'Rome' }, after: { city: 'Turin' } });
    const back = entry({ before: { city: 'Turin' }, after: { city: 'Rome' } });
    expect(netChanges([there, back])).toEqual([]);
    expect(netChanges([entry({ change: 'created' }), entry({ change: 'deleted' })])).toEqual([]);
  });
});
