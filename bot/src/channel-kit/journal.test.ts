import { expect, it, vi } from 'vitest';
import type { ChannelStore } from './channel-host.ts';
import { Journal } from './journal.ts';

function aStore(): ChannelStore & { kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return {
    kept,
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    setAll: async (entries) => {
      for (const [key, value] of entries) kept.set(key, value);
    },
    delete: async (key) => void kept.delete(key),
    keys: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
  };
}

it('keeps an input until it was handed on, also by the process after', async () => {
  const store = aStore();
  const handed: unknown[] = [];
  const died = new Journal({ store, work: async () => {} });
  await died.keep('e1', { text: 'hello' });
  expect(store.kept.size).toBe(1);
  const next = new Journal({ store, work: async (body) => void handed.push(body), leftMs: 0 });
  await next.recover();
  await next.recover();
  expect(handed).toEqual([{ text: 'hello' }]);
  expect(store.kept.size).toBe(0);
});

it('leaves alone what is being worked on, and tries again what failed', async () => {
  const store = aStore();
  let failures = 1;
  const work = async () => {
    if (failures-- > 0) throw new Error('the database is away');
  };
  const journal = new Journal({ store, work });
  await journal.keep('e1', 1);
  await journal.run('e1', 1);
  await journal.recover();
  expect(store.kept.size).toBe(1);
  await new Journal({ store, work, leftMs: 0 }).recover();
  expect(store.kept.size).toBe(0);
});

it('rests twice as long after each failure, and gives up what lies more than a day back', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const store = aStore();
  const tried: number[] = [];
  const work = async () => {
    tried.push(Date.now());
    throw new Error('the platform is away');
  };
  const journal = new Journal({ store, work });
  const begun = Date.now();
  await journal.keep('e1', 1);
  for (; Date.now() < begun + 25 * 60 * 60_000; vi.setSystemTime(Date.now() + 15_000))
    await journal.recover();
  vi.useRealTimers();
  expect(tried.slice(0, 4).map((at) => at - begun)).toEqual([30_000, 60_000, 120_000, 240_000]);
  expect(tried).toHaveLength(12);
  expect(store.kept.size).toBe(0);
});

it('takes up after a night what a process had acknowledged in the evening', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const store = aStore();
  await new Journal({ store, work: async () => {} }).keep('e1', 'hello');
  vi.setSystemTime(Date.now() + 10 * 60 * 60_000);
  const handed: unknown[] = [];
  await new Journal({ store, work: async (body) => void handed.push(body) }).recover();
  vi.useRealTimers();
  expect(handed).toEqual(['hello']);
});

it('hands on nothing that was taken back', async () => {
  const store = aStore();
  const handed: unknown[] = [];
  const journal = new Journal({ store, work: async (body) => void handed.push(body), leftMs: 0 });
  await journal.keep('e1', 'hello');
  await journal.forget('e1');
  await journal.recover();
  expect(handed).toEqual([]);
});

it('works on eight at a time, and the rest waits for its turn', async () => {
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
  };
  const journal = new Journal({ store: aStore(), work });
  await Promise.all(Array.from({ length: 30 }, (_, at) => journal.run(`e${at}`, at)));
  expect([most, running]).toEqual([8, 0]);
});

it('stores what comes in together in few writes, and says which could not be stored', async () => {
  const store = aStore();
  const writes: number[] = [];
  const { setAll } = store;
  store.setAll = async (entries) => {
    writes.push(entries.size);
    if (writes.length === 3) throw new Error('the database is away');
    await setAll(entries);
  };
  const journal = new Journal({ store, work: async () => {} });
  await Promise.all(Array.from({ length: 200 }, (_, at) => journal.keep(`e${at}`, at)));
  expect(writes).toEqual([1, 199]);
  await expect(journal.keep('lost', 1)).rejects.toThrow('the database is away');
  await journal.keep('kept', 1);
  expect(store.kept.size).toBe(201);
});

it('acknowledges a crowd before it works on more than its first', async () => {
  const did: string[] = [];
  const journal = new Journal({ store: aStore(), work: async () => void did.push('worked') });
  const input = async (key: string) => {
    await journal.keep(key, key);
    did.push('acknowledged');
    await journal.run(key, key);
  };
  const crowd: Promise<void>[] = [];
  for (let at = 0; at < 20; at++) {
    crowd.push(input(`e${at}`));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(crowd);
  const first = did.indexOf('worked');
  const second = did.indexOf('worked', first + 1);
  expect(did.slice(0, second).filter((what) => what === 'acknowledged')).toHaveLength(20);
});
