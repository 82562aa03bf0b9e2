import { expect, it } from 'vitest';
import { OutboxStorage } from './outbox-storage.ts';

const holding = (text: string | null) => ({ getItem: () => text, setItem: () => {}, removeItem: () => {} });

it('reads back unsent messages as waiting', () => {
  const item = { clientMessageId: 'c', conversationId: 'v', text: 'Hi', createdAt: 'now', state: 'sending' };
  expect(new OutboxStorage(holding(JSON.stringify([item])), 'x').load()).toEqual([
    { ...item, state: 'waiting' },
  ]);
});

it('takes broken or foreign content for an empty outbox', () => {
  expect(new OutboxStorage(holding('{'), 'x').load()).toEqual([]);
  expect(new OutboxStorage(holding('[{"text":1}]'), 'x').load()).toEqual([]);
  expect(new OutboxStorage(undefined, 'x').load()).toEqual([]);
});
