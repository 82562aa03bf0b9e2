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
  const resultOf = vi.fn<() => Promise<TurnResult | undefined>>();
  resultOf
    .mockRejectedValueOnce(new Error('away'))
    .mockResolvedValueOnce(undefined)
    .mockResolvedValue(result);
  const watchers = new TurnWatchers(resultOf);
  const queue = new EventQueue<TurnEvent>();
  watchers.add('w', 'm', queue);
  const events = eventsOf(queue);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await events).toEqual([done]);
  expect(resultOf).toHaveBeenCalledTimes(3);
});

it('looks nothing up while the turn is heard of, and tells its end once', async () => {
  const resultOf = vi.fn(async () => result);
  const watchers = new TurnWatchers(resultOf);
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
  expect(resultOf).not.toHaveBeenCalled();
});
