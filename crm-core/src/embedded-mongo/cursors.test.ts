import { expect, it, vi } from 'vitest';
import { Cursors, streamOf } from './cursors.ts';

const MINUTE = 60_000;

it('a cursor that nobody reads for ten minutes is forgotten, unless it was asked to wait', async () => {
  vi.useFakeTimers({ now: 0 });
  try {
    const cursors = new Cursors();
    const results = () => streamOf([Buffer.from('a'), Buffer.from('b')]);
    const idle = await cursors.start(results(), 'db.c', { batchSize: 1 });
    const patient = await cursors.start(results(), 'db.c', { batchSize: 1, hasNoTimeout: true });
    vi.setSystemTime(9 * MINUTE);
    cursors.killIdle(Date.now());
    expect(cursors.count).toBe(2);
    vi.setSystemTime(11 * MINUTE);
    cursors.killIdle(Date.now());
    await expect(cursors.more(idle.cursorId, 'db.c', 1)).rejects.toMatchObject({ code: 43 });
    expect((await cursors.more(patient.cursorId, 'db.c', 5)).documents).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

it('a cursor that is killed while its next batch is filled hands it out no more', async () => {
  const cursors = new Cursors();
  const { cursorId } = await cursors.start(streamOf([Buffer.from('a'), Buffer.from('b')]), 'db.c', {
    batchSize: 0,
  });
  const more = cursors.more(cursorId, 'db.c', 1);
  expect(cursors.kill(cursorId)).toBe(true);
  await expect(more).rejects.toMatchObject({ code: 237 });
  expect(cursors.count).toBe(0);
});
