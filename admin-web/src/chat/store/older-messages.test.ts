import { describe, expect, it } from 'vitest';
import { chatReducer } from './chat-reducer.ts';
import type { ChatState } from './chat-state.ts';
import { aMessage, anOpened, aState } from './testing.ts';

const messages = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) =>
    aMessage({ id: `m${first + i}`, position: first + i, text: `${first + i}` }),
  );
const positions = (state: ChatState) => state.messages.map(({ position }) => position);
const open = (state: ChatState, first: number, last: number) =>
  chatReducer(state, {
    type: 'opened',
    opened: anOpened({ messages: messages(first, last), hasOlder: first > 1 }),
  });
const come = (state: ChatState, first: number, last: number) =>
  chatReducer(state, {
    type: 'older_came',
    conversationId: 'v1',
    before: last + 1,
    older: { messages: messages(first, last), hasOlder: first > 1 },
  });

describe('older messages', () => {
  it('stand before what is there, until the conversation begins', () => {
    let state = open(aState(), 7, 9);
    expect(state.older.exist).toBe(true);
    state = come(state, 4, 6);
    expect(positions(state)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(state.older.exist).toBe(true);
    state = come(state, 1, 3);
    expect(positions(state)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(state.older.exist).toBe(false);
  });

  it('stay when the conversation is opened again and they lead up to it', () => {
    const state = open(come(open(aState(), 7, 9), 1, 6), 8, 11);
    expect(positions(state)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(state.older.exist).toBe(false);
  });

  it('go when there would be a gap after them, and can be loaded again', () => {
    const state = open(come(open(aState(), 7, 9), 1, 6), 20, 22);
    expect(positions(state)).toEqual([20, 21, 22]);
    expect(state.older.exist).toBe(true);
  });

  it('that come late, for another beginning or another conversation, are left out', () => {
    expect(positions(come(open(aState(), 20, 22), 4, 6))).toEqual([20, 21, 22]);
    expect(positions(come(aState({ conversationId: 'v2', messages: messages(7, 9) }), 4, 6))).toEqual([
      7, 8, 9,
    ]);
  });

  it('can be asked for again when the server did not answer', () => {
    const asked = chatReducer(open(aState(), 7, 9), { type: 'older_asked' });
    expect(asked.older).toEqual({ exist: true, isLoading: true });
    const problem = { code: 'unreachable', message: 'Clianta did not answer.' };
    expect(chatReducer(asked, { type: 'older_failed', conversationId: 'v1', problem }).older).toEqual({
      exist: true,
      problem,
    });
  });
});
