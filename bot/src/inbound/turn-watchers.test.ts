import { EventQueue } from '@clianta/agents/event-queue';
import type { TurnEvent, TurnResult } from '@clianta/agents/turn-event.schema';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TurnWatchers } from './turn-watchers.ts';

const result: TurnResult = {
  turnId: 't',
  conversationId: 'c',
  reply: { text: 'Done.', cards: [] },
  agents: [],
  toolCalls: [],
  changes: [],
  modelCalls: 0,
  ms: 1,
};
const status: TurnEvent = { type: 'status', text: 'Thinking' };
const done: TurnEvent = { type: 'done', result };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function eventsOf(queue: EventQueue<TurnEvent>): Promise<TurnEvent[]> {
  const events: TurnEvent[] = [];
  for await (const event of queue) events.push(event);
  return events;
}

it('ends the wait for a turn that nothing is told of, once its result is stored', async () => {
  const overOf = vi.fn<() => Promise<string[]>>();
  overOf.mockRejectedValueOnce(new Error('away')).mockResolvedValueOnce([]).mockResolvedValue(['m']);
  const resultOf = vi.fn(async () => result);
  const watchers = new TurnWatchers({ overOf, resultOf });
  const queue = new EventQueue<TurnEvent>();
  watchers.add('w', 'm', queue);
  const events = eventsOf(queue);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await events).toEqual([done]);
  expect(overOf).toHaveBeenCalledTimes(3);
  expect(resultOf).toHaveBeenCalledTimes(1);
});

it('asks once for all who wait, and not again before that is answered', async () => {
  let answer: (over: string[]) => void = () => {};
  const overOf = vi.fn(
    (_workspaceId: string, _ids: readonly string[]) => new Promise<string[]>((over) => (answer = over)),
  );
  const watchers = new TurnWatchers({ overOf, resultOf: async () => result });
  const ids = Array.from({ length: 500 }, (_, at) => `m${at}`);
  const queues = ids.map((id) => {
    const queue = new EventQueue<TurnEvent>();
    watchers.add('w', id, queue);
    return queue;
  });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(overOf).toHaveBeenCalledTimes(1);
  answer([]);
  await vi.advanceTimersByTimeAsync(0);
  expect(overOf).toHaveBeenCalledTimes(2);
  expect(overOf.mock.calls[1]?.[1].length).toBeGreaterThanOrEqual(ids.length - 1);
  answer(ids);
  for (const queue of queues) expect(await eventsOf(queue)).toEqual([done]);
});

it('looks nothing up while the turn is heard of, and tells its end once', async () => {
  const resultOf = vi.fn(async () => result);
  const overOf = vi.fn(async () => ['m']);
  const watchers = new TurnWatchers({ overOf, resultOf });
  const queue = new EventQueue<TurnEvent>();
  watchers.add('w', 'm', queue);
  const events = eventsOf(queue);
  for (let heard = 0; heard < 5; heard++) {
    await vi.advanceTimersByTimeAsync(200);
    watchers.tell('m', status);
  }
  watchers.tell('m', done);
  await vi.advanceTimersByTimeAsync(10_000);
  expect((await events).map(({ type }) => type)).toEqual([...Array(5).fill('status'), 'done']);
  expect(overOf).not.toHaveBeenCalled();
  expect(resultOf).not.toHaveBeenCalled();
});
