import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tellNotices, type UnreadNotice } from './notice-teller.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells each unread notice once, at the start and while it is open, and marks it as seen', async () => {
  let unread: UnreadNotice[] = [{ id: 'a', title: 'Reminder:\u001b[2J\nCall Ada', body: 'Due Mon 2 Mar' }];
  const said: string[] = [];
  const seen: string[] = [];
  const notices = {
    everyMs: 1_000,
    unread: async () => unread,
    seen: async (ids: readonly string[]) => {
      seen.push(...ids);
      if (seen.length === 1) throw new Error('the server is away');
    },
  };
  const teller = await tellNotices(notices, (lines) => said.push(...lines));
  expect(said).toEqual(['Reminder:[2J Call Ada (Due Mon 2 Mar)']);
  unread = [...unread, { id: 'b', title: 'Sam assigned you a task' }];
  await vi.advanceTimersByTimeAsync(10_000);
  expect(said).toEqual(['Reminder:[2J Call Ada (Due Mon 2 Mar)', 'Sam assigned you a task']);
  expect(seen).toEqual(['a', 'b']);
  teller.stop();
  unread = [{ id: 'c', title: 'Later' }];
  await vi.advanceTimersByTimeAsync(10_000);
  expect(said).toHaveLength(2);
});
