import { expect, it } from 'vitest';
import { seenBy } from './seen-by.ts';

const nameOf = (id: string) => ({ u1: 'Lena Schmidt', u2: 'Sam Rivera' })[id] ?? 'Somebody';

it('says that everybody sees what is private to nobody, and who may change it', () => {
  expect(seenBy({ roles: { read: 'viewer', update: 'member' } }, {}, nameOf)).toEqual({
    see: 'Everybody in the workspace sees it.',
    change: 'Members and admins may change it.',
  });
  expect(seenBy({ roles: { read: 'member' } }, {}, nameOf)).toEqual({
    see: 'Members and admins see it.',
    change: 'Clianta writes it; nobody changes it by hand.',
  });
});

it('names who sees what is private, unless it is shared', () => {
  const kind = {
    roles: { read: 'viewer', update: 'member' },
    privacy: { to: 'peopleIds', sharedBy: 'isShared', openTo: 'admin' },
  };
  expect(seenBy(kind, { peopleIds: ['u1', 'u2'], isShared: false }, nameOf).see).toBe(
    'Only Lena Schmidt, Sam Rivera and admins see it.',
  );
  expect(seenBy(kind, { peopleIds: ['u1'], isShared: true }, nameOf).see).toBe(
    'Everybody in the workspace sees it.',
  );
  expect(seenBy({ ...kind, privacy: { to: 'authorId' } }, { authorId: 'u1' }, () => 'you').see).toBe(
    'Only you see it.',
  );
  expect(seenBy({ ...kind, privacy: { to: 'authorId' } }, { authorId: 'u1' }, nameOf)).toEqual({
    see: 'Only Lena Schmidt sees it.',
    change: 'Of those members and admins may change it.',
  });
});
