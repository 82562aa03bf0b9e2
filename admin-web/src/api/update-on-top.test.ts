import { expect, it, vi } from 'vitest';
import { ApiError } from './api-error.ts';
import { ChangedMeanwhileError, updateOnTop } from './update-on-top.ts';

const base = { id: 'r', version: 1, city: 'Oslo', phone: '1' };
const stale = new ApiError('It was changed meanwhile.', { code: 'conflict', status: 409 });

/** A record that is `now` when the change comes. */
function stored(now: typeof base) {
  const update = vi.fn(async (_id: string, patch: object, ifMatch?: number) => {
    if (ifMatch !== now.version) throw stale;
    return { ...now, ...patch, version: now.version + 1 };
  });
  return { update, get: async () => now };
}

it('goes in on top of what others have changed elsewhere', async () => {
  const records = stored({ ...base, version: 3, phone: '2' });
  expect(await updateOnTop(records, base, { city: 'Rome' })).toEqual({
    id: 'r',
    version: 4,
    city: 'Rome',
    phone: '2',
  });
});

it('does not overwrite what somebody else has changed, and hands over what it is now', async () => {
  const now = { ...base, version: 2, city: 'Turku' };
  const records = stored(now);
  const refused = await updateOnTop(records, base, { city: 'Rome' }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ChangedMeanwhileError);
  expect(refused).toMatchObject({ now });
  expect(records.update).toHaveBeenCalledTimes(1);
});

it('passes on a conflict that is not about the version: a value that is taken', async () => {
  const records = { get: async () => base, update: () => Promise.reject(stale) };
  await expect(updateOnTop(records, base, { city: 'Rome' })).rejects.toBe(stale);
});
