import { expect, it } from 'vitest';
import { DraftStorage } from './draft-storage.ts';
import type { TextStorage } from './outbox-storage.ts';

function aStorage(): TextStorage & { keys(): string[] } {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    keys: () => [...values.keys()],
  };
}

it('keeps a draft for its conversation and its person, over a reload', () => {
  const storage = aStorage();
  new DraftStorage(storage, 'w.sam').save('c1', 'Move the Acme');
  const reloaded = new DraftStorage(storage, 'w.sam');
  expect(reloaded.load('c1')).toBe('Move the Acme');
  expect(reloaded.load('c2')).toBe('');
  expect(new DraftStorage(storage, 'w.dana').load('c1')).toBe('');
});

it('leaves nothing behind of a draft that was sent', () => {
  const storage = aStorage();
  const drafts = new DraftStorage(storage, 'w.sam');
  drafts.save('c1', 'Hello');
  drafts.save('c1', '');
  expect(drafts.load('c1')).toBe('');
  expect(storage.keys()).toEqual([]);
});

it('keeps drafts in memory when the browser keeps nothing', () => {
  const full: TextStorage = {
    getItem: () => null,
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
    removeItem: () => {},
  };
  const drafts = new DraftStorage(full, 'w.sam');
  drafts.save('c1', 'Hello');
  expect(drafts.load('c1')).toBe('Hello');
});
