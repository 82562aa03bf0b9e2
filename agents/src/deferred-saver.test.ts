import { emptyCheckpoint, MemorySaver } from '@langchain/langgraph-checkpoint';
import { beforeEach, expect, it } from 'vitest';
import { DeferredSaver } from './deferred-saver.ts';

const config = { configurable: { thread_id: 't1', checkpoint_ns: '' } };
let stored: MemorySaver;
let saver: DeferredSaver;

beforeEach(() => {
  stored = new MemorySaver();
  saver = new DeferredSaver(stored);
});

async function step(id: string, parent: typeof config = config) {
  const checkpoint = { ...emptyCheckpoint(), id };
  return (await saver.put(parent, checkpoint, { source: 'loop', step: 0, parents: {} }, {})) as typeof config;
}

it('stores nothing of a deferred thread before it is persisted, then the newest checkpoint and what was added to it', async () => {
  saver.defer('t1');
  const first = await step('01');
  await saver.putWrites(first, [['channel', 'old']], 'task');
  const second = await step('02', first);
  await saver.putWrites(second, [['channel', 'new']], 'task');
  expect(await stored.getTuple(config)).toBeUndefined();
  await saver.persist('t1');
  expect(await stored.getTuple(config)).toMatchObject({
    checkpoint: { id: '02' },
    pendingWrites: [['task', 'channel', 'new']],
  });
  expect(await stored.getTuple(first)).toBeUndefined();
});

it('holds back again what comes after, and writes at once what was never deferred', async () => {
  await step('01');
  expect((await stored.getTuple(config))?.checkpoint.id).toBe('01');
  saver.defer('t1');
  await step('02');
  await saver.persist('t1');
  await step('03');
  expect((await stored.getTuple(config))?.checkpoint.id).toBe('02');
  await saver.persist('t1');
  expect((await stored.getTuple(config))?.checkpoint.id).toBe('03');
});

it('deletes what it has stored of a deferred thread', async () => {
  saver.defer('t1');
  await step('01');
  await saver.persist('t1');
  await saver.deleteThread('t1');
  expect(await stored.getTuple(config)).toBeUndefined();
});

it('lets everyone who asks wait until all is written', async () => {
  saver.defer('t1');
  await step('01');
  const put = stored.put.bind(stored);
  stored.put = async (...given) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return put(...given);
  };
  const begun = saver.persist('t1');
  await step('02');
  await saver.persist('t1');
  expect((await stored.getTuple(config))?.checkpoint.id).toBe('02');
  await begun;
});

it('forgets a thread that was deleted or dropped before it was stored', async () => {
  saver.defer('t1');
  await step('01');
  await saver.deleteThread('t1');
  await saver.persist('t1');
  expect(await stored.getTuple(config)).toBeUndefined();
});
