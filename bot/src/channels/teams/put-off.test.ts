import { expect, it } from 'vitest';
import { type NotTakenError, type Refusal, untilTaken } from './put-off.ts';

/** Fails with these in turn, then succeeds; what was waited is kept. */
function trial(...refusals: Refusal[]) {
  const waited: number[] = [];
  const call = async () => {
    const refusal = refusals.shift();
    if (refusal) throw Object.assign(new Error('no'), { refusal });
    return 'taken';
  };
  const refusalOf = (error: unknown) => (error as { refusal: Refusal }).refusal;
  const run = untilTaken(call, refusalOf, async (ms) => void waited.push(ms));
  return { run, waited };
}

it('waits as long as Microsoft says, else longer each time', async () => {
  const { run, waited } = trial(
    { status: 429, retryAfter: '3' },
    { status: 412 },
    { status: 429, retryAfter: new Date(Date.now() - 5_000).toUTCString() },
  );
  expect(await run).toBe('taken');
  expect(waited).toEqual([3_000, 1_000, 0]);
});

it('gives up what is refused at once, and what is put off for too long', async () => {
  for (const refusal of [{ status: 403 }, { status: undefined }, { status: 429, retryAfter: '3600' }]) {
    const { run, waited } = trial(refusal);
    await expect(run).rejects.toMatchObject({ code: 'upstream' });
    expect(waited).toEqual([]);
  }
  const busy = trial(...Array.from({ length: 9 }, () => ({ status: 429 })));
  await expect(busy.run).rejects.toMatchObject({ code: 'upstream' });
  expect(busy.waited).toHaveLength(3);
});

it('knows when it may have been taken all the same', async () => {
  const isUnsure = async (refusal: Refusal) =>
    trial(refusal).run.catch((error: unknown) => (error as NotTakenError).isUnsure);
  expect(await isUnsure({ status: 403 })).toBe(false);
  expect(await isUnsure({ status: undefined, code: 'ECONNREFUSED' })).toBe(false);
  expect(await isUnsure({ status: 502 })).toBe(true);
  expect(await isUnsure({ status: undefined, code: 'ECONNRESET' })).toBe(true);
  expect(await isUnsure({ status: undefined })).toBe(true);
});
