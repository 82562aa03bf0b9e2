import { expect, it } from 'vitest';
import { RunningTurns } from './running-turns.ts';

const result = {
  turnId: 't',
  conversationId: 'c',
  reply: { text: '', cards: [] },
  agents: [],
  toolCalls: [],
  changes: [],
  modelCalls: 0,
  ms: 1,
};

it('a client that comes in the middle gets all that was said so far, and live events go on from there', () => {
  const turns = new RunningTurns();
  turns.take('c', 't', { type: 'status', text: 'Thinking' });
  turns.take('c', 't', { type: 'status', text: 'Deals', step: { id: 's1', state: 'running' } });
  turns.take('c', 't', { type: 'text', delta: 'Hello ' });
  turns.take('c', 't', { type: 'status', text: 'Deals', step: { id: 's1', state: 'done' } });
  expect(turns.of('c')).toMatchObject({
    seq: 4,
    text: 'Hello ',
    status: 'Deals',
    steps: [{ id: 's1', state: 'done' }],
  });
  expect(turns.take('c', 't', { type: 'text', delta: 'Sam' }).seq).toBe(5);
  expect(turns.of('c')?.text).toBe('Hello Sam');
});

it('a turn that ended is forgotten, and a new one begins with nothing', () => {
  const turns = new RunningTurns();
  turns.take('c', 't', { type: 'text', delta: 'old' });
  turns.take('c', 't', { type: 'done', result });
  expect(turns.of('c')).toBeUndefined();
  turns.take('c', 'u', { type: 'status', text: 'Thinking' });
  expect(turns.of('c')).toMatchObject({ turnId: 'u', seq: 1, text: '' });
});

it('a turn that another process begins again has nothing of the first attempt, and clients see a gap', () => {
  const turns = new RunningTurns();
  turns.take('c', 't', { type: 'status', text: 'One request comes before yours' });
  turns.begin('c', 't');
  expect(turns.take('c', 't', { type: 'text', delta: 'Half of ' }).seq).toBe(2);
  turns.begin('c', 't');
  expect(turns.of('c')).toMatchObject({ seq: 3, text: '' });
  expect(turns.take('c', 't', { type: 'text', delta: 'All.' }).seq).toBe(4);
  expect(turns.of('c')?.text).toBe('All.');
});

it('a turn whose last event was lost is over all the same', () => {
  const turns = new RunningTurns();
  turns.take('c', 't', { type: 'text', delta: 'Hello' });
  turns.end('c', 'other');
  expect(turns.of('c')?.text).toBe('Hello');
  turns.end('c', 't');
  expect(turns.of('c')).toBeUndefined();
});
