import { expect, it } from 'vitest';
import { merged, patchOf } from './patch-of.ts';

it('sets the workspace’s own fields within theirs, several beside each other', () => {
  const patch = merged(merged(patchOf('city', 'Oslo'), patchOf('customFields.soil', 'loam')), {
    customFields: { sun: null },
  });
  expect(patch).toEqual({ city: 'Oslo', customFields: { soil: 'loam', sun: null } });
});

it('replaces lists as a whole', () => {
  expect(merged({ tags: ['a', 'b'] }, patchOf('tags', ['c']))).toEqual({ tags: ['c'] });
});
